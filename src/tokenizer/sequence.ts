import { type Alignment, endOf, startOf } from "../text/alignment.js";

/** The offsets of a token in its text, [start, end). */
export type Offset = [start: number, end: number];

/** The finished token list of one text, without special tokens around it. The lists run in parallel. */
export interface Sequence {
  readonly ids: readonly number[];
  /** The offsets of each token in the text that the caller gave; only if requested. */
  readonly offsets?: readonly Offset[] | undefined;
  /** The word that each token belongs to, from 0; null for a token between words. Only if requested. */
  readonly words?: readonly (number | null)[] | undefined;
}

/** The part [start, end) of a token list. */
export function slice({ ids, offsets, words }: Sequence, start: number, end: number): Sequence {
  return { ids: ids.slice(start, end), offsets: offsets?.slice(start, end), words: words?.slice(start, end) };
}

/** Gives the id of a token. */
export type IdOf = (token: string) => number;

/**
 * The token list of one text while it grows. Stages append ids. If {@link isAligned}, they also append the offsets of
 * each token, in UTF-16 code units of the stretch of text that they were given, and its word.
 */
export class Tokens {
  ids: number[] = [];
  readonly isAligned: boolean;
  /** The number of words so far, including those without tokens. */
  wordCount = 0;
  readonly #idOf: IdOf;
  readonly #offsets: Offset[] | undefined;
  readonly #words: (number | null)[] | undefined;

  constructor(isAligned: boolean, idOf: IdOf) {
    this.isAligned = isAligned;
    this.#idOf = idOf;
    this.#offsets = isAligned ? [] : undefined;
    this.#words = isAligned ? [] : undefined;
  }

  /** Appends a token at [start, end), by default in the last word. */
  add(id: number, start: number, end: number, word: number | null = this.wordCount - 1): void {
    this.ids.push(id);
    this.#offsets?.push([start, end]);
    this.#words?.push(word);
  }

  /** Appends ids without offsets. The caller must not use the list again: it may become this one's own. */
  addIds(ids: number[]): void {
    if (this.ids.length === 0) this.ids = ids;
    else for (const id of ids) this.ids.push(id);
  }

  /** Appends a token by its string, with its id in the token table, or else the unknown token's. */
  addString(token: string, start: number, end: number): void {
    this.add(this.#idOf(token), start, end);
  }

  /** Turns offsets in a stretch of text into offsets in the text that the caller gave, from token `first` on. */
  place(first: number, stretchStart: number, alignment: Alignment): void {
    const offsets = this.#offsets;
    if (!offsets || (stretchStart === 0 && !alignment)) return;
    let [start, end] = [-1, -1];
    let [placedStart, placedEnd] = [0, 0];
    for (let at = first; at < offsets.length; at++) {
      // All tokens that a long part was made into have its span, which is searched once.
      const isRepeated = stretchStart + offsets[at][0] === start && stretchStart + offsets[at][1] === end;
      if (!isRepeated) {
        start = stretchStart + offsets[at][0];
        end = stretchStart + offsets[at][1];
        placedStart = startOf(alignment, start, end);
        placedEnd = endOf(alignment, start, end);
      }
      offsets[at] = [placedStart, placedEnd];
    }
  }

  /** The list so far. */
  get sequence(): Sequence {
    return { ids: this.ids, offsets: this.#offsets, words: this.#words };
  }
}

/** The token list with its offsets in code points of its text. */
export function inCodePoints(sequence: Sequence, text: string): Sequence {
  const counts = new Uint32Array(text.length + 1);
  for (let at = 0, count = 0; at < text.length; at++) {
    counts[at] = count;
    const isPair = (text.codePointAt(at) ?? 0) > 0xffff;
    count++;
    if (isPair) counts[++at] = count;
    counts[at + 1] = count;
  }
  const offsets = sequence.offsets?.map(([start, end]): Offset => [counts[start], counts[end]]);
  return { ...sequence, offsets };
}
