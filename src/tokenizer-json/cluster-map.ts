import { Charsmap } from "../subwords/sentencepiece/charsmap.js";
import { isLowSurrogate, UnitBuffer } from "../text/unit-buffer.js";
import { checkGrowth, Transformation } from "./normalized-text.js";
import { withoutUnknown } from "./unicode.js";

/** UTF-8 bytes from which on a cluster is not looked at as a whole. */
const LONG = 6;
/** UTF-16 units that are cut into clusters at once, if no cluster is longer. */
const SHORT_PART = 256;
/** Units that never join what stands beside them but through others than these. */
const APART = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff01-\uff9d]$/;

/**
 * What tokenizers makes of the map of characters of a SentencePiece model, which is not what SentencePiece does: the
 * shortest key that starts a grapheme cluster stands for all of it, if it is short; otherwise each character has its own.
 */
export class ClusterMap {
  readonly #map: Charsmap;
  readonly #units = new UnitBuffer();
  readonly #segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  /** What single characters become that stand apart, by unit; undefined what has not been looked up. */
  readonly #single: (string | null | undefined)[] = [];

  /** @throws VocabularyError where the map is damaged */
  constructor(bytes: Uint8Array, name: string) {
    this.#map = new Charsmap(bytes, name);
  }

  /** What a text becomes; undefined if nothing is replaced. */
  transform(text: string): Transformation | undefined {
    const made = new Transformation();
    let isChanged = false;
    for (const cluster of clusters(text, this.#segmenter)) {
      const whole = utf8Length(cluster) < LONG ? this.#replacement(cluster) : undefined;
      if (whole !== undefined) {
        replace(made, cluster, whole);
        checkGrowth(made.text.length, text.length);
        isChanged = true;
        continue;
      }
      for (const character of cluster) {
        const own = this.#replacement(character);
        if (own === undefined) made.push(character, 0);
        else {
          replace(made, character, own);
          checkGrowth(made.text.length, text.length);
          isChanged = true;
        }
      }
    }
    return isChanged ? made : undefined;
  }

  /** As {@link transform}, the text alone. */
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

  /** What the shortest key that starts a string stands for. */
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

/** The changes of a replaced string: what goes is taken off the last character there is, if there is one. */
function replace(made: Transformation, old: string, content: string): void {
  const { changes } = made;
  for (const character of content) made.push(character, 0);
  const more = countCharacters(content) - countCharacters(old);
  if (more > 0) changes.fill(1, changes.length - more);
  else if (more < 0 && changes.length > 0) changes[changes.length - 1] += more;
}

/** The extended grapheme clusters of a text, of Unicode 16.0. Most characters stand apart, and asking for them is slow. */
function* clusters(text: string, segmenter: Intl.Segmenter): Generator<string> {
  const apart = unitsApart();
  for (let at = 0; at < text.length; ) {
    if (apart[text.charCodeAt(at)] === 1 && (at + 1 === text.length || apart[text.charCodeAt(at + 1)] === 1)) {
      yield text[at++];
      continue;
    }
    // Up to two that stand apart from each other.
    let end = at + 1;
    while (end < text.length && !(apart[text.charCodeAt(end - 1)] === 1 && apart[text.charCodeAt(end)] === 1)) end++;
    yield* segments(text, at, end, segmenter);
    at = end;
  }
}

/** The clusters of [start, end), a part after the other: the segmenter takes the square of a text's length. */
function* segments(text: string, start: number, end: number, segmenter: Intl.Segmenter): Generator<string> {
  let size = SHORT_PART;
  for (let at = start; at < end; ) {
    let partEnd = Math.min(at + size, end);
    if (partEnd < end && isLowSurrogate(text.charCodeAt(partEnd))) partEnd--;
    const found = Array.from(
      segmenter.segment(withoutUnknown(text.slice(at, partEnd))),
      ({ segment }) => segment.length,
    );
    // The last may go on in the next part.
    if (partEnd < end) found.pop();
    size = found.length === 0 ? 2 * size : SHORT_PART;
    for (const length of found) yield text.slice(at, (at += length));
  }
}

let apartByUnit: Uint8Array | undefined;

function unitsApart(): Uint8Array {
  apartByUnit ??= Uint8Array.from({ length: 0x10000 }, (_, unit) => (APART.test(String.fromCharCode(unit)) ? 1 : 0));
  return apartByUnit;
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
