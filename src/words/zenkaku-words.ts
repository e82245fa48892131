import { ofWhole } from "../base/errors.js";
import { FLAG, type TableOf } from "../base/options.js";
import { checkArguments } from "../base/signatures.js";
import { type Aligned, compose, startOf } from "../text/alignment.js";
import { alignNfkc, normalizeNfkc } from "../text/normalize.js";
import { checkText } from "../text/unit-buffer.js";
import { alignHanToZen, hanToZen } from "../text/zenkaku.js";
import { SPLITTER, type WordSplitter, type Words } from "./word-splitter.js";

/** The options of {@link ZenkakuWords}. */
export interface ZenkakuWordsOptions {
  /** False to skip the normalization to NFKC. Default true. */
  readonly normalize_text?: boolean;
  /** False to skip the conversion to full-width forms and of U+3000 to U+0020. Default true. */
  readonly do_zenkaku?: boolean;
}

/** The table of {@link ZenkakuWordsOptions}. */
export const ZENKAKU_WORDS_OPTIONS: TableOf<ZenkakuWordsOptions> = { normalize_text: FLAG, do_zenkaku: FLAG };
const SIGNATURE = { parameters: { words: SPLITTER }, options: ZENKAKU_WORDS_OPTIONS, positional: "normalize_text" };
const WIDE_SPACE = "\u3000";

/**
 * Normalizes a text to NFKC, converts it to full-width forms (except spaces), and splits the result with another
 * splitter.
 *
 * Reference: the pipeline of RobertaJapaneseTokenizer, with `han_to_zen` of mojimoji 0.0.13.
 *
 * @example
 * ```ts
 * import { wholeText, ZenkakuWords } from "tohoku-tokenizers/words";
 *
 * console.log(new ZenkakuWords(wholeText).split("ﾊﾟﾝ 3個", false).text); // => "パン ３個"
 * ```
 */
export class ZenkakuWords implements WordSplitter {
  readonly #words: WordSplitter;
  readonly #normalizes: boolean;
  readonly #widens: boolean;

  /**
   * @param words the splitter of the converted text; it must not normalize, because NFKC undoes full-width forms
   * @throws OptionError if an option is unknown or has an impossible value
   */
  constructor(words: WordSplitter, options: ZenkakuWordsOptions = {}, ...excess: never[]) {
    checkArguments("ZenkakuWords", [words, options, ...excess], SIGNATURE);
    const { normalize_text = true, do_zenkaku = true } = options ?? {};
    this.#words = words;
    this.#normalizes = normalize_text;
    this.#widens = do_zenkaku;
  }

  /**
   * The words of a text as spans in UTF-16 code units of the converted text.
   *
   * @param align true if the result needs its alignment
   * @throws TextError if the other splitter rejects the text
   */
  split(text: string, align: boolean): Words {
    checkText(text);
    const made = align ? this.#aligned(text) : { text: this.#changed(text), alignment: undefined };
    const words = this.#splitMade(made.text, align, text);
    return { ...words, alignment: compose(made.alignment, words.alignment) };
  }

  #splitMade(made: string, align: boolean, text: string): Words {
    try {
      return this.#words.split(made, align);
    } catch (error) {
      throw ofWhole(error, (offset) => startOf(this.#aligned(text).alignment, offset, offset + 1));
    }
  }

  #changed(text: string): string {
    const normalized = this.#normalizes ? normalizeNfkc(text) : text;
    return this.#widens ? hanToZen(normalized).replaceAll(WIDE_SPACE, " ") : normalized;
  }

  #aligned(text: string): Aligned {
    const normalized = this.#normalizes ? alignNfkc(text) : { text, alignment: undefined };
    if (!this.#widens) return normalized;
    const wide = alignHanToZen(normalized.text);
    return { text: wide.text.replaceAll(WIDE_SPACE, " "), alignment: compose(normalized.alignment, wide.alignment) };
  }
}
