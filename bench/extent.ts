/** Amount of text and number of rounds of a run. */
export interface Extent {
  /** Approximate number of lines of text. */
  readonly lines: number;
  /** Rounds of every part except the cold start. */
  readonly rounds: number;
  /** Rounds of the cold start. */
  readonly coldRounds: number;
  /** Number of lines in each call of the workers part. */
  readonly batchLines: number;
  /** Longest line of the line-length part, in UTF-16 code units. */
  readonly longest: number;
}

export const WHOLE: Extent = { lines: 60_000, rounds: 5, coldRounds: 15, batchLines: 1_000_000, longest: 10_000_000 };
/** For trying the benchmark out: too little for meaningful figures. */
export const QUICK: Extent = { lines: 1000, rounds: 2, coldRounds: 3, batchLines: 10_000, longest: 100_000 };
