import { joinBytes } from "../base/buffers.js";
import { TextError } from "../base/errors.js";

/** A message between programs: a header, which is JSON, and bytes. */
export interface Frame {
  readonly header: unknown;
  readonly body: Uint8Array;
}

/** The lengths of the header and of the body, each in four bytes, the lowest first. */
const PREFIX_BYTES = 8;
const MOST_BODY_BYTES = 2 ** 31 - 1;

/** The bytes of a frame. @throws TextError for a body of 2 GiB or more */
export function frameParts({ header, body }: Frame): readonly Uint8Array[] {
  checkLength(body.length);
  const json = new TextEncoder().encode(JSON.stringify(header));
  const prefix = new DataView(new ArrayBuffer(PREFIX_BYTES));
  prefix.setUint32(0, json.length, true);
  prefix.setUint32(4, body.length, true);
  return [joinBytes([new Uint8Array(prefix.buffer), json]), body];
}

/**
 * The frames of a stream of bytes.
 *
 * @throws TextError at bytes that are no frame, and at an end inside a frame
 */
export async function* framesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const reader = new ByteReader(chunks);
  for (let prefix = await reader.take(PREFIX_BYTES, true); prefix; prefix = await reader.take(PREFIX_BYTES, true)) {
    const view = new DataView(prefix.buffer, prefix.byteOffset);
    const [headerLength, bodyLength] = [view.getUint32(0, true), view.getUint32(4, true)];
    checkLength(bodyLength);
    const header = parsed(await reader.take(headerLength));
    yield { header, body: await reader.take(bodyLength) };
  }
}

function checkLength(length: number): void {
  if (length > MOST_BODY_BYTES)
    throw new TextError("frame", `a body of ${length} bytes`, "less than 2 GiB: fewer texts");
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new TextError("frame", "a header that is not JSON", "a header in JSON, after the lengths", { cause });
  }
}

/** Takes bytes off a stream. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = chunks[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Uint8Array>;
  /** @param mayEnd true to return undefined at the end of the stream */
  async take(length: number, mayEnd: true): Promise<Uint8Array | undefined>;
  async take(length: number, mayEnd = false): Promise<Uint8Array | undefined> {
    while (this.#length < length) {
      const { value, done } = await this.#source.next();
      if (done === true) {
        if (mayEnd && this.#length === 0) return undefined;
        throw new TextError("frame", `${this.#length} bytes before the end`, `${length} bytes: a whole frame`);
      }
      this.#parts.push(value);
      this.#length += value.length;
    }
    const all = this.#parts.length === 1 ? this.#parts[0] : joinBytes(this.#parts);
    this.#parts = [all.subarray(length)];
    this.#length -= length;
    return all.subarray(0, length);
  }
}
