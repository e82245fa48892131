import { SKIPPED, UNCLEAR } from "../text/unit-marks.js";
import { categoriesOfUnit, type Dictionary } from "./dictionary/dictionary.js";
import type { Surfaces } from "./file/tables.js";
import { HIGH_SURROGATE, LONGEST_SPACE, LOW_SURROGATE } from "./memory/layout.js";

/** A class of UTF-16 code units: those that are always part of a word. */
const IN_WORD = 0;
/** Halves of characters that are always part of a word. */
const HIGH = 1;
const LOW = 2;
/** Those that are skipped as whitespace wherever they occur. */
const ALWAYS_SKIPPED = 3;
/** Those for which only the search can decide. */
const BY_SEARCH = 4;

const UNITS = 0x10000;

const shared = new WeakMap<Dictionary, SkippedText>();

/**
 * Finds the characters that MeCab skips between words, those of U+0020's categories, without a search.
 *
 * If such characters have no other category, no unknown word contains one. If the text has no character that begins a
 * known word with one inside, no known word contains one either. Then exactly these characters are skipped.
 */
export class SkippedText {
  readonly #dictionary: Dictionary;
  #classes: Uint8Array | undefined;

  private constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** That of a dictionary, which all its segmenters share. */
  static of(dictionary: Dictionary): SkippedText {
    const known = shared.get(dictionary) ?? new SkippedText(dictionary);
    shared.set(dictionary, known);
    return known;
  }

  /** For each UTF-16 code unit itself if it is always part of a word, SKIPPED or UNCLEAR. */
  units(): Int32Array {
    const classes = (this.#classes ??= classify(this.#dictionary));
    return Int32Array.from(classes, (unitClass, unit) => {
      if (unitClass === IN_WORD) return unit;
      return unitClass === ALWAYS_SKIPPED ? SKIPPED : UNCLEAR;
    });
  }

  /** The text without skipped characters, which is the text of its words joined; undefined if only the search can decide. */
  without(text: string): string | undefined {
    const classes = (this.#classes ??= classify(this.#dictionary));
    let result = "";
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const unitClass = classes[text.charCodeAt(at)];
      if (unitClass === IN_WORD) continue;
      if (unitClass === HIGH && at + 1 < text.length && classes[text.charCodeAt(at + 1)] === LOW) {
        at++;
        continue;
      }
      if (unitClass !== ALWAYS_SKIPPED) return undefined;
      if (start < at) result += text.slice(start, at);
      const first = at;
      while (at + 1 < text.length && classes[text.charCodeAt(at + 1)] === ALWAYS_SKIPPED) at++;
      if (at - first >= LONGEST_SPACE) return undefined;
      start = at + 1;
    }
    return start === 0 ? text : result + text.slice(start);
  }
}

function classify(dictionary: Dictionary): Uint8Array {
  const { words, spaceCategories, surfaces } = dictionary;
  const classes = new Uint8Array(UNITS);
  const isSkipped = new Uint8Array(UNITS);
  for (let unit = 0; unit < UNITS; unit++) {
    const kind = words.kindOf(unit);
    const categories = categoriesOfUnit(dictionary, unit);
    if ((categories & spaceCategories) !== 0) {
      classes[unit] = categories === spaceCategories ? ALWAYS_SKIPPED : BY_SEARCH;
      isSkipped[unit] = 1;
    } else if (kind === HIGH_SURROGATE) classes[unit] = HIGH;
    else if (kind === LOW_SURROGATE) classes[unit] = LOW;
  }
  for (const unit of startsOfWordsWith(surfaces, isSkipped)) classes[unit] = BY_SEARCH;
  // A text ends there.
  classes[0] = BY_SEARCH;
  return classes;
}

/** The first code units of the words that contain a marked one. */
function startsOfWordsWith({ shared, added, units, count }: Surfaces, marks: Uint8Array): Set<number> {
  const starts = new Set<number>();
  let start = 0;
  // The place of the first marked unit in the current word.
  let firstMark = Number.POSITIVE_INFINITY;
  for (let surface = 0, at = 0; surface < count; surface++) {
    const length = shared[surface] + added[surface];
    if (shared[surface] === 0) start = units[at];
    if (firstMark >= shared[surface]) firstMark = Number.POSITIVE_INFINITY;
    for (let unit = shared[surface]; unit < length; unit++, at++) {
      if (marks[units[at]] === 1 && firstMark === Number.POSITIVE_INFINITY) firstMark = unit;
    }
    if (firstMark < length) starts.add(start);
  }
  return starts;
}
