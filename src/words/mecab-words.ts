import { ofWhole } from "../base/errors.js";
import { FLAG, OBJECT, type OptionKind, type TableOf } from "../base/options.js";
import { checkArguments } from "../base/signatures.js";
import type { Segmenter } from "../mecab/segmenter.js";
import { AlignedBuilder, compose, startOf } from "../text/alignment.js";
import { alignNfkc, lower, nfkcUnits, normalizeNfkc } from "../text/normalize.js";
import { checkText } from "../text/unit-buffer.js";
import { asSet, type TextsTogether, UNCLEAR, WORDS, type WordSplitter, type Words } from "./word-splitter.js";

/** The options of {@link MecabWords}, under their names in transformers. */
export interface MecabWordsOptions {
  /** True to lower-case each word. Default false. */
  readonly do_lower_case?: boolean;
  /** Words that are not lower-cased. Later changes to a given set take effect. */
  readonly never_split?: ReadonlySet<string> | readonly string[];
  /** False to skip the normalization to NFKC. Default true. */
  readonly normalize_text?: boolean;
}

/** The table of {@link MecabWordsOptions}. */
export const MECAB_WORDS_OPTIONS: TableOf<MecabWordsOptions> = {
  do_lower_case: FLAG,
  never_split: WORDS,
  normalize_text: FLAG,
};
const MECAB: OptionKind = {
  allows: (value) => OBJECT.allows(value) && typeof (value as { segment?: unknown }).segment === "function",
  expected: 'a MeCab: await MeCab.load("ipadic")',
};
const SIGNATURE = { parameters: { mecab: MECAB }, options: MECAB_WORDS_OPTIONS, positional: "do_lower_case" };

/**
 * Normalizes a text to NFKC, splits it into MeCab's words, and lower-cases them if requested.
 *
 * Reference: MecabTokenizer of transformers 4.56.1 with Python 3.11 (Unicode 14.0) and fugashi.
 *
 * @example
 * ```ts
 * import { MeCab } from "tohoku-tokenizers/mecab";
 * import { MecabWords } from "tohoku-tokenizers/words";
 *
 * const splitter = new MecabWords(await MeCab.load("ipadic"));
 * const { text, spans, count } = splitter.split("ﾊﾟﾝを食べる", false);
 * const words = Array.from({ length: count }, (_, word) => text.slice(spans[2 * word], spans[2 * word + 1]));
 * console.log(words); // => ["パン","を","食べる"]
 * ```
 */
export class MecabWords implements WordSplitter {
  readonly #mecab: Segmenter;
  readonly #lowers: boolean;
  readonly #neverSplit: ReadonlySet<string>;
  readonly #normalizes: boolean;

  /** @throws OptionError if an option is unknown or has an impossible value */
  constructor(mecab: Segmenter, options: MecabWordsOptions = {}, ...excess: never[]) {
    checkArguments("MecabWords", [mecab, options, ...excess], SIGNATURE);
    this.#mecab = mecab;
    const { do_lower_case = false, never_split, normalize_text = true } = options ?? {};
    this.#lowers = do_lower_case;
    this.#neverSplit = asSet(never_split);
    this.#normalizes = normalize_text;
  }

  /**
   * The words of a text as spans in UTF-16 code units of the normalized text.
   *
   * @param align true if the result needs its alignment
   * @throws TextError if the text has a lone surrogate, or so long a run of whitespace that MeCab would lose text
   */
  split(text: string, align: boolean): Words {
    checkText(text);
    const isNfkc = this.#normalizes;
    const { text: normalized, alignment } =
      align && isNfkc ? alignNfkc(text) : { text: isNfkc ? normalizeNfkc(text) : text, alignment: undefined };
    const { buffer, keys, count } = this.#segment(normalized, text);
    const words = { text: normalized, spans: buffer, keys, count, isNfkc, alignment };
    return this.#lowers ? this.#lowered(words) : words;
  }

  /** The words of a normalized text. Errors have the offset in the original. */
  #segment(text: string, original: string): ReturnType<Segmenter["segment"]> {
    try {
      return this.#mecab.segment(text);
    } catch (error) {
      if (!this.#normalizes) throw error;
      const { alignment } = alignNfkc(original);
      throw ofWhole(error, (offset) => startOf(alignment, offset, offset + 1));
    }
  }

  /** The concatenation of all words; undefined if it cannot be found without splitting the text. */
  unsplit(text: string): string | undefined {
    checkText(text);
    return this.#lowers || !this.#normalizes ? undefined : this.#mecab.unsplit(normalizeNfkc(text));
  }

  unitsOfWords(): Int32Array | undefined {
    if (this.#lowers || !this.#normalizes) return undefined;
    const ofWords = this.#mecab.unitsOfWords();
    return nfkcUnits().map((unit) => (unit < 0 ? UNCLEAR : ofWords[unit]));
  }

  /** Undefined if words are lower-cased, which is done for each text. */
  together(texts: readonly string[]): TextsTogether | undefined {
    if (this.#lowers) return undefined;
    const lines = this.#normalizes ? texts.map(normalizeNfkc) : texts;
    return { texts: lines, split: (first) => this.#mecab.segmentLines(lines, first) };
  }

  #lowered({ text, spans, count, alignment }: Words): Words {
    const builder = new AlignedBuilder();
    const loweredSpans = new Uint32Array(2 * count);
    for (let at = 0; at < 2 * count; at += 2) {
      const word = text.slice(spans[at], spans[at + 1]);
      const lowered = this.#neverSplit.has(word) ? word : lower(word);
      loweredSpans[at] = builder.text.length;
      builder.add(lowered, spans[at], spans[at + 1]);
      loweredSpans[at + 1] = builder.text.length;
    }
    return {
      text: builder.text,
      spans: loweredSpans,
      count,
      isNfkc: false,
      alignment: compose(alignment, builder.build().alignment),
    };
  }
}
