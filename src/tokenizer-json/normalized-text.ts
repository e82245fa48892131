import { TextError } from "../base/errors.js";

/** What any text may grow to, in UTF-16 units, and how much more for each of its own. */
const SHORT_TEXT = 2 ** 20;
const MOST_GROWTH = 16;
/** What a text may grow to that is not half as long itself. */
const LONG_TEXT = 2 ** 25;

/**
 * Keeps what a file makes of a text from taking all memory.
 *
 * @param from the length of the text that it was made of
 * @throws TextError where a text becomes longer than any should
 */
export function checkGrowth(length: number, from: number): void {
  const longest = Math.max(2 * from, Math.min(LONG_TEXT, SHORT_TEXT + MOST_GROWTH * from));
  if (length > longest) throw new TextError("text", `${length} units made of ${from}`, `at most ${longest}`);
}

/** Pairs of start and end in a text, in ascending order and apart. */
export type Matches = readonly number[];

/**
 * What characters become: new characters, each with a change. 0: it stands where the next one stood. 1: it is put in
 * behind that. -n: it stands where the next one stood, and the n behind that are gone.
 */
export class Transformation {
  text = "";
  readonly changes: number[] = [];

  push(character: string, change: number): void {
    this.text += character;
    this.changes.push(change);
  }
}

/**
 * A stretch of a text as it becomes another, with where each UTF-16 unit comes from: a span [start, end) of the whole
 * text, in its units. Both bounds never descend. Reference: NormalizedString of tokenizers 0.22.2, down to what it makes
 * of spans that hold nothing.
 */
export class NormalizedText {
  text: string;
  /** Whether spans are kept; without them, {@link spanStart} and {@link shift} are not to be trusted after a change. */
  readonly isAligned: boolean;
  /** Where the stretch starts in the whole text. */
  readonly shift: number;
  /** How long the text was. */
  readonly #length: number;
  /** Undefined while the text is as it was. */
  #starts: Uint32Array | undefined;
  #ends: Uint32Array | undefined;

  constructor(text: string, shift: number, isAligned: boolean, starts?: Uint32Array, ends?: Uint32Array) {
    this.text = text;
    this.shift = shift;
    this.#length = text.length;
    this.isAligned = isAligned;
    this.#starts = starts;
    this.#ends = ends;
  }

  get length(): number {
    return this.text.length;
  }

  /** The units [start, end), at least one, as a text of their own. */
  slice(start: number, end: number): NormalizedText {
    if (start === 0 && end === this.text.length && this.shift === this.spanStart(0)) return this;
    const shift = this.spanStart(start);
    const starts = this.#starts?.subarray(start, end);
    const ends = this.#ends?.subarray(start, end);
    return new NormalizedText(this.text.slice(start, end), shift, this.isAligned, starts, ends);
  }

  /** Where the character at a unit starts in the whole text. */
  spanStart(unit: number): number {
    return this.#starts ? this.#starts[unit] : this.shift + unit;
  }

  /** Where the character of the unit before `end` ends in the whole text. */
  spanEnd(end: number): number {
    return this.#ends ? this.#ends[end - 1] : this.shift + end;
  }

