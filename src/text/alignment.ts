/**
 * Where the UTF-16 units of a text made from another come from: per unit the span [start, end) of the other, in UTF-16
 * units. Undefined stands for a text left as it was.
 */
export type Alignment = { readonly starts: Uint32Array; readonly ends: Uint32Array } | undefined;

/** A text made from another. */
export interface Aligned {
  readonly text: string;
  readonly alignment: Alignment;
}

/** The alignment of a text made in two steps. */
export function compose(first: Alignment, second: Alignment): Alignment {
  if (!first || !second) return first ?? second;
  const starts = second.starts.map((start, at) => startOf(first, start, second.ends[at]));
  const ends = second.ends.map((end, at) => endOf(first, second.starts[at], end));
  return { starts, ends };
}

/** Where the span [start, end) of the made text starts in the other. */
export function startOf(alignment: Alignment, start: number, end: number): number {
  if (!alignment) return start;
  let least = alignment.starts[start] ?? alignment.ends.at(-1) ?? 0;
  for (let at = start + 1; at < end; at++) least = Math.min(least, alignment.starts[at]);
  return least;
}

/** Where the span [start, end) of the made text ends in the other. An empty one never ends before what is before it. */
export function endOf(alignment: Alignment, start: number, end: number): number {
  if (!alignment) return end;
  if (end <= start) return Math.max(startOf(alignment, start, end), alignment.ends[start - 1] ?? 0);
  let most = alignment.ends[start];
  for (let at = start + 1; at < end; at++) most = Math.max(most, alignment.ends[at]);
  return most;
}

/** Collects a text made piece by piece from another, with its alignment. */
export class AlignedBuilder {
  text = "";
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Appends what was made of [start, end) of the other text. */
  add(made: string, start: number, end: number): void {
    this.text += made;
    for (let at = 0; at < made.length; at++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** Appends characters of the other text as they are, from `start` on. */
  addEach(characters: string, start: number): void {
    let at = start;
    for (const character of characters) this.add(character, at, (at += character.length));
  }

  get alignment(): Alignment {
    return { starts: Uint32Array.from(this.#starts), ends: Uint32Array.from(this.#ends) };
  }
}
