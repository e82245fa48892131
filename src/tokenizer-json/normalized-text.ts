import { TextError } from "../base/errors.js";

/**
 * A text of n code units can always grow to SHORT_TEXT + MOST_GROWTH * n units, up to LONG_TEXT, and always to 4 * n:
 * ByteLevel makes three units of one.
 */
const SHORT_TEXT = 2 ** 20;
const MOST_GROWTH = 16;
const LONG_TEXT = 2 ** 25;

/**
 * Prevents a malicious file from filling memory by growing a text.
 *
 * @param length the new length in code units
 * @param from the length of the text that it was made from
 * @throws TextError if the new length is over the limit
 */
export function checkGrowth(length: number, from: number): void {
  const longest = Math.max(4 * from, Math.min(LONG_TEXT, SHORT_TEXT + MOST_GROWTH * from));
  if (length > longest) throw new TextError("text", `${length} units made from ${from}`, `at most ${longest}`);
}

/** Matches in a text as pairs of start and end, in code units, ascending and without overlaps. */
export type Matches = readonly number[];

/**
 * The result of a normalizer, character by character, with the reference's change for each new character:
 *
 * - 0: it replaces the next character of the source.
 * - 1: it is inserted after that.
 * - -n: it replaces the next character of the source, and the n characters after that are removed.
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
 * A stretch of a text while it is normalized, with the source of each code unit: a span [start, end) of the whole text,
 * in code units. Neither bound ever descends from one unit to the next. Reference: NormalizedString of tokenizers
 * 0.22.2, including its handling of empty spans.
 */
export class NormalizedText {
  text: string;
  /** True if spans are kept. Otherwise {@link spanStart} and {@link shift} of slices are unreliable after a change. */
  readonly isAligned: boolean;
  /** The start of the stretch in the whole text. */
  readonly shift: number;
  /** The length before any change. */
  readonly #length: number;
  /** False for a slice that consists of ghosts alone: it comes from no part of the whole text. */
  #hasSource = true;
  /** Spans of the units; undefined as long as the text is unchanged. */
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

  /** The code units [start, end), at least one, as a text of their own. */
  slice(start: number, end: number): NormalizedText {
    const shift = this.spanStart(start);
    const hasSource = this.spanEnd(end) > shift;
    const isWhole = start === 0 && end === this.text.length;
    if (isWhole && this.shift === shift && this.#hasSource === hasSource) return this;
    const starts = this.#starts?.subarray(start, end);
    const ends = this.#ends?.subarray(start, end);
    const slice = new NormalizedText(this.text.slice(start, end), shift, this.isAligned, starts, ends);
    slice.#hasSource = hasSource;
    return slice;
  }

  /** The start, in the whole text, of the character that the unit comes from. */
  spanStart(unit: number): number {
    return this.#starts ? this.#starts[unit] : this.shift + unit;
  }

  /** The end, in the whole text, of the character that the unit before `end` comes from. */
  spanEnd(end: number): number {
    return this.#ends ? this.#ends[end - 1] : this.shift + end;
  }

  /** Prepends a string, with the span of the first character. An empty text stays empty. */
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

  /**
   * Replaces each match by a string, with the span of the last character of the match. For an empty match that is the
   * character before it, and at the very start an empty span.
   */
  replace(matches: Matches, content: string): void {
    if (matches.length === 0) return;
    const made = replaceMatches(this.text, matches, content, this.#length);
    if (this.isAligned) this.#alignReplaced(matches, content.length, made.length);
    this.text = made;
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
   * Replaces the text by the result of a transformation, which removes the first `removed` characters.
   *
   * Ghosts, the characters at the front whose span is empty, stay where they are, as in the reference. The result, made
   * from the ghosts too, follows them and is aligned with the characters after them. In a slice of ghosts alone it
   * precedes them, and consists of ghosts too.
   *
   * @throws TextError if a new character then has no character to be aligned with; the reference panics
   */
  transform({ text: made, changes }: Transformation, removed: number): void {
    if (this.text === "") return;
    if (!this.isAligned) {
      this.text = made;
      return;
    }
    const { text } = this;
    if (!this.#hasSource) {
      this.text = made + text;
      this.#starts = new Uint32Array(this.text.length).fill(this.shift);
      this.#ends = this.#starts;
      return;
    }
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
      if (from >= text.length) throw new TextError("text", text, "a text that the reference can align");
      newStarts.fill(from < 0 ? this.shift : starts[from], at, at + length);
      newEnds.fill(from < 0 ? this.shift : ends[from], at, at + length);
      if (change <= 0) source = skipCharacters(text, source, 1 - change);
      at += length;
    }
    this.text = text.slice(0, ghosts) + made;
    this.#starts = newStarts;
    this.#ends = newEnds;
  }

  /** The spans of the units, built now if the text is still unchanged. */
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

/**
 * Replaces each match in a text by a string.
 *
 * @throws TextError from {@link checkGrowth}, given `from`
 */
export function replaceMatches(text: string, matches: Matches, content: string, from: number): string {
  checkGrowth(text.length + (matches.length / 2) * content.length, from);
  let made = "";
  let copied = 0;
  for (let match = 0; match < matches.length; match += 2) {
    made += text.slice(copied, matches[match]) + content;
    copied = matches[match + 1];
  }
  return made + text.slice(copied);
}

/** The position `count` characters after another, or the end of the text. */
export function skipCharacters(text: string, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 && at < text.length; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
