import type { Alignment } from "../text/alignment.js";
import { UnitBuffer } from "../text/unit-buffer.js";
import type { Words } from "./word-splitter.js";

/** Words joined by single spaces, with their origins. */
export interface JoinedWords {
  readonly text: string;
  /** The origin of each code unit in the splitter's text. A space has an empty span at the start of the next word. */
  readonly alignment: Alignment;
  /** By code unit, the index of its word. A space belongs to the word after it. */
  readonly wordAt: Uint32Array;
}

const SPACE = 0x20;
/** Reusable buffer for the result. */
const output = new UnitBuffer();

/** The words of a text, joined by single spaces. */
export function joinWords({ text, spans, count }: Words): string {
  output.clear();
  output.reserve(text.length + count);
  const { units } = output;
  let length = 0;
  for (let word = 0; word < 2 * count; word += 2) {
    if (word > 0) units[length++] = SPACE;
    for (let at = spans[word]; at < spans[word + 1]; at++) units[length++] = text.charCodeAt(at);
  }
  return output.slice(0, length);
}

/** The string that {@link joinWords} returns, with the origin and the word of each code unit. */
export function alignJoined(words: Words): JoinedWords {
  const joined = joinWords(words);
  const starts = new Uint32Array(joined.length);
  const ends = new Uint32Array(joined.length);
  const wordAt = new Uint32Array(joined.length);
  let length = 0;
  const add = (start: number, end: number, word: number): void => {
    starts[length] = start;
    ends[length] = end;
    wordAt[length++] = word;
  };
  for (let word = 0; word < words.count; word++) {
    const [start, end] = [words.spans[2 * word], words.spans[2 * word + 1]];
    if (word > 0) add(start, start, word);
    for (let at = start; at < end; at++) add(at, at + 1, word);
  }
  return { text: joined, alignment: { starts, ends }, wordAt };
}
