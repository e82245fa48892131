import { categoriesOfUnit, type Dictionary } from "./dictionary/dictionary.js";
import type { Surfaces } from "./file/tables.js";
import { HIGH_SURROGATE, LONGEST_SPACE, LOW_SURROGATE } from "./memory/layout.js";

/** What a UTF-16 unit is: of a word wherever it stands, half of such a character, what is skipped, or hard to tell. */
const IN_WORD = 0;
const HIGH = 1;
const LOW = 2;
const SKIPPED = 3;
const UNCLEAR = 4;

const UNITS = 0x10000;

/**
 * What MeCab leaves out between words, told without a search: characters of U+0020's categories. Where they have no other
 * one no unknown word reaches into them; where nothing begins a known word that holds one, all of them vanish and nothing
 * else does.
 */
export class SkippedText {
  readonly #dictionary: Dictionary;
  #classes: Uint8Array | undefined;

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** The text that its words make up; undefined where only the search can tell. */
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
      if (unitClass !== SKIPPED) return undefined;
      if (start < at) result += text.slice(start, at);
      const gap = at;
      while (at + 1 < text.length && classes[text.charCodeAt(at + 1)] === SKIPPED) at++;
      if (at - gap >= LONGEST_SPACE) return undefined;
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
      classes[unit] = categories === spaceCategories ? SKIPPED : UNCLEAR;
      isSkipped[unit] = 1;
    } else if (kind === HIGH_SURROGATE) classes[unit] = HIGH;
    else if (kind === LOW_SURROGATE) classes[unit] = LOW;
  }
  for (const unit of startsOfWordsWith(surfaces, isSkipped)) classes[unit] = UNCLEAR;
  // There a text ends.
  classes[0] = UNCLEAR;
  return classes;
}

/** The units with which those words begin that hold a marked unit. */
function startsOfWordsWith({ shared, added, units, count }: Surfaces, marks: Uint8Array): Set<number> {
  const starts = new Set<number>();
  let start = 0;
  // Where in the current word the first marked unit is.
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
