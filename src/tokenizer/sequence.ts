import { type Alignment, endOf, startOf } from "../text/alignment.js";

/** [start, end) of a token in its text. */
export type Offset = [start: number, end: number];

/** The tokens of one text, before anything is put around them. The arrays run in parallel. */
export interface Sequence {
  readonly ids: readonly number[];
  /** Where each token lies in the text that the caller gave; only if asked for. */
  readonly offsets?: readonly Offset[] | undefined;
  /** The word that each token is of, counted from 0; only if asked for. */
  readonly words?: readonly (number | null)[] | undefined;
}

export function slice({ ids, offsets, words }: Sequence, start: number, end: number): Sequence {
  return { ids: ids.slice(start, end), offsets: offsets?.slice(start, end), words: words?.slice(start, end) };
}

/** How token strings get their ids. */
export type IdOf = (token: string) => number;

/**
 * The tokens of one text under way. Stages append; where spans are wanted, {@link isAligned}, they append those too, in
 * UTF-16 units of the piece that they were given, with the word that the token is of.
 */
export class Tokens {
  ids: number[] = [];
  readonly isAligned: boolean;
  /** How many words there are so far, those without tokens included. */
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

  /** Appends a token, by default of the last word. */
  add(id: number, start: number, end: number, word: number | null = this.wordCount - 1): void {
    this.ids.push(id);
    this.#offsets?.push([start, end]);
    this.#words?.push(word);
  }

  /** Appends ids that are wanted without positions; the list may become this one's own. */
  addIds(ids: number[]): void {
    if (this.ids.length === 0) this.ids = ids;
    else for (const id of ids) this.ids.push(id);
  }

  /** Appends a token that may have an id beside the vocabulary's. */
  addString(token: string, start: number, end: number): void {
    this.add(this.#idOf(token), start, end);
  }

  /** Moves the spans of the tokens from the `first` on from their piece to the text that the caller gave. */
  place(first: number, pieceStart: number, alignment: Alignment): void {
    const offsets = this.#offsets;
    if (!offsets || (pieceStart === 0 && !alignment)) return;
    for (let at = first; at < offsets.length; at++) {
      const start = pieceStart + offsets[at][0];
      const end = pieceStart + offsets[at][1];
      offsets[at] = [startOf(alignment, start, end), endOf(alignment, start, end)];
    }
  }

  get sequence(): Sequence {
    return { ids: this.ids, offsets: this.#offsets, words: this.#words };
  }
}
