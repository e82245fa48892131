/** How much is measured. */
export interface Extent {
  /** About how many lines of text. */
  readonly lines: number;
  /** How often everything is measured, … */
  readonly rounds: number;
  /** … but the start of a process. */
  readonly coldRounds: number;
  /** Of the lines of growing length, the longest, in UTF-16 units. */
  readonly longest: number;
}

export const WHOLE: Extent = { lines: 25_000, rounds: 5, coldRounds: 7, longest: 10_000_000 };
/** For trying: figures that say little. */
export const QUICK: Extent = { lines: 1000, rounds: 2, coldRounds: 3, longest: 100_000 };
