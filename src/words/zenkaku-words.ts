import { type Aligned, compose } from "../text/alignment.js";
import { alignNfkc, normalizeNfkc } from "../text/normalize.js";
import { alignHanToZen, hanToZen } from "../text/zenkaku.js";
import type { WordSplitter, Words } from "./word-splitter.js";

export interface ZenkakuWordsOptions {
  /** Whether to normalize to NFKC first. Default true. */
  readonly normalize_text?: boolean;
  /** Whether to take full-width forms, and U+0020 for U+3000. Default true. */
  readonly do_zenkaku?: boolean;
}

const WIDE_SPACE = "\u3000";

/** NFKC, full-width forms but for the space, then the words that another splitter finds in that. */
export class ZenkakuWords implements WordSplitter {
  readonly #words: WordSplitter;
  readonly #normalizes: boolean;
  readonly #widens: boolean;

  /** @param words which should not normalize: NFKC knows no full-width forms */
  constructor(words: WordSplitter, { normalize_text = true, do_zenkaku = true }: ZenkakuWordsOptions = {}) {
    this.#words = words;
    this.#normalizes = normalize_text;
    this.#widens = do_zenkaku;
  }

  split(text: string, align: boolean): Words {
    const made = align ? this.#aligned(text) : { text: this.#changed(text), alignment: undefined };
    const words = this.#words.split(made.text, align);
    return { ...words, alignment: compose(made.alignment, words.alignment) };
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
