import { type Aligned, AlignedBuilder, compose, endOf, startOf } from "../text/alignment.js";
import { controls, nonspacingMarks, punctuation, spaces, unassigned } from "../text/code-points.js";
import { alignForm, lower } from "../text/normalize.js";
import { spansBetweenSpaces } from "../text/whitespace.js";
import { asSet, type WordSplitter, type Words } from "./word-splitter.js";

export interface BasicWordsOptions {
  /** Whether to lower-case words. Default false. */
  readonly do_lower_case?: boolean;
  /** Words to take whole and as they are; a set is consulted as it stands at each call. */
  readonly never_split?: ReadonlySet<string> | readonly string[];
  /** Whether to strip accents; by default, if words are lower-cased. */
  readonly strip_accents?: boolean;
}

/**
 * Words between whitespace and punctuation, control characters gone. Reference: BasicTokenizer of transformers 4.56.1
 * with tokenize_chinese_chars off, as BertJapaneseTokenizer makes it.
 */
export class BasicWords implements WordSplitter {
  readonly #lowers: boolean;
  readonly #stripsAccents: boolean;
  readonly #neverSplit: ReadonlySet<string>;

  constructor(options: BasicWordsOptions = {}) {
    this.#lowers = options.do_lower_case ?? false;
    this.#stripsAccents = options.strip_accents ?? this.#lowers;
    this.#neverSplit = asSet(options.never_split);
  }

  split(text: string): Words {
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
    const alignment = compose(compose(cleaned.alignment, composed.alignment), builder.alignment);
    return { text: builder.text, spans: Uint32Array.from(spans), count: spans.length / 2, isNfkc: false, alignment };
  }

  words(text: string): string[] {
    const { text: made, spans, count } = this.split(text);
    return Array.from({ length: count }, (_, word) => made.slice(spans[2 * word], spans[2 * word + 1]));
  }

  /** The words of what stands between whitespace. */
  #cut(word: string): Aligned[] {
    if (this.#neverSplit.has(word)) return [{ text: word, alignment: undefined }];
    const plain = this.#plain(word);
    const parts = this.#neverSplit.has(plain.text) ? [[0, plain.text.length]] : punctuationSpans(plain.text);
    // Lower-casing and stripping may leave whitespace or nothing; the reference splits once more.
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

/** Control characters and the unassigned vanish, spaces and line ends become U+0020. */
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
  return builder;
}

/** The case of a character may depend on those around it, its length in the other case does not. */
function alignLower(word: string): Aligned {
  const lowered = lower(word);
  const builder = new AlignedBuilder();
  let at = 0;
  for (const character of word) {
    const from = builder.text.length;
    builder.add(lowered.slice(from, from + lower(character).length), at, (at += character.length));
  }
  return builder;
}

/** What remains stays decomposed, as the reference leaves it. */
function stripAccents(word: string): Aligned {
  const { text, alignment } = alignForm(word, "NFD");
  const builder = new AlignedBuilder();
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    if (!nonspacingMarks().has(character.codePointAt(0) ?? 0)) builder.add(character, at, end);
    at = end;
  }
  return { text: builder.text, alignment: compose(alignment, builder.alignment) };
}

function part({ text, alignment }: Aligned, start: number, end: number): Aligned {
  const builder = new AlignedBuilder();
  for (let at = start; at < end; at++) {
    builder.add(text[at], startOf(alignment, at, at + 1), endOf(alignment, at, at + 1));
  }
  return builder;
}

/** Each punctuation character, and what is between them. */
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

/** All of ASCII that is neither letter, digit, space nor control counts, beside Unicode's punctuation. */
function isPunctuation(code: number): boolean {
  if (code < 0x80) return /[!-/:-@[-`{-~]/.test(String.fromCharCode(code));
  return punctuation().has(code);
}
