import { parseArgs } from "node:util";
import { type Extent, QUICK, WHOLE } from "./extent.js";
import { PART_NAMES, type PartName } from "./parts.js";
import { LATEST } from "./report/results.js";

export const USAGE = `Usage: npm run bench -- [options]

Measures the library and comparable tools in one run: speed, start-up, memory and sizes.
Tables go to standard output as Markdown, progress to standard error.

Options:
  --rounds N    rounds of every part (default: ${WHOLE.rounds}; cold start: ${WHOLE.coldRounds})
  --lines N     approximate number of lines of text (default: ${WHOLE.lines})
  --quick       few lines and rounds, to try the benchmark out
  --only PART   measure this part only; may be given more than once
                (${PART_NAMES.join(", ")})
  --json FILE   also write every sample to FILE
  --save        also write every sample to bench/results/, then the report
  --as NAME     with --save: the name of the file (default: ${LATEST}; the report has its figures, and the
                range of those of all files)
  --report      measure nothing; write docs/benchmark.md, the table in README.md and the charts
                from bench/results/
  -h, --help    show this text`;

export interface Options {
  readonly extent: Extent;
  readonly isQuick: boolean;
  readonly parts: readonly PartName[];
  readonly json: string | undefined;
  /** The name that the run is saved under; undefined if it is not saved. */
  readonly savedAs: string | undefined;
  readonly onlyReports: boolean;
}

/**
 * Reads the command line.
 *
 * @returns "help" if the usage text is asked for
 * @throws Error with one line that says what is wrong
 */
export function readOptions(args: readonly string[]): Options | "help" {
  const values = parse(args);
  if (values.help) return "help";
  if (values.save && values.only) throw new Error("--save with --only: expected a whole run to save");
  if (values.as !== undefined && !values.save) throw new Error("--as: expected --save with it");
  if (values.as !== undefined && !/^[a-z0-9-]+$/.test(values.as)) {
    throw new Error(`--as ${values.as}: expected a name of lower-case letters, digits and hyphens`);
  }
  const whole = values.quick ? QUICK : WHOLE;
  const rounds = positive("--rounds", values.rounds);
  return {
    extent: {
      ...whole,
      rounds: rounds ?? whole.rounds,
      coldRounds: rounds ?? whole.coldRounds,
      lines: positive("--lines", values.lines) ?? whole.lines,
    },
    isQuick: values.quick,
    parts: (values.only ?? PART_NAMES).map(partName),
    json: values.json,
    savedAs: values.save ? (values.as ?? LATEST) : undefined,
    onlyReports: values.report,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rounds: { type: "string" },
        lines: { type: "string" },
        quick: { type: "boolean", default: false },
        only: { type: "string", multiple: true },
        json: { type: "string" },
        save: { type: "boolean", default: false },
        as: { type: "string" },
        report: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (cause) {
    // Node adds advice to the sentence that names the option.
    throw new Error(cause instanceof Error ? cause.message.split(/\. |\n/)[0] : String(cause), { cause });
  }
}

function partName(name: string): PartName {
  const part = PART_NAMES.find((each) => each === name);
  if (part === undefined) throw new Error(`--only ${name}: expected ${PART_NAMES.join(", ")}`);
  return part;
}

function positive(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`${option} ${value}: expected a whole number above 0`);
  return Number(value);
}
