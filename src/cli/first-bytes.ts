/** A stream whose first bytes are known. */
export interface StartedStream {
  /** The first bytes: as many as tell the marks apart. */
  readonly start: Uint8Array;
  /** The whole stream. */
  readonly all: AsyncIterable<Uint8Array>;
}

/**
 * Reads the first bytes of a stream, by which a format is recognized.
 *
 * @param marks the first bytes of formats. No more is read than is needed to tell them apart, because the rest may come late
 */
export async function withStart(
  chunks: AsyncIterable<Uint8Array>,
  marks: readonly (readonly number[])[],
): Promise<StartedStream> {
  const source = chunks[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array();
  let isEnd = false;
  const isUndecided = (): boolean =>
    marks.some((mark) => start.length < mark.length && start.every((byte, at) => byte === mark[at]));
  while (isUndecided() && !isEnd) {
    const { value, done } = await source.next();
    isEnd = done === true;
    if (!isEnd) start = start.length === 0 ? value : Buffer.concat([start, value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (start.length > 0) yield start;
    for (let next = isEnd ? undefined : await source.next(); next && !next.done; next = await source.next()) {
      yield next.value;
    }
  }
  return { start, all: all() };
}

export function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
