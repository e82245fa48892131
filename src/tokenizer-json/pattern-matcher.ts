import { grownInt32 } from "../base/buffers.js";
import { TextError } from "../base/errors.js";
import { sizeAt } from "../text/unit-buffer.js";
import {
  ASSERTION,
  ATOMIC,
  CHARACTER,
  type Compiled,
  compilePattern,
  JUMP,
  LOOK,
  MATCH,
  RUN,
  SPLIT,
  STEP_INTS,
} from "./pattern-program.js";
import type { PatternTree } from "./pattern-tree.js";

/** The most bits for remembering where choices failed. */
const MOST_BITS = 2 ** 30;
/** The integers of an open choice: the step of its other branch or -1 if both are tried, its position, its bit. */
const CHOICE_INTS = 3;

const UNKNOWN = 0;
const YES = 1;
const NO = 2;

/** A class of characters, whose members are found as they are asked for. */
class CharacterClass {
  readonly #regex: RegExp;
  readonly #units = new Uint8Array(0x10000);

  constructor(source: string) {
    this.#regex = new RegExp(`^(?:${source})$`, "u");
  }

  has(code: number): boolean {
    if (code > 0xffff) return this.#regex.test(String.fromCodePoint(code));
    if (this.#units[code] === UNKNOWN) this.#units[code] = this.#regex.test(String.fromCharCode(code)) ? YES : NO;
    return this.#units[code] === YES;
  }
}

/** Finds the first match from a position on: its start and end in UTF-16 code units. */
export type Search = (from: number) => readonly [start: number, end: number] | undefined;

/**
 * A backtracking search that takes linear time whatever the pattern: a choice that failed at a position is never tried
 * there again, by any later attempt in the same text. It finds the matches that JavaScript's search finds.
 */
export class PatternMatcher {
  readonly #compiled: Compiled;
  readonly #classes: readonly CharacterClass[];
  readonly #regexes: readonly RegExp[];
  readonly #isAnchored: boolean;

  /** @param fail makes the error to throw from a description of what is not supported */
  constructor({ root, isAnchored }: PatternTree, fail: (what: string) => Error) {
    this.#compiled = compilePattern(root, fail);
    this.#classes = this.#compiled.classes.map((source) => new CharacterClass(source));
    this.#regexes = this.#compiled.sources.map((source) => new RegExp(source, "uy"));
    this.#isAnchored = isAnchored;
  }

  /** A search through one text. @throws TextError if the text is too long for the pattern */
  over(text: string): Search {
    const attempts = new Attempts(text, this.#compiled, this.#classes, this.#regexes);
    const last = this.#isAnchored ? 0 : text.length;
    return (from) => {
      for (let start = from; start <= last; start += sizeAt(text, start)) {
        const end = attempts.matchAt(start);
        if (end >= 0) return [start, end];
      }
      return undefined;
    };
  }
}

/** The attempts to match at the positions of one text, and what they have learned. */
class Attempts {
  /** By program, a bit for each choice at each position: set if it failed there. */
  readonly #failed: readonly Uint32Array[];
  /** The same for choices that succeeded, in lookaheads alone: a match needs to know its end. */
  readonly #succeeded: readonly Uint32Array[];
  /** By class, for each position the end of the run of the class from there on, plus 1; 0 if it is not known. */
  readonly #runEnds = new Map<number, Int32Array>();
  /** The open choices of all programs that are running; see CHOICE_INTS. */
  #choices: Int32Array = new Int32Array(CHOICE_INTS * 64);
  #top = 0;

  constructor(
    private readonly text: string,
    private readonly compiled: Compiled,
    private readonly classes: readonly CharacterClass[],
    private readonly regexes: readonly RegExp[],
  ) {
    const { programs } = compiled;
    const choices = programs.reduce((sum, { splitCount }) => sum + splitCount, 0);
    const longest = Math.floor(MOST_BITS / Math.max(choices, 1)) - 1;
    if (text.length > longest) {
      const expected = `at most ${longest}, because of a pattern of the tokenizer.json`;
      throw new TextError("text", `${text.length} UTF-16 code units`, expected);
    }
    const bits = (count: number): Uint32Array => new Uint32Array(Math.ceil((count * (text.length + 1)) / 32));
    this.#failed = programs.map(({ splitCount }) => bits(splitCount));
    this.#succeeded = programs.map(({ splitCount }, place) => bits(place === 0 ? 0 : splitCount));
  }

