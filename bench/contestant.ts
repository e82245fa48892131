/** Someone who does the work that is measured. */
export interface Contestant {
  /** What it is, with its version and what it makes. */
  readonly name: string;
  /** What it makes of each line: words or ids, with spaces between them. It warms up by this. */
  output(): Promise<string[]>;
  /** Goes over all lines once and returns the seconds of its own work. */
  run(): Promise<number>;
  close(): Promise<void>;
}

/** A peer that cannot be had here; the run goes on without it. */
export class Skipped extends Error {
  override readonly name = "Skipped";

  /** @param remedy the command that brings it */
  constructor(
    reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** The first line of what an error says. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
