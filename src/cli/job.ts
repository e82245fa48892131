import type { Failure } from "../base/failure.js";
import type { Table } from "../tables/table.js";
import type { LineFormat } from "./lines.js";

/** Texts to convert: whole lines, or values of a column. */
export type Job = JobTexts & {
  /** The number of texts before these in all inputs. Only tables need it. */
  readonly first: number;
};

type JobTexts = { readonly bytes: Uint8Array; readonly format: LineFormat } | { readonly texts: readonly string[] };

/** A warning of a conversion or of the load before it. */
export interface Warning {
  /** The text, counted from 1 in its job; undefined for a warning of the load. */
  readonly line: number | undefined;
  readonly message: string;
}

/** The results of a job. */
export interface Done {
  /** The output as bytes. */
  readonly blocks: readonly Uint8Array[];
  /** The number of texts that were converted. */
  readonly lines: number;
  readonly warnings: readonly Warning[];
  /** The error that ended the job. It is about the text after the converted ones. */
  readonly failure: Failure | undefined;
  /** The information about a table's block that the end of its file needs. */
  readonly about?: unknown;
  /** The rows of a table that are to be packed, in place of blocks. */
  readonly table?: Table;
}

/** The facts about the table that a command writes, known before the first text. */
export interface Opening {
  /** The table without rows. */
  readonly empty: Table;
  /** A digest of everything besides the command line that the rows depend on. */
  readonly digest: string;
}

/** Converts jobs. */
export interface JobConverter {
  /** Undefined for commands that write lines. */
  readonly opening: Opening | undefined;
  /** The number of jobs that keep the converter busy while earlier results are written. */
  readonly room: number;
  convert(job: Job): Promise<Done>;
  end(): void;
}
