/**
 * `npm run growth -- [--largest N] [--only PART]`: measures that time grows no faster than the text, the vocabulary or the
 * number of added tokens does. Each subject gets each text in four sizes, each four times the one before. Run it alone.
 *
 * With four times the input, linear work takes four times as long, sorting a little more, and quadratic work sixteen
 * times. One step may take longer, because the input no longer fits into a cache of the processor. So it is a failure only
 * if both a step and the mean of all steps are above their limits, measured with the shortest of three times each.
 */
import { parseArgs } from "node:util";
import { setLogger, TokenizerError } from "tohoku-tokenizers";
import { ADDED, COUNTED, textSubjects } from "./subjects.js";
import { TEXTS } from "./texts.js";

const STEP = 4;
const LARGEST_FACTOR = 8;
const LARGEST_MEAN = 5;
/** Steps count only from these times on, of the smaller size and of the larger. In milliseconds. */
const LEAST_BEFORE = 5;
const LEAST = 50;

interface Outcome {
  readonly subject: string;
  readonly input: string;
  /** The largest factor between two sizes whose times count; NaN if fewer than two factors do. */
  readonly factor: number;
  /** The mean factor between those sizes. */
  readonly mean: number;
  /** Milliseconds by size. */
  readonly times: readonly number[];
}

const { values } = parseArgs({
  options: { largest: { type: "string", default: "1000000" }, only: { type: "string", default: "" } },
});
const silent = (): void => undefined;
setLogger({ warn: silent, error: silent });
const largest = Number(values.largest);
if (!(largest >= STEP ** 3)) throw new Error(`--largest ${values.largest}: a number from ${STEP ** 3} on`);
const outcomes: Outcome[] = [];

for (const [subject, work] of await textSubjects()) {
  if (!subject.includes(values.only)) continue;
  const results: Outcome[] = [];
  for (const [name, make] of TEXTS) results.push(await measured(subject, name, largest, make, work));
  const byMean = results.sort((a, b) => (b.mean || 0) - (a.mean || 0));
  show(subject, byMean);
}
for (const [name, work] of COUNTED) {
  if (name.includes(values.only)) show(name, [await measured(name, "entries", largest, (size) => size, work)]);
}
for (const [name, work] of ADDED) {
  if (name.includes(values.only)) show(name, [await measured(name, "tokens", largest / 10, (size) => size, work)]);
}
if (outcomes.length === 0) throw new Error(`--only ${values.only}: a part of the name of a subject`);
const failures = outcomes.filter(growsTooFast);
console.log(`${outcomes.length} combinations, ${failures.length} that grow too fast`);
for (const failure of failures) console.error(JSON.stringify(failure));
if (failures.length > 0) process.exitCode = 1;

/** Shows a line of the table: the largest mean factor of a subject with its input and times, and the most time of all. */
function show(subject: string, results: readonly Outcome[]): void {
  outcomes.push(...results);
  const [{ mean, input, times }] = results;
  const longest = Math.max(...results.flatMap((each) => each.times));
  const steps = times.map((time) => Math.round(time)).join(", ");
  console.log(`| ${subject} | ${mean.toFixed(1)} | ${input}: ${steps} | ${Math.round(longest)} |`);
}

async function measured<Input>(
  subject: string,
  input: string,
  most: number,
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<Outcome> {
  const sizes = [most / STEP ** 3, most / STEP ** 2, most / STEP, most].map(Math.round);
  const times: number[] = [];
  for (const size of sizes) times.push(await timeOf(make(size), work));
  let factors = factorsOf(times);
  // Other work of the machine may have slowed one or two measurements.
  for (let round = 0; round < 2 && growsTooFast(factors); round++) {
    for (const [at, size] of sizes.entries()) times[at] = Math.min(times[at], await timeOf(make(size), work));
    factors = factorsOf(times);
  }
  return { subject, input, ...factors, times };
}

function growsTooFast({ factor, mean }: Pick<Outcome, "factor" | "mean">): boolean {
  return factor > LARGEST_FACTOR && mean > LARGEST_MEAN;
}

function factorsOf(times: readonly number[]): Pick<Outcome, "factor" | "mean"> {
  const steps: number[] = [];
  for (let at = 1; at < times.length; at++) {
    if (times[at] >= LEAST && times[at - 1] >= LEAST_BEFORE) steps.push(times[at] / times[at - 1]);
  }
  // A single step may be the one at which the input no longer fits into a cache.
  if (steps.length < 2) return { factor: Number.NaN, mean: Number.NaN };
  const product = steps.reduce((all, step) => all * step, 1);
  return { factor: Math.max(...steps), mean: product ** (1 / steps.length) };
}

async function timeOf<Input>(input: Input, work: (input: Input) => unknown): Promise<number> {
  const start = performance.now();
  try {
    await work(input);
  } catch (error) {
    // Some texts are refused.
    if (!(error instanceof TokenizerError)) throw error;
  }
  return performance.now() - start;
}
