import { listOf, OBJECT, type OptionKind, STRING } from "../base/options.js";
import type { Alignment } from "../text/alignment.js";
import { checkText } from "../text/unit-buffer.js";
import { SKIPPED, UNCLEAR } from "../text/unit-marks.js";
import type { WordsOfTexts } from "../text/words-of-texts.js";

export { SKIPPED, UNCLEAR, type WordsOfTexts };

/** The words of a text, as spans of the changed text that the splitter made from the given one. */
export interface Words {
  /** The changed text, for example in NFKC. */
  readonly text: string;
  /**
   * Pairs [start, end), in UTF-16 code units of `text`. Only the first `count` pairs are valid, and only until the next call
   * of any splitter, MeCab or tokenizer with the same dictionary: copy them to keep them.
   */
  readonly spans: Uint32Array;
  /** The number of words. */
  readonly count: number;
  /**
   * By word, a number that only equal words of this splitter share, or 0. Valid as long as the spans.
   */
  readonly keys?: Int32Array;
  /** True if the words are known to be in NFKC. */
  readonly isNfkc: boolean;
  /** The origin of each code unit of `text` in the given text; undefined if not requested or if nothing changed. */
  readonly alignment: Alignment;
}

/** The value in {@link Words.keys} for a word without a key. */
export const NO_KEY = 0;

/** A {@link WordSplitter}. */
export const SPLITTER: OptionKind = {
  allows: (value) => OBJECT.allows(value) && typeof (value as { split?: unknown }).split === "function",
  expected: "a word splitter, such as wholeText or MecabWords of tohoku-tokenizers/words",
};

/** A stage that splits a text into words. */
export interface WordSplitter {
  /**
   * Splits a text into words.
   *
   * @param align true if the result needs its alignment
   * @throws TextError if the splitter rejects the text
   */
  split(text: string, align: boolean): Words;
  /** The concatenation of all words, in NFKC; undefined if it cannot be found without splitting the text. */
  unsplit?(text: string): string | undefined;
  /**
   * For each UTF-16 code unit the one that it becomes in the words, {@link SKIPPED}, or {@link UNCLEAR}. The words of a text
   * without unclear ones, joined, are made unit by unit. Undefined if that holds for no text.
   */
  unitsOfWords?(): Int32Array | undefined;
  /** True if the words are always returned as one: where each of them ends is not known. */
  readonly isJoining?: boolean;
  /** Splits many texts together, if the splitter can; otherwise undefined. */
  together?(texts: readonly string[]): TextsTogether | undefined;
}

/** Texts that are split together. */
export interface TextsTogether {
  /** The changed texts, for example in NFKC. */
  readonly texts: readonly string[];
  /**
   * The words of some texts from `first` on, at least of one. They are valid until the next call of any splitter.
   *
   * @throws TextError if the splitter rejects the text `first`
   */
  split(first: number): WordsOfTexts;
}

/**
 * A splitter that leaves the text unchanged, as its only word. The empty text has no word.
 *
 * @example
 * ```ts
 * import { wholeText } from "tohoku-tokenizers/words";
 *
 * const { text, spans, count } = wholeText.split("自然言語", false);
 * console.log([text, Array.from(spans), count]); // => ["自然言語",[0,4],1]
 * ```
 */
export const wholeText: WordSplitter = {
  split: (text) => {
    checkText(text);
    const spans = Uint32Array.of(0, text.length);
    return { text, spans, count: text === "" ? 0 : 1, isNfkc: false, alignment: undefined };
  },
};

/** A set or a list of words. */
export const WORDS: OptionKind = {
  allows: (value) => value instanceof Set || WORD_LIST.allows(value),
  expected: "a set or a list of strings",
};
const WORD_LIST = listOf(STRING);

/** The words as a set; a given set stays the same object, so that later changes to it take effect. */
export function asSet(words: ReadonlySet<string> | readonly string[] = []): ReadonlySet<string> {
  return words instanceof Set ? words : new Set(words);
}
