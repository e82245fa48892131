import { MOST_LINE_BYTES, tooLong } from "./lines.js";

const LINE_FEED = 0x0a;

/**
 * The bytes of an input in chunks of whole lines, each in memory of its own. Only the last chunk may end without "\n".
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
      yield joined([...pending, chunk.subarray(0, end)]);
      pending = [];
      pendingBytes = 0;
    }
    if (end === chunk.length) continue;
    pending.push(chunk.subarray(end));
    pendingBytes += chunk.length - end;
    if (pendingBytes > MOST_LINE_BYTES) throw tooLong();
  }
  if (pendingBytes > 0) yield joined(pending);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
