import { Charsmap } from "../subwords/sentencepiece/charsmap.js";
import { isLowSurrogate, UnitBuffer } from "../text/unit-buffer.js";
import { utf8Size } from "../text/utf8.js";
import { checkGrowth, Transformation } from "./normalized-text.js";
import { asInUnicode16, countCharacters } from "./rust-unicode.js";

/** Clusters of at least this many UTF-8 bytes are replaced character by character only. */
const LONG = 6;
/** UTF-16 units that are segmented at once; twice as many, repeatedly, if a cluster is longer. */
const SHORT_PART = 256;
/** Units that never share a cluster with each other. */
const APART = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff01-\uff9d]$/;

/**
 * The charsmap of a SentencePiece model as tokenizers 0.22.2 applies it (normalizer Precompiled). This differs from
 * SentencePiece: a grapheme cluster below 6 UTF-8 bytes is replaced as a whole by the value of the shortest key that
 * starts it. Otherwise each of its characters is looked up alone.
 */
export class ClusterMap {
  readonly #map: Charsmap;
  readonly #units = new UnitBuffer();
  readonly #segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  /** Replacements of one-unit strings by code unit: null if there is none, undefined if not looked up yet. */
  readonly #single: (string | null | undefined)[] = [];

  /** @throws VocabularyError if the map is damaged */
  constructor(bytes: Uint8Array, name: string) {
    this.#map = new Charsmap(bytes, name);
  }

  /** The replacement of a text, character by character; undefined if nothing is replaced. */
  transform(text: string): Transformation | undefined {
    const made = new Transformation();
    let isChanged = false;
    for (const cluster of clusters(text, this.#segmenter)) {
      const whole = utf8Length(cluster) < LONG ? this.#replacement(cluster) : undefined;
      if (whole !== undefined) {
        pushReplacement(made, cluster, whole);
        checkGrowth(made.text.length, text.length);
        isChanged = true;
        continue;
      }
      for (const character of cluster) {
        const own = this.#replacement(character);
        if (own === undefined) made.push(character, 0);
        else {
          pushReplacement(made, character, own);
          checkGrowth(made.text.length, text.length);
          isChanged = true;
        }
      }
    }
    return isChanged ? made : undefined;
  }

  /** Same as {@link transform}, but returns only the text. */
  replace(text: string): string {
    let made = "";
    for (const cluster of clusters(text, this.#segmenter)) {
      const whole = utf8Length(cluster) < LONG ? this.#replacement(cluster) : undefined;
      if (whole !== undefined) made += whole;
      else if (cluster.length === 1) made += cluster;
      else for (const character of cluster) made += this.#replacement(character) ?? character;
      checkGrowth(made.length, text.length);
    }
    return made;
  }

  /** The value of the shortest key that starts a string, or undefined. */
  #replacement(text: string): string | undefined {
    if (text.length > 1) return this.#lookUp(text);
    const unit = text.charCodeAt(0);
    const known = this.#single[unit];
    if (known !== undefined) return known ?? undefined;
    const found = this.#lookUp(text);
    this.#single[unit] = found ?? null;
    return found;
  }

  #lookUp(text: string): string | undefined {
    this.#units.load(text, 0, text.length);
    return this.#map.matchShortest(this.#units.units, 0, text.length) ? this.#map.replacement : undefined;
  }
}

/**
 * Appends the replacement of a string. If it has fewer characters than the string, the last character of `made` also
 * covers the missing ones; if `made` is empty, nothing does.
 */
function pushReplacement(made: Transformation, old: string, content: string): void {
  const { changes } = made;
  for (const character of content) made.push(character, 0);
  const more = countCharacters(content, 0, content.length) - countCharacters(old, 0, old.length);
  if (more > 0) changes.fill(1, changes.length - more);
  else if (more < 0 && changes.length > 0) changes[changes.length - 1] += more;
}

/**
 * The extended grapheme clusters of a text, as of Unicode 16.0. Most characters are clusters of their own, and are
 * found without the segmenter, which is slow.
 */
function* clusters(text: string, segmenter: Intl.Segmenter): Generator<string> {
  const apart = unitsApart();
  for (let at = 0; at < text.length; ) {
    if (apart[text.charCodeAt(at)] === 1 && (at + 1 === text.length || apart[text.charCodeAt(at + 1)] === 1)) {
      yield text[at++];
      continue;
    }
    // The stretch ends between two neighbours that never share a cluster.
    let end = at + 1;
    while (end < text.length && !(apart[text.charCodeAt(end - 1)] === 1 && apart[text.charCodeAt(end)] === 1)) end++;
    yield* segments(text, at, end, segmenter);
    at = end;
  }
}

/**
 * The clusters of [start, end), segmented part by part, because the segmenter's time grows with the square of the
 * length.
 */
function* segments(text: string, start: number, end: number, segmenter: Intl.Segmenter): Generator<string> {
  let size = SHORT_PART;
  for (let at = start; at < end; ) {
    let partEnd = Math.min(at + size, end);
    if (partEnd < end && isLowSurrogate(text.charCodeAt(partEnd))) partEnd--;
    const found = Array.from(
      segmenter.segment(asInUnicode16(text.slice(at, partEnd))),
      ({ segment }) => segment.length,
    );
    // The last cluster can continue in the next part.
    if (partEnd < end) found.pop();
    size = found.length === 0 ? 2 * size : SHORT_PART;
    for (const length of found) yield text.slice(at, (at += length));
  }
}

/** 1 for each unit that {@link APART} matches, built on first use. */
let apartByUnit: Uint8Array | undefined;

function unitsApart(): Uint8Array {
  apartByUnit ??= Uint8Array.from({ length: 0x10000 }, (_, unit) => (APART.test(String.fromCharCode(unit)) ? 1 : 0));
  return apartByUnit;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) length += utf8Size(character.codePointAt(0) ?? 0);
  return length;
}
