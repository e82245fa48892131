import type { Alignment } from "../text/alignment.js";

/** Words of a text: spans in the text that the splitter made of the one it was given. */
export interface Words {
  readonly text: string;
  /** Pairs of start and end, in UTF-16 units of `text`; the first `count` pairs count, until the next call. */
  readonly spans: Uint32Array;
  readonly count: number;
  /** For each word a number that only equal words of this splitter share, or {@link NO_KEY}; until the next call. */
  readonly keys?: Int32Array;
  /** Whether the words are known to be in NFKC. */
  readonly isNfkc: boolean;
  /** Where the units of `text` come from; only if asked for. */
  readonly alignment: Alignment;
}

/** The key of a word that has none. */
export const NO_KEY = 0;

/** A stage that cuts a text into words. */
export interface WordSplitter {
  /** @param align whether to tell where the words' units come from */
  split(text: string, align: boolean): Words;
  /** The words one behind the other, in NFKC, where that can be told without splitting the text; otherwise undefined. */
  unsplit?(text: string): string | undefined;
}

/** No splitting: the text is the one word. */
export const wholeText: WordSplitter = {
  split: (text) => ({
    text,
    spans: Uint32Array.of(0, text.length),
    count: text === "" ? 0 : 1,
    isNfkc: false,
    alignment: undefined,
  }),
};

export function asSet(words: ReadonlySet<string> | readonly string[] = []): ReadonlySet<string> {
  return words instanceof Set ? words : new Set(words);
}
