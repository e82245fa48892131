import type { Segmenter } from "../mecab/segmenter.js";
import { AlignedBuilder, compose } from "../text/alignment.js";
import { alignNfkc, lower, normalizeNfkc } from "../text/normalize.js";
import { asSet, type WordSplitter, type Words } from "./word-splitter.js";

export interface MecabWordsOptions {
  /** Whether to lower-case each word. Default false. */
  readonly do_lower_case?: boolean;
  /** Words not to lower-case; a set is consulted as it stands at each call. */
  readonly never_split?: ReadonlySet<string> | readonly string[];
  /** Whether to normalize to NFKC first. Default true. */
  readonly normalize_text?: boolean;
}

/** NFKC, then MeCab's words, then lower-casing. Reference: MecabTokenizer of transformers 4.56.1. */
export class MecabWords implements WordSplitter {
  readonly #mecab: Segmenter;
  readonly #lowers: boolean;
  readonly #neverSplit: ReadonlySet<string>;
  readonly #normalizes: boolean;

  constructor(mecab: Segmenter, options: MecabWordsOptions = {}) {
    this.#mecab = mecab;
    this.#lowers = options.do_lower_case ?? false;
    this.#neverSplit = asSet(options.never_split);
    this.#normalizes = options.normalize_text ?? true;
  }

  split(text: string, align: boolean): Words {
    const isNfkc = this.#normalizes;
    const { text: normalized, alignment } =
      align && isNfkc ? alignNfkc(text) : { text: isNfkc ? normalizeNfkc(text) : text, alignment: undefined };
    const { buffer, keys, count } = this.#mecab.segment(normalized);
    const words = { text: normalized, spans: buffer, keys, count, isNfkc, alignment };
    return this.#lowers ? this.#lowered(words) : words;
  }

  unsplit(text: string): string | undefined {
    return this.#lowers || !this.#normalizes ? undefined : this.#mecab.unsplit(normalizeNfkc(text));
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
      alignment: compose(alignment, builder.alignment),
    };
  }
}
