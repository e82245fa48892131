/** Length of the longest line of the benchmark, in UTF-16 code units. */
export const LONGEST = 10_000_000;

/** Repeats a text to `length` UTF-16 code units, or one less if the cut would split a surrogate pair. */
export function repeatedTo(text: string, length: number): string {
  const repeated = text.repeat(Math.ceil(length / text.length));
  return flat(repeated.slice(0, cutAt(repeated, length)));
}

/** Cuts a text into lines of `length` UTF-16 code units, or one less where the cut would split a surrogate pair. */
export function cutInto(text: string, length: number): string[] {
  const lines: string[] = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = cutAt(text, start + length);
    lines.push(flat(text.slice(start, end)));
  }
  return lines;
}

function cutAt(text: string, end: number): number {
  const isHalved = end < text.length && (text.charCodeAt(end) & 0xfc00) === 0xdc00;
  return isHalved ? end - 1 : Math.min(end, text.length);
}

/** Copies a text into one block, like a text read from a file. V8 would keep references to its parts instead. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
