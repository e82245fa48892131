import { isShort, type PatternNode } from "./pattern-tree.js";

/** The steps of a program. Each is followed by two integers, its operands. */
export const CHARACTER = 0;
export const ASSERTION = 1;
export const ATOMIC = 2;
export const RUN = 3;
export const LOOK = 4;
export const SPLIT = 5;
export const JUMP = 6;
export const MATCH = 7;
export const STEP_INTS = 3;
/** The most steps of all programs of a pattern. A search takes at most so many steps at each character. */
const MOST_STEPS = 4096;

/** A compiled part of a pattern. */
export interface Program {
  readonly ints: Int32Array;
  /** The number of choices. They are numbered, and the second operand of SPLIT is the number. */
  readonly splitCount: number;
}

/** A compiled pattern. The operand of a step is an index into one of these lists. */
export interface Compiled {
  /** The whole pattern, then its lookaheads. */
  readonly programs: readonly Program[];
  /** The patterns of single characters. */
  readonly classes: readonly string[];
  /** The patterns of assertions and atomic parts. */
  readonly sources: readonly string[];
}

/**
 * Compiles a pattern to programs for a backtracking search.
 *
 * @param fail makes the error to throw from a description of what is not supported
 */
export function compilePattern(root: PatternNode, fail: (what: string) => Error): Compiled {
  return new Compiler(fail).compile(root);
}

class Compiler {
  readonly #programs: Program[] = [];
  readonly #classes = new Map<string, number>();
  readonly #sources: string[] = [];
  #stepCount = 0;
  /** The program that is being written. */
  #ints: number[] = [];
  #splitCount = 0;

  constructor(private readonly fail: (what: string) => Error) {}

  compile(root: PatternNode): Compiled {
    this.#program(root);
    return { programs: this.#programs, classes: [...this.#classes.keys()], sources: this.#sources };
  }

  /** Writes a program, then those of its lookaheads. Returns its index. */
  #program(root: PatternNode): number {
    const place = this.#programs.length;
    const [ints, splitCount] = [this.#ints, this.#splitCount];
    this.#ints = [];
    this.#splitCount = 0;
    this.#programs.push({ ints: new Int32Array(0), splitCount: 0 });
    this.#add(root);
    this.#step(MATCH);
    this.#programs[place] = { ints: Int32Array.from(this.#ints), splitCount: this.#splitCount };
    this.#ints = ints;
    this.#splitCount = splitCount;
    return place;
  }

  #step(code: number, first = 0, second = 0): void {
    this.#ints.push(code, first, second);
    if (++this.#stepCount > MOST_STEPS) throw this.fail("so many repeats");
  }

  #add(node: PatternNode): void {
    switch (node.kind) {
      case "character":
        this.#step(CHARACTER, this.#classOf(node.source));
        break;
      case "assertion":
      case "atomic":
        this.#step(node.kind === "atomic" ? ATOMIC : ASSERTION, this.#sources.push(node.source) - 1);
        break;
      case "lookahead":
        if (node.source !== undefined && isShort(node)) {
          this.#step(ASSERTION, this.#sources.push(node.source) - 1);
        } else this.#step(LOOK, this.#program(node.item), node.isNegated ? 1 : 0);
        break;
      case "sequence":
        for (const item of node.items) this.#add(item);
        break;
      case "choice":
        this.#addChoice(node.items);
        break;
      case "repeat": {
        const { item, least, most, mode } = node;
        for (let count = 0; count < least; count++) this.#add(item);
        if (most < Number.POSITIVE_INFINITY) this.#addOptions(item, most - least, mode === "lazy");
        else if (mode === "possessive") this.#addRun(item);
        else this.#addLoop(item, mode === "lazy");
      }
    }
  }

  #addChoice(items: readonly PatternNode[]): void {
    const jumps: number[] = [];
    for (const item of items.slice(0, -1)) {
      const split = this.#split();
      this.#add(item);
      jumps.push(this.#jump());
      this.#leadHere(split);
    }
    this.#add(items[items.length - 1]);
    for (const jump of jumps) this.#leadHere(jump);
  }

  /** Up to `count` times more. */
  #addOptions(item: PatternNode, count: number, isLazy: boolean): void {
    const leaves: number[] = [];
    for (let time = 0; time < count; time++) {
      leaves.push(isLazy ? this.#lazySplit() : this.#split());
      this.#add(item);
    }
    for (const leave of leaves) this.#leadHere(leave);
  }

  #addLoop(item: PatternNode, isLazy: boolean): void {
    const again = this.#ints.length;
    const leave = isLazy ? this.#lazySplit() : this.#split();
    this.#add(item);
    this.#step(JUMP, again);
    this.#leadHere(leave);
  }

  #addRun(item: PatternNode): void {
    if (item.kind !== "character") throw this.fail("possessive quantifiers of this kind");
    this.#step(RUN, this.#classOf(item.source));
  }

  /** A choice that tries the next step first, then a step that {@link #leadHere} sets. Returns its own place. */
  #split(): number {
    const at = this.#ints.length;
    this.#step(SPLIT, 0, this.#splitCount++);
    return at;
  }

  /** A choice that tries a step that {@link #leadHere} sets first, then the next step. Returns the place of the jump. */
  #lazySplit(): number {
    const split = this.#split();
    const jump = this.#jump();
    this.#leadHere(split);
    return jump;
  }

  #jump(): number {
    const at = this.#ints.length;
    this.#step(JUMP);
    return at;
  }

  /** Lets a choice or a jump lead to the next step. */
  #leadHere(step: number): void {
    this.#ints[step + 1] = this.#ints.length;
  }

  #classOf(source: string): number {
    const known = this.#classes.get(source) ?? this.#classes.size;
    this.#classes.set(source, known);
    return known;
  }
}
