import { parseArgs } from "node:util";
import { type Extent, QUICK, WHOLE } from "./extent.js";
import { PART_NAMES, type PartName } from "./parts.js";

export const USAGE = `npm run bench -- [options]
  --rounds N    how often everything is measured (5; the cold start 7 times)
  --lines N     about how many lines of text (25000)
  --quick       few lines and rounds, for trying
  --only PART   ${PART_NAMES.join(", ")}; may be given more than once
  --json FILE   also write every sample to FILE
  --save        also write every sample to bench/results/latest.json, and the report of it
  --report      measure nothing: write the report of bench/results/latest.json, that is the README's figures and charts`;

export interface Options {
  readonly extent: Extent;
  readonly isQuick: boolean;
  readonly parts: readonly PartName[];
  readonly json: string | undefined;
  readonly saves: boolean;
  readonly onlyReports: boolean;
}

/** @throws Error that says what is wrong with the command line */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string" },
      lines: { type: "string" },
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true },
      json: { type: "string" },
      save: { type: "boolean", default: false },
      report: { type: "boolean", default: false },
    },
  });
  if (values.save && values.only) throw new Error("--save with --only: what is saved is a whole run");
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
    saves: values.save,
    onlyReports: values.report,
  };
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
