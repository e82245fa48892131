import { AlignedBuilder } from "../text/alignment.js";
import { controls, nonspacingMarks, punctuation, spaces, unassigned } from "../text/code-points.js";
import { lower, normalizePinned } from "../text/normalize.js";
import { splitWhitespace } from "../text/whitespace.js";
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

  split(text: string, align: boolean): Words {
    const words = this.words(text);
    const builder = new AlignedBuilder();
    const spans = new Uint32Array(2 * words.length);
    words.forEach((word, index) => {
      spans[2 * index] = builder.text.length;
      // Where in the text a word came from is not followed through the changes: all words point at all of it.
      builder.add(word, 0, text.length);
      spans[2 * index + 1] = builder.text.length;
    });
    const alignment = align ? builder.alignment : undefined;
    return { text: builder.text, spans, count: words.length, isNfkc: false, alignment };
  }

  words(text: string): string[] {
    const words: string[] = [];
    for (const word of splitWhitespace(normalizePinned(clean(text), "NFC"))) {
      if (this.#neverSplit.has(word)) {
        words.push(word);
        continue;
      }
      const plain = this.#plain(word);
      const parts = this.#neverSplit.has(plain) ? [plain] : splitPunctuation(plain);
      // Lower-casing and stripping may leave whitespace or nothing; the reference splits once more.
      words.push(...parts.flatMap(splitWhitespace));
    }
    return words;
  }

  #plain(word: string): string {
    const lowered = this.#lowers ? lower(word) : word;
    return this.#stripsAccents ? stripAccents(lowered) : lowered;
  }
}

const REPLACEMENT = 0xfffd;

/** Control characters and the unassigned vanish, spaces and line ends become U+0020. */
function clean(text: string): string {
  let result = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0x09 || code === 0x0a || code === 0x0d || spaces().has(code)) result += " ";
    else if (code !== REPLACEMENT && !controls().has(code) && !unassigned().has(code)) result += character;
  }
  return result;
}

/** What remains stays decomposed, as the reference leaves it. */
function stripAccents(word: string): string {
  let result = "";
  for (const character of normalizePinned(word, "NFD")) {
    if (!nonspacingMarks().has(character.codePointAt(0) ?? 0)) result += character;
  }
  return result;
}

function splitPunctuation(word: string): string[] {
  const parts: string[] = [];
  let open = false;
  for (const character of word) {
    if (isPunctuation(character.codePointAt(0) ?? 0)) {
      parts.push(character);
      open = false;
    } else if (open) parts[parts.length - 1] += character;
    else {
      parts.push(character);
      open = true;
    }
  }
  return parts;
}

/** All of ASCII that is neither letter, digit, space nor control counts, beside Unicode's punctuation. */
function isPunctuation(code: number): boolean {
  if (code < 0x80) return /[!-/:-@[-`{-~]/.test(String.fromCharCode(code));
  return punctuation().has(code);
}
