/**
 * `npm run growth -- [--largest N] [--only PART]`: measures that time grows no faster than the text, the vocabulary or the
 * number of added tokens does. Each subject gets each text in four sizes, each four times the one before. Run it alone.
 *
 * With four times the input, linear work takes four times as long, sorting a little more, and quadratic work sixteen
 * times. A factor above the limit, of the least of three times each, is a failure.
 */
import { parseArgs } from "node:util";
import { setLogger, TokenizerError } from "tohoku-tokenizers";
import { ADDED, COUNTED, textSubjects } from "./subjects.js";
import { TEXTS } from "./texts.js";

const STEP = 4;
const LARGEST_FACTOR = 8;
/** Shorter times of the smaller and the larger size say nothing. In milliseconds. */
const LEAST_BEFORE = 5;
const LEAST = 50;

interface Outcome {
  readonly subject: string;
  readonly input: string;
  /** The largest factor between two sizes whose times count; NaN if none does. */
  readonly factor: number;
  /** Milliseconds by size. */
  readonly times: readonly number[];
}

const { values } = parseArgs({
  options: { largest: { type: "string", default: "1000000" }, only: { type: "string", default: "" } },
});
const silent = (): void => undefined;
setLogger({ warn: silent, error: silent });
const largest = Number(values.largest);
const outcomes: Outcome[] = [];

for (const [subject, work] of await textSubjects()) {
  if (!subject.includes(values.only)) continue;
  const results: Outcome[] = [];
  for (const [name, make] of TEXTS) results.push(await measured(subject, name, largest, make, work));
  show(
    subject,
    results.sort((a, b) => (b.factor || 0) - (a.factor || 0)),
  );
}
for (const [name, work] of COUNTED) {
  if (name.includes(values.only)) show(name, [await measured(name, "entries", largest, (size) => size, work)]);
}
for (const [name, work] of ADDED) {
  if (name.includes(values.only)) show(name, [await measured(name, "tokens", largest / 10, (size) => size, work)]);
}
const failures = outcomes.filter(({ factor }) => factor > LARGEST_FACTOR);
console.log(`${outcomes.length} combinations, ${failures.length} that grow too fast`);
for (const failure of failures) console.error(JSON.stringify(failure));
if (failures.length > 0) process.exitCode = 1;

/** Shows a line of the table: the largest factor of a subject, and the most time. */
function show(subject: string, results: readonly Outcome[]): void {
  outcomes.push(...results);
  const [{ factor, input }] = results;
  const longest = Math.max(...results.flatMap(({ times }) => times));
  console.log(`| ${subject} | ${factor.toFixed(1)} | ${input} | ${Math.round(longest)} |`);
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
  let factor = factorOf(times);
  // Once or twice may be an accident of the machine.
  for (let round = 0; round < 2 && factor > LARGEST_FACTOR; round++) {
    for (const [at, size] of sizes.entries()) times[at] = Math.min(times[at], await timeOf(make(size), work));
    factor = factorOf(times);
  }
  return { subject, input, factor, times };
}

function factorOf(times: readonly number[]): number {
  const factors = times
    .slice(1)
    .map((time, at) => (time >= LEAST && times[at] >= LEAST_BEFORE ? time / times[at] : Number.NaN));
  return factors.reduce((most, factor) => (factor > most || Number.isNaN(most) ? factor : most), Number.NaN);
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
