/** As long as lines get here. */
export const LONGEST = 10_000_000;

/** A text repeated until it has `length` UTF-16 units, or one less where the last would be half a character. */
export function repeatedTo(text: string, length: number): string {
  const repeated = text.repeat(Math.ceil(length / text.length));
  return flat(repeated.slice(0, cutAt(repeated, length)));
}

/** A text cut into lines of `length` UTF-16 units, or one less where that would halve a character. */
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

/** The same characters in one block, as a text that has been read has them; V8 would keep parts and pointers. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}
