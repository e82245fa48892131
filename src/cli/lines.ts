import { OptionError, TextError } from "../base/errors.js";
import { decodeUtf8 } from "../text/utf8.js";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** The most bytes of a line. A longer one would need more memory, with its results, than Node gives a process. */
export const MOST_LINE_BYTES = 2 ** 28;
/** U+FEFF in UTF-8. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** The bytes around a line that count as its text. */
export interface LineFormat {
  /** True if a carriage return at the end of a line is text. */
  readonly keepsCarriageReturn: boolean;
  /** True if a byte order mark at the start of the input is text. */
  readonly keepsByteOrderMark: boolean;
  /** True if the bytes do not begin at the start of the input. */
  readonly isLater?: boolean;
}

/**
 * The lines of a stream of bytes. A line ends at "\n"; the last one may end without it. By default one "\r" at the end of
 * a line and a byte order mark at the start of the stream are not text.
 */
export class LineReader {
  readonly #format: LineFormat;
  /** The parts of a line whose end is not read yet. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #number = 0;

  constructor(format: LineFormat) {
    this.#format = format;
  }

  /** The number of the last line that was read, counted from 1. */
  get number(): number {
    return this.#number;
  }

  /**
   * Yields for each chunk of bytes the lines that end in it. They must be read before the next chunk.
   *
   * @throws TextError at a line that is not UTF-8, or longer than {@link MOST_LINE_BYTES}
   */
  async *batches(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Iterable<string>> {
    const texts = this.#format.keepsByteOrderMark || this.#format.isLater ? chunks : withoutByteOrderMark(chunks);
    try {
      for await (const chunk of texts) yield this.#linesOf(chunk);
    } catch (error) {
      // The source failed, so the error is about the next line.
      this.#number++;
      throw error;
    }
    if (this.#pending.length > 0) yield [this.#finish(new Uint8Array())];
  }

  *#linesOf(chunk: Uint8Array): Iterable<string> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield this.#finish(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start === chunk.length) return;
    this.#pendingBytes += chunk.length - start;
    if (this.#pendingBytes > MOST_LINE_BYTES) {
      this.#number++;
      throw tooLong();
    }
    this.#pending.push(chunk.subarray(start));
  }

  #finish(last: Uint8Array): string {
    const bytes = this.#pending.length === 0 ? last : Buffer.concat([...this.#pending, last]);
    if (this.#pending.length > 0) this.#pending = [];
    this.#pendingBytes = 0;
    this.#number++;
    const isCut = !this.#format.keepsCarriageReturn && bytes.at(-1) === CARRIAGE_RETURN;
    const isStart = this.#number === 1 && !this.#format.isLater;
    const encoding = isStart && isMarkedUtf16(bytes) ? "UTF-16" : "CP932";
    return decodeUtf8(isCut ? bytes.subarray(0, -1) : bytes, (fault) => {
      const conversion = `iconv -f ${encoding} -t UTF-8`;
      return new TextError("line", fault, `UTF-8 (other encodings can be converted, for instance by ${conversion})`);
    });
  }
}

export function isByteOrderMark(bytes: Uint8Array): boolean {
  return bytes.length === BYTE_ORDER_MARK.length && BYTE_ORDER_MARK.every((byte, at) => byte === bytes[at]);
}

/** The error for a line that is longer than {@link MOST_LINE_BYTES}. */
export function tooLong(): TextError {
  return new TextError("line", `more than ${MOST_LINE_BYTES} bytes`, "shorter lines: put each text on its own");
}

/** An error about a text or about ids, as one that names the line. */
export function ofLine(error: unknown, place: string): unknown {
  if (error instanceof TextError) return error.of(place);
  if (!(error instanceof OptionError)) return error;
  return new TextError(`${place}: ${error.input}`, error.value, error.expected, { cause: error });
}

/** True if bytes start with a byte order mark of UTF-16, as PowerShell writes it. */
function isMarkedUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Takes a byte order mark off the first chunks. */
async function* withoutByteOrderMark(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  /** The first bytes, while they may yet become a byte order mark; later undefined. */
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    const isLike = BYTE_ORDER_MARK.every((byte, at) => start === undefined || at >= start.length || start[at] === byte);
    if (isLike && start.length < BYTE_ORDER_MARK.length) continue;
    yield isLike ? start.subarray(BYTE_ORDER_MARK.length) : start;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}
