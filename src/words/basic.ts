import { FLAG, type TableOf } from "../base/options.js";
import { checkArguments } from "../base/signatures.js";
import { type Aligned, AlignedBuilder, compose, endOf, startOf } from "../text/alignment.js";
import { controls, nonspacingMarks, punctuation, spaces, unassigned } from "../text/code-points.js";
import { alignForm, lower } from "../text/normalize.js";
import { checkText } from "../text/unit-buffer.js";
import { spansBetweenSpaces } from "../text/whitespace.js";
import { asSet, WORDS, type WordSplitter, type Words } from "./word-splitter.js";

/** The options of {@link BasicWords}, under their names in transformers. */
export interface BasicWordsOptions {
  /** True to lower-case words. Default false. */
  readonly do_lower_case?: boolean;
  /** Words that stay whole and unchanged. Later changes to a given set take effect. */
  readonly never_split?: ReadonlySet<string> | readonly string[];
  /** True to strip accents. Default: the value of do_lower_case. */
  readonly strip_accents?: boolean;
}

/** The table of {@link BasicWordsOptions}. */
export const BASIC_WORDS_OPTIONS: TableOf<BasicWordsOptions> = {
  do_lower_case: FLAG,
  never_split: WORDS,
  strip_accents: FLAG,
};
const SIGNATURE = { parameters: {}, options: BASIC_WORDS_OPTIONS, positional: "do_lower_case" };

/**
 * Splits a text at whitespace and around each punctuation character.
 *
 * Before that, control characters, unassigned code points and U+FFFD are deleted, and the text is normalized to NFC.
 * Character categories are those of Unicode 14.0. Lone surrogates count as control characters, so no text is rejected.
 *
 * Reference: BasicTokenizer of transformers 4.56.1 (Python 3.11) with tokenize_chinese_chars=False, the setting of
 * BertJapaneseTokenizer.
 *
 * @example
 * ```ts
 * import { BasicWords } from "tohoku-tokenizers/words";
 *
 * console.log(new BasicWords({ do_lower_case: true }).words("Café、2階")); // => ["cafe","、","2階"]
 * ```
 */
export class BasicWords implements WordSplitter {
  readonly #lowers: boolean;
  readonly #stripsAccents: boolean;
  readonly #neverSplit: ReadonlySet<string>;

  /** @throws OptionError if an option is unknown or has an impossible value */
  constructor(options: BasicWordsOptions = {}, ...excess: never[]) {
    checkArguments("BasicWords", [options, ...excess], SIGNATURE);
    const { do_lower_case = false, strip_accents = do_lower_case, never_split } = options ?? {};
    this.#lowers = do_lower_case;
    this.#stripsAccents = strip_accents;
    this.#neverSplit = asSet(never_split);
  }

  /** The words of a text as spans, always with their alignment. The spans are in UTF-16 code units. */
  split(text: string): Words {
    checkText(text);
    const cleaned = clean(text);
    const composed = alignForm(cleaned.text, "NFC");
    const builder = new AlignedBuilder();
    const spans: number[] = [];
    for (const [start, end] of spansBetweenSpaces(composed.text)) {
      for (const word of this.#cut(composed.text.slice(start, end))) {
        spans.push(builder.text.length);
        for (let at = 0; at < word.text.length; at++) {
          const [from, to] = [startOf(word.alignment, at, at + 1), endOf(word.alignment, at, at + 1)];
          builder.add(word.text[at], start + from, start + to);
        }
        spans.push(builder.text.length);
      }
    }
    const alignment = compose(compose(cleaned.alignment, composed.alignment), builder.build().alignment);
    return { text: builder.text, spans: Uint32Array.from(spans), count: spans.length / 2, isNfkc: false, alignment };
  }

  /** The words of a text as strings. */
  words(text: string): string[] {
    const { text: made, spans, count } = this.split(text);
    return Array.from({ length: count }, (_, word) => made.slice(spans[2 * word], spans[2 * word + 1]));
  }

  /** The words of a part between whitespace. */
  #cut(word: string): Aligned[] {
    if (this.#neverSplit.has(word)) return [{ text: word, alignment: undefined }];
    const plain = this.#plain(word);
    const parts = this.#neverSplit.has(plain.text) ? [[0, plain.text.length]] : punctuationSpans(plain.text);
    // Lower-casing and stripping can leave whitespace or an empty string, so the reference splits once more.
    return parts.flatMap(([start, end]) =>
      Array.from(spansBetweenSpaces(plain.text.slice(start, end)), ([from, to]) =>
        part(plain, start + from, start + to),
      ),
    );
  }

  #plain(word: string): Aligned {
    const lowered = this.#lowers ? alignLower(word) : { text: word, alignment: undefined };
    if (!this.#stripsAccents) return lowered;
    const stripped = stripAccents(lowered.text);
    return { text: stripped.text, alignment: compose(lowered.alignment, stripped.alignment) };
  }
}

const REPLACEMENT = 0xfffd;

/** Deletes control characters, unassigned code points and U+FFFD. Spaces and line ends become U+0020. */
function clean(text: string): Aligned {
  const builder = new AlignedBuilder();
  let at = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const end = at + character.length;
    if (code === 0x09 || code === 0x0a || code === 0x0d || spaces().has(code)) builder.add(" ", at, end);
    else if (code !== REPLACEMENT && !controls().has(code) && !unassigned().has(code)) builder.add(character, at, end);
    at = end;
  }
  return builder.build();
}

/** The lower case of a character can depend on its context (final sigma); the length of the lower case cannot. */
function alignLower(word: string): Aligned {
  const lowered = lower(word);
  const builder = new AlignedBuilder();
  let at = 0;
  for (const character of word) {
    const from = builder.text.length;
    builder.add(lowered.slice(from, from + lower(character).length), at, (at += character.length));
  }
  return builder.build();
}

/** Deletes nonspacing marks from the NFD form. As in the reference, the result stays decomposed. */
function stripAccents(word: string): Aligned {
  const { text, alignment } = alignForm(word, "NFD");
  const builder = new AlignedBuilder();
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    if (!nonspacingMarks().has(character.codePointAt(0) ?? 0)) builder.add(character, at, end);
    at = end;
  }
  return { text: builder.text, alignment: compose(alignment, builder.build().alignment) };
}

function part({ text, alignment }: Aligned, start: number, end: number): Aligned {
  const builder = new AlignedBuilder();
  for (let at = start; at < end; at++) {
    builder.add(text[at], startOf(alignment, at, at + 1), endOf(alignment, at, at + 1));
  }
  return builder.build();
}

/** The spans of the punctuation characters and of the parts between them. */
function punctuationSpans(word: string): [start: number, end: number][] {
  const spans: [number, number][] = [];
  let open = -1;
  let at = 0;
  for (const character of word) {
    const end = at + character.length;
    if (isPunctuation(character.codePointAt(0) ?? 0)) {
      if (open >= 0) spans.push([open, at]);
      spans.push([at, end]);
      open = -1;
    } else if (open < 0) open = at;
    at = end;
  }
  if (open >= 0) spans.push([open, at]);
  return spans;
}

/** True for Unicode's punctuation, and in ASCII for all that is neither letter, digit, space nor control character. */
function isPunctuation(code: number): boolean {
  if (code < 0x80) return /[!-/:-@[-`{-~]/.test(String.fromCharCode(code));
  return punctuation().has(code);
}
