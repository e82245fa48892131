/**
 * The origin of each UTF-16 code unit of a text that was made from an original text: its span [start, end) in the
 * original, in UTF-16 code units. Both arrays have one element for each code unit of the made text. Undefined means
 * that the text is unchanged.
 */
export type Alignment = { readonly starts: Uint32Array; readonly ends: Uint32Array } | undefined;

/** A text that was made from an original text, with its alignment to the original. */
export interface Aligned {
  readonly text: string;
  readonly alignment: Alignment;
}

/** The alignment of a text that was made in two steps. */
export function compose(first: Alignment, second: Alignment): Alignment {
  if (!first || !second) return first ?? second;
  const [starts, ends] = [second.starts.slice(), second.ends.slice()];
  for (let at = 0; at < starts.length; at++) {
    const [start, end] = [second.starts[at], second.ends[at]];
    // All code units that a long part was made into have its span, which is searched once.
    const isRepeated = at > 0 && start === second.starts[at - 1] && end === second.ends[at - 1];
    starts[at] = isRepeated ? starts[at - 1] : startOf(first, start, end);
    ends[at] = isRepeated ? ends[at - 1] : endOf(first, start, end);
  }
  return { starts, ends };
}

/** The start, in the original, of the span [start, end) of the made text. */
export function startOf(alignment: Alignment, start: number, end: number): number {
  if (!alignment) return start;
  let least = alignment.starts[start] ?? alignment.ends.at(-1) ?? 0;
  for (let at = start + 1; at < end; at++) least = Math.min(least, alignment.starts[at]);
  return least;
}

/**
 * The end, in the original, of the span [start, end) of the made text. An empty span ends no earlier than the code unit
 * before it.
 */
export function endOf(alignment: Alignment, start: number, end: number): number {
  if (!alignment) return end;
  if (end <= start) return Math.max(startOf(alignment, start, end), alignment.ends[start - 1] ?? 0);
  let most = alignment.ends[start];
  for (let at = start + 1; at < end; at++) most = Math.max(most, alignment.ends[at]);
  return most;
}

/** Builds a text piece by piece, with its alignment to the original. */
export class AlignedBuilder {
  /** The text so far. */
  text = "";
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** Appends a piece that was made from the span [start, end) of the original. */
  add(made: string, start: number, end: number): void {
    this.text += made;
    for (let at = 0; at < made.length; at++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** Appends characters that are unchanged and lie in the original from `start` on. */
  addEach(characters: string, start: number): void {
    let at = start;
    for (const character of characters) this.add(character, at, (at += character.length));
  }

  /** The text with its alignment. */
  build(): Aligned {
    const alignment = { starts: new Uint32Array(this.#starts), ends: new Uint32Array(this.#ends) };
    return { text: this.text, alignment };
  }
}