  /** The end of the match that starts at a position, or -1. */
  matchAt(start: number): number {
    return this.#match(0, start);
  }

  #match(place: number, start: number): number {
    const { text, classes } = this;
    const { ints } = this.compiled.programs[place];
    const failed = this.#failed[place];
    const succeeded = place === 0 ? undefined : this.#succeeded[place];
    const base = this.#top;
    let at = start;
    let step = 0;
    for (;;) {
      const operand = ints[step + 1];
      let goesOn = true;
      switch (ints[step]) {
        case CHARACTER: {
          const code = text.codePointAt(at);
          goesOn = code !== undefined && classes[operand].has(code);
          if (goesOn) at += sizeAt(text, at);
          break;
        }
        case ASSERTION:
        case ATOMIC: {
          const regex = this.regexes[operand];
          regex.lastIndex = at;
          goesOn = regex.test(text);
          if (goesOn && ints[step] === ATOMIC) at = regex.lastIndex;
          break;
        }
        case RUN:
          at = this.#endOfRun(at, operand);
          break;
        case LOOK:
          goesOn = this.#match(operand, at) >= 0 === (ints[step + 2] === 0);
          break;
        case SPLIT: {
          const bit = ints[step + 2] * (text.length + 1) + at;
          if (succeeded && isSet(succeeded, bit)) return this.#succeed(base, succeeded, at);
          goesOn = !isSet(failed, bit);
          if (goesOn) this.#open(operand, at, bit);
          break;
        }
        case JUMP:
          step = operand;
          continue;
        case MATCH:
          return this.#succeed(base, succeeded, at);
      }
      if (goesOn) {
        step += STEP_INTS;
        continue;
      }
      // Back to the last choice of which a branch is left.
      while (this.#top > base && this.#choices[this.#top - CHOICE_INTS] < 0) {
        set(failed, this.#choices[this.#top - 1]);
        this.#top -= CHOICE_INTS;
      }
      if (this.#top === base) return -1;
      const choice = this.#top - CHOICE_INTS;
      step = this.#choices[choice];
      at = this.#choices[choice + 1];
      this.#choices[choice] = -1;
    }
  }

  #open(step: number, at: number, bit: number): void {
    this.#choices = grownInt32(this.#choices, this.#top + CHOICE_INTS);
    this.#choices[this.#top++] = step;
    this.#choices[this.#top++] = at;
    this.#choices[this.#top++] = bit;
  }

  /** Closes the choices above `base`. If only success counts, remembers that they led to it. */
  #succeed(base: number, succeeded: Uint32Array | undefined, end: number): number {
    if (succeeded) for (let at = base; at < this.#top; at += CHOICE_INTS) set(succeeded, this.#choices[at + 2]);
    this.#top = base;
    return end;
  }

  /** The end of the characters of a class from a position on. Each position is looked at once. */
  #endOfRun(from: number, place: number): number {
    const { text } = this;
    const members = this.classes[place];
    let ends = this.#runEnds.get(place);
    if (!ends) {
      ends = new Int32Array(text.length + 1);
      this.#runEnds.set(place, ends);
    }
    let at = from;
    for (let code = text.codePointAt(at); ends[at] === 0 && code !== undefined && members.has(code); ) {
      at += sizeAt(text, at);
      code = text.codePointAt(at);
    }
    const end = ends[at] === 0 ? at : ends[at] - 1;
    ends.fill(end + 1, from, at + 1);
    return end;
  }
}

function isSet(bits: Uint32Array, bit: number): boolean {
  return (bits[bit >>> 5] & (1 << (bit & 31))) !== 0;
}

function set(bits: Uint32Array, bit: number): void {
  bits[bit >>> 5] |= 1 << (bit & 31);
}
