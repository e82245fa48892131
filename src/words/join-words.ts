import type { Alignment } from "../text/alignment.js";
import { UnitBuffer } from "../text/unit-buffer.js";
import type { Words } from "./word-splitter.js";

/** Words with one space between each two. */
export interface JoinedWords {
  readonly text: string;
  /** Where the units come from: those of words from the splitter's text, a space from nowhere before its word. */
  readonly alignment: Alignment;
  /** Per unit the word that it is of; a space is of the one behind it. */
  readonly wordAt: Uint32Array;
}

const SPACE = 0x20;
/** What is under way. */
const output = new UnitBuffer();

export function joinWords({ text, spans, count }: Words): string {
  output.length = 0;
  output.reserve(text.length + count);
  const { units } = output;
  let length = 0;
  for (let word = 0; word < 2 * count; word += 2) {
    if (word > 0) units[length++] = SPACE;
    for (let at = spans[word]; at < spans[word + 1]; at++) units[length++] = text.charCodeAt(at);
  }
  return output.slice(0, length);
}

/** As {@link joinWords}, with where everything comes from. */
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
