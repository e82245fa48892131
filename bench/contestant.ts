/** Every `step`-th line of the text, from the line `first` on: no line is in two parts. */
export interface Lines {
  readonly first: number;
  readonly step: number;
}

/** The lines of a part. */
export function linesIn<Line>(lines: readonly Line[], { first, step }: Lines): Line[] {
  return lines.filter((_, at) => at % step === first);
}

/** A running implementation that takes part in the benchmark. */
export interface Contestant {
  /** Name for the tables, with the version and the kind of output. */
  readonly name: string;
  /** Returns the words or ids of each line, joined by spaces. This call also warms the contestant up. */
  output(): Promise<string[]>;
  /** Processes some lines once and returns the seconds that its own work took. */
  run(part: Lines): Promise<number>;
  close(): Promise<void>;
}

/** Thrown for a contestant that is not available on this machine; the run continues without it. */
export class Skipped extends Error {
  override readonly name = "Skipped";

  /** @param remedy the command that makes it available */
  constructor(
    reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** The first line of an error's message. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
