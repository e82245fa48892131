/**
 * `npm run fuzz -- [--minutes N] [--seed S] [--kind NAME] [--most N]`: gives random and damaged inputs to the library, in
 * processes of their own with a limit of memory and time. A crash, a hang, an error that is not the library's and a silent
 * difference are written down with the smallest input that was found, and the command exits with 1.
 */
import { type ChildProcess, fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Report } from "./child.js";
import { inputOf } from "./kind.js";
import { KINDS } from "./kinds/index.js";

/** Without a message for so long, an input hangs. In milliseconds. */
const LONGEST_SILENCE = 30_000;
/** The heap of a process in MiB; a process that needs more has crashed. */
const HEAP = 1024;
const FINDINGS = "fuzz-findings.jsonl";
/** More faults of a kind are only counted. */
const MOST_WRITTEN = 20;

interface Finding {
  readonly kind: string;
  readonly index: number;
  readonly message: string;
  readonly input: unknown;
}

interface Tally {
  tried: number;
  faults: number;
  /** The most bytes that a process of the kind held. */
  memory: number;
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
    kind: { type: "string", multiple: true },
    most: { type: "string", default: String(Number.MAX_SAFE_INTEGER) },
  },
});
const names = values.kind ?? Object.keys(KINDS);
const unknown = names.find((name) => !Object.hasOwn(KINDS, name));
if (unknown !== undefined) throw new Error(`--kind ${unknown}: one of ${Object.keys(KINDS).join(", ")}`);
const seed = numberOf("seed");
const most = numberOf("most");
const milliseconds = 60_000 * numberOf("minutes");

const findings: Finding[] = [];
const tallies = new Map<string, Tally>(names.map((name) => [name, { tried: 0, faults: 0, memory: 0 }]));
const lanes = Math.min(cpus().length, names.length);
const share = (milliseconds * lanes) / names.length;
const waiting = [...names];
await Promise.all(
  Array.from({ length: lanes }, async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await tryKind(name, share);
  }),
);

console.log(`seed ${seed}`);
console.table(
  Object.fromEntries(
    [...tallies].map(([name, { tried, faults, memory }]) => [name, { tried, faults, "MiB at most": memory >> 20 }]),
  ),
);
if (findings.length > 0) {
  writeFileSync(FINDINGS, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""));
  for (const { kind, index, message } of findings) console.error(`${kind} ${index}: ${message}`);
  console.error(`${findings.length} inputs with faults are in ${FINDINGS}`);
  process.exitCode = 1;
}

/** @throws Error if an option is not a number above 0 */
function numberOf(option: "minutes" | "seed" | "most"): number {
  const number = Number(values[option]);
  if (!(number > 0)) throw new Error(`--${option} ${values[option]}: a number above 0`);
  return number;
}

/** Tries inputs of a kind until its time is over. After a crash or a hang, it goes on with the next input. */
async function tryKind(name: string, time: number): Promise<void> {
  const end = performance.now() + time;
  for (let next = 0; performance.now() < end && next < most; ) next = await tryFrom(name, next, end);
}

/** Runs one process from an input on. Returns the input to go on with. */
function tryFrom(name: string, first: number, end: number): Promise<number> {
  const tally = tallyOf(name);
  return new Promise((resolve) => {
    const child = start(name, first, most - first);
    let reached = first;
    let isStopped = false;
    let complaints = "";
    let timer = silenceOf(child);
    const stop = setTimeout(() => {
      isStopped = true;
      child.kill("SIGKILL");
    }, end - performance.now());
    child.stderr?.on("data", (text: Buffer) => {
      complaints = (complaints + String(text)).slice(-2000);
    });
    child.on("message", (report: Report) => {
      clearTimeout(timer);
      timer = silenceOf(child);
      if (report.type === "fault") {
        add(name, report);
        return;
      }
      tally.tried += report.next - reached;
      tally.memory = Math.max(tally.memory, report.memory);
      reached = report.next;
    });
    child.on("exit", async (code, signal) => {
      clearTimeout(timer);
      clearTimeout(stop);
      if (isStopped || code === 0) return resolve(isStopped ? Number.POSITIVE_INFINITY : reached);
      // The input is one of those after the last message.
      const index = await lastInput(name, reached);
      add(name, {
        index,
        message: `${signal === "SIGKILL" ? "a hang" : "a crash"}: ${complaints}`,
        input: inputOf(await KINDS[name](), seed, index),
      });
      tally.tried += index + 1 - reached;
      resolve(index + 1);
    });
  });
}

/** Starts a process that tries a number of inputs. */
function start(name: string, first: number, count: number): ChildProcess {
  const given = [name, seed, first, count].map(String);
  return fork(fileURLToPath(new URL("child.ts", import.meta.url)), given, {
    execArgv: [...process.execArgv, `--max-old-space-size=${HEAP}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}

function silenceOf(child: ChildProcess): NodeJS.Timeout {
  return setTimeout(() => child.kill("SIGKILL"), LONGEST_SILENCE);
}

/** The input at which a process ends that starts from another: each is tried in a process of its own. */
async function lastInput(name: string, from: number): Promise<number> {
  for (let index = from; ; index++) {
    const isGood = await new Promise<boolean>((resolve) => {
      const child = start(name, index, 1);
      child.stderr?.resume();
      const timer = silenceOf(child);
      child.on("exit", (code) => {
        clearTimeout(timer);
        resolve(code === 0);
      });
    });
    if (!isGood || index > from + 10_000) return index;
  }
}

function tallyOf(name: string): Tally {
  const tally = tallies.get(name);
  if (!tally) throw new Error(`no kind ${name}`);
  return tally;
}

function add(kind: string, { index, message, input }: Omit<Finding, "kind">): void {
  const tally = tallyOf(kind);
  tally.faults++;
  if (tally.faults <= MOST_WRITTEN) findings.push({ kind, index, message, input });
}