  /** Puts a string in front; all of it comes from where the first character does. */
  prepend(content: string): void {
    if (this.text === "") return;
    checkGrowth(this.text.length + content.length, this.#length);
    if (this.isAligned) {
      const [starts, ends] = this.#spans();
      const first = this.text.codePointAt(0) ?? 0;
      const firstLength = first > 0xffff ? 2 : 1;
      const [start, end] = content === "" ? [this.shift, this.shift] : [starts[0], ends[0]];
      this.#starts = new Uint32Array(content.length + starts.length);
      this.#ends = new Uint32Array(content.length + ends.length);
      this.#starts.set(starts, content.length);
      this.#ends.set(ends, content.length);
      this.#starts.fill(start, 0, content.length + firstLength);
      this.#ends.fill(end, 0, content.length + firstLength);
    }
    this.text = content + this.text;
  }

  /** Puts a string in the place of each match; all of it comes from where the last character of the match does. */
  replace(matches: Matches, content: string): void {
    if (matches.length === 0) return;
    const { text } = this;
    checkGrowth(text.length + (matches.length / 2) * content.length, this.#length);
    let made = "";
    let copied = 0;
    for (let match = 0; match < matches.length; match += 2) {
      made += text.slice(copied, matches[match]) + content;
      copied = matches[match + 1];
    }
    if (this.isAligned) this.#alignReplaced(matches, content.length, made.length + text.length - copied);
    this.text = made + text.slice(copied);
  }

  #alignReplaced(matches: Matches, contentLength: number, length: number): void {
    const [starts, ends] = this.#spans();
    const newStarts = new Uint32Array(length);
    const newEnds = new Uint32Array(length);
    let copied = 0;
    let at = 0;
    for (let match = 0; match < matches.length; match += 2) {
      const [start, end] = [matches[match], matches[match + 1]];
      newStarts.set(starts.subarray(copied, start), at);
      newEnds.set(ends.subarray(copied, start), at);
      at += start - copied;
      newStarts.fill(end > 0 ? starts[end - 1] : this.shift, at, at + contentLength);
      newEnds.fill(end > 0 ? ends[end - 1] : this.shift, at, at + contentLength);
      at += contentLength;
      copied = end;
    }
    newStarts.set(starts.subarray(copied), at);
    newEnds.set(ends.subarray(copied), at);
    this.#starts = newStarts;
    this.#ends = newEnds;
  }

  /**
   * Puts what a transformation makes in the place of all of the text, of which the first `removed` characters are gone.
   *
   * As in the reference, characters at the front that come from nowhere stay, and what is made of them comes behind them.
   *
   * @throws TextError where that leaves a character without one that it could stand for, as the reference then panics
   */
  transform({ text: made, changes }: Transformation, removed: number): void {
    if (this.text === "") return;
    if (!this.isAligned) {
      this.text = made;
      return;
    }
    const { text } = this;
    const [starts, ends] = this.#spans();
    let ghosts = 0;
    while (ghosts < text.length && starts[ghosts] === ends[ghosts]) ghosts++;
    const newStarts = new Uint32Array(ghosts + made.length);
    const newEnds = new Uint32Array(ghosts + made.length);
    newStarts.set(starts.subarray(0, ghosts));
    newEnds.set(ends.subarray(0, ghosts));

    let source = skipCharacters(text, ghosts, removed);
    let at = ghosts;
    for (const change of changes) {
      const length = (made.codePointAt(at - ghosts) ?? 0) > 0xffff ? 2 : 1;
      const from = change > 0 ? source - 1 : source;
      if (from >= text.length) throw new TextError("text", text, "one that the reference can align");
      newStarts.fill(from < 0 ? this.shift : starts[from], at, at + length);
      newEnds.fill(from < 0 ? this.shift : ends[from], at, at + length);
      if (change <= 0) source = skipCharacters(text, source, 1 - change);
      at += length;
    }
    this.text = text.slice(0, ghosts) + made;
    this.#starts = newStarts;
    this.#ends = newEnds;
  }

  /** The spans, written out where the text is as it was. */
  #spans(): readonly [starts: Uint32Array, ends: Uint32Array] {
    const { text, shift } = this;
    if (this.#starts && this.#ends) return [this.#starts, this.#ends];
    const starts = new Uint32Array(text.length);
    const ends = new Uint32Array(text.length);
    for (let at = 0; at < text.length; ) {
      const next = skipCharacters(text, at, 1);
      for (let unit = at; unit < next; unit++) {
        starts[unit] = shift + at;
        ends[unit] = shift + next;
      }
      at = next;
    }
    this.#starts = starts;
    this.#ends = ends;
    return [starts, ends];
  }
}

/** The place that is `count` characters behind another, or the text's end. */
export function skipCharacters(text: string, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
