import { TextError } from "../base/errors.js";
import { decodeUtf8 } from "../text/utf8.js";

const NEWLINE = 0x0a;

/** A line with its place in the input. */
export interface Line {
  readonly text: string;
  /** The input's name and the line's number, counted from 1, for error messages. */
  readonly place: string;
}

/**
 * Yields the lines of a stream of bytes. Only "\n" ends a line; the last line may end without it.
 *
 * @param name the input's name in error messages
 * @throws TextError at the first line that is not UTF-8
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Line> {
  let number = 0;
  /** The parts of a line whose end is not read yet. */
  let pending: Uint8Array[] = [];
  const finish = (last: Uint8Array): Line => {
    const bytes = pending.length === 0 ? last : Buffer.concat([...pending, last]);
    pending = [];
    const place = `${name}, line ${++number}`;
    return { text: decodeUtf8(bytes, (fault) => new TextError(place, fault, "UTF-8")), place };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield finish(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
  }
  if (pending.length > 0) yield finish(new Uint8Array());
}
