import { joinBytes } from "../base/buffers.js";
import { MOST_LINE_BYTES, tooLong } from "./lines.js";

const LINE_FEED = 0x0a;

/**
 * The bytes of an input in chunks of whole lines. Each chunk owns its buffer. Only the last one may end without "\n".
 *
 * @throws TextError at a line longer than {@link MOST_LINE_BYTES}
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  /** The parts of a line whose end is not read yet. */
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      yield joinBytes([...pending, chunk.subarray(0, end)]);
      pending = [];
      pendingBytes = 0;
    }
    if (end === chunk.length) continue;
    pending.push(chunk.subarray(end));
    pendingBytes += chunk.length - end;
    if (pendingBytes > MOST_LINE_BYTES) throw tooLong();
  }
  if (pendingBytes > 0) yield joinBytes(pending);
}
