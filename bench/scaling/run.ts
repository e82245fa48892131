/**
 * `npm run scaling`: measures the ways to encode a corpus against the Python reference in the same jobs, and writes
 * docs/scaling.md. It needs taskset and /proc (Linux), the environment of `npm run python`, and Java for the jobs of Spark. Run it
 * alone: it takes about a quarter of an hour.
 *
 * --lines N: the lines of the corpus (default 280,000). --rounds N: runs of each job (default 3). --report: only writes the page
 * again.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { generateLines } from "../generated-lines.js";
import { describeMachine } from "../machine.js";
import { writeReport } from "./report.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = join(ROOT, ".cache/python/bin/python");
const SHARED = join(ROOT, "../shared/data");
export const RESULTS = join(ROOT, "bench/scaling/results/scaling.json");
const MODEL = "bert-base-japanese-v3";
/** Milliseconds between two looks at the memory. */
const INTERVAL = 100;

/** A way to encode a corpus. */
interface Job {
  readonly name: string;
  readonly cores: 1 | 2;
  readonly isReference: boolean;
  /** The part of the corpus that it encodes: the reference takes less, because it is slow. */
  readonly input: "all" | "sample";
  readonly command: readonly string[];
}

/** The medians of the runs of a job. */
export interface Measured {
  readonly name: string;
  readonly cores: number;
  readonly isReference: boolean;
  readonly lines: number;
  /** Seconds from the start of the command to its end. */
  readonly whole: number;
  /** Seconds without the start of Python and Spark; as long as the whole for the command line. */
  readonly job: number;
  /** The largest memory of all its processes together, in MB. */
  readonly memory: number;
}

export interface Scaling {
  readonly machine: string;
  readonly bytes: number;
  readonly lines: number;
  readonly sample: number;
  readonly rounds: number;
  readonly jobs: readonly Measured[];
  /** Seconds of one core for each step of the command line's work. */
  readonly steps: Readonly<Record<string, number>>;
}

async function measure(count: number, rounds: number): Promise<Scaling> {
  const folder = mkdtempSync(join(tmpdir(), "scaling-"));
  try {
    const machine = describeMachine().text;
    const lines = corpus(count);
    const sample = lines.filter((_, at) => at % 5 === 0);
    const texts = { all: lines, sample };
    for (const [name, part] of Object.entries(texts)) {
      writeFileSync(join(folder, `${name}.txt`), `${part.join("\n")}\n`);
      execFileSync(PYTHON, ["-c", TO_PARQUET, join(folder, `${name}.txt`), join(folder, `${name}.parquet`)]);
    }
    const steps = JSON.parse(
      execFileSync(
        "taskset",
        ["-c", "0", process.execPath, "--import", "tsx", STEPS, join(folder, "all.txt"), vocabulary()],
        {
          cwd: ROOT,
          encoding: "utf8",
        },
      ),
    ) as Record<string, number>;
    const jobs = jobsIn(folder);
    const runs = jobs.map((): Run[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, job] of jobs.entries()) {
        const run = await runOf(job, folder);
        console.error(
          `${job.name}, ${job.cores} cores: ${run.whole.toFixed(1)} s, ${run.job.toFixed(1)} s, ${run.memory.toFixed(0)} MB`,
        );
        runs[at].push(run);
      }
    }
    const measured = jobs.map(({ name, cores, isReference, input }, at): Measured => {
      const of = (key: keyof Run): number => median(runs[at].map((run) => run[key]));
      const fields = { whole: of("whole"), job: of("job"), memory: of("memory") };
      return { name, cores, isReference, lines: texts[input].length, ...fields };
    });
    const bytes = readFileSync(join(folder, "all.txt")).length;
    return { machine, bytes, lines: lines.length, sample: sample.length, rounds, jobs: measured, steps };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const STEPS = join(ROOT, "bench/scaling/steps.ts");
const TO_PARQUET = `
import sys, pyarrow as pa, pyarrow.parquet as pq
lines = open(sys.argv[1], encoding="utf-8", newline="\\n").read().split("\\n")[:-1]
# Spark divides a file between row groups.
pq.write_table(pa.table({"text": lines}), sys.argv[2], row_group_size=max(1, len(lines) // 8))
`;

/** Lines of the shared corpus, or generated ones where it is not there. */
function corpus(count: number): string[] {
  try {
    const files = readdirSync(join(SHARED, "corpus")).filter((name) => name.endsWith(".txt"));
    const lines = files.flatMap((name) =>
      readFileSync(join(SHARED, "corpus", name), "utf8")
        .split("\n")
        .slice(0, -1),
    );
    // Lines from all files, in the mixture of the corpus.
    const step = lines.length / count;
    return Array.from({ length: count }, (_, at) => lines[Math.floor(at * step)].replaceAll("\r", ""));
  } catch {
    return generateLines(count);
  }
}

function vocabulary(): string {
  return join(SHARED, "vocab/v3");
}

function jobsIn(folder: string): Job[] {
  const ours = (cores: 1 | 2, jobs: number, ending: string): Job => ({
    name: `encode --jobs ${jobs} to ${ending}`,
    cores,
    isReference: false,
    input: "all",
    command: [
      ...[process.execPath, join(ROOT, "dist/cli/main.js"), "encode", "--model", MODEL, "--files", vocabulary()],
      ...["--jobs", String(jobs), "--output", join(folder, `out.${ending}`), join(folder, "all.txt")],
    ],
  });
  const python = (kind: string, name: string, cores: 1 | 2, workers: string): Job => {
    const isReference = kind.endsWith("-reference");
    const input = isReference ? "sample" : "all";
    const args = [kind, join(folder, `${input}.parquet`), join(folder, "out"), MODEL, vocabulary(), workers];
    return { name, cores, isReference, input, command: [PYTHON, join(ROOT, "bench/scaling/jobs.py"), ...args] };
  };
  const both = (kind: string, name: string, cores: 1 | 2, workers: string): Job[] => [
    python(kind, name, cores, workers),
    python(`${kind}-reference`, `${name}, reference`, cores, workers),
  ];
  return [
    ours(1, 1, "parquet"),
    ours(2, 1, "parquet"),
    ours(2, 2, "parquet"),
    ours(1, 1, "arrow"),
    ours(2, 2, "arrow"),
    ours(2, 2, "jsonl"),
    ...both("datasets", "datasets.map, num_proc=1", 1, "1"),
    ...both("datasets", "datasets.map, num_proc=2", 2, "2"),
    ...both("spark", "Spark local[1]", 1, "local[1]"),
    ...both("spark", "Spark local[2]", 2, "local[2]"),
    ...both("spark", "Spark local-cluster[2,1,2048]", 2, "local-cluster[2,1,2048]"),
  ];
}

interface Run {
  readonly whole: number;
  readonly job: number;
  readonly memory: number;
}

async function runOf({ cores, command }: Job, folder: string): Promise<Run> {
  for (const name of readdirSync(folder)) {
    if (name.startsWith("out")) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const variables = sparkVariables(folder);
  const env = {
    ...process.env,
    ...variables,
    PYTHONPATH: join(ROOT, "examples/python"),
    TOHOKU_TOKENIZERS: `${process.execPath} ${join(ROOT, "dist/cli/main.js")}`,
  };
  const start = performance.now();
  const child = spawn("taskset", ["-c", cores === 1 ? "0" : "0,1", ...command], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, error] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    error += text;
  });
  let memory = 0;
  const looks = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid ?? 0));
  }, INTERVAL);
  const code = await new Promise((resolve) => child.on("close", resolve));
  const whole = (performance.now() - start) / 1000;
  clearInterval(looks);
  if (code !== 0) throw new Error(`${command.join(" ")}: exit code ${String(code)}: ${error.slice(-2000)}`);
  const own = Number(out.trim().split("\n").at(-1));
  return { whole, job: own > 0 ? own : whole, memory };
}

/** The variables that Spark needs on a machine without a network, with a home that its clusters may write to. */
function sparkVariables(folder: string): Readonly<Record<string, string>> {
  const home = join(folder, "spark");
  const installed = execFileSync(PYTHON, ["-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"], {
    encoding: "utf8",
  }).trim();
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  for (const name of readdirSync(installed)) symlinkSync(join(installed, name), join(home, name));
  const local = { SPARK_LOCAL_IP: "127.0.0.1", SPARK_LOCAL_HOSTNAME: "localhost" };
  return { ...local, SPARK_HOME: home, PYSPARK_PYTHON: PYTHON };
}

/** The resident memory of a process and all its descendants, in MB. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(name), Number(parent));
      const pages = Number(readFileSync(`/proc/${name}/statm`, "utf8").split(" ")[1]);
      sizes.set(Number(name), (pages * 4096) / 1e6);
    } catch {
      // The process has ended.
    }
  }
  let sum = 0;
  for (const [pid, size] of sizes) {
    let at: number | undefined = pid;
    while (at !== undefined && at !== root) at = parents.get(at);
    if (at === root) sum += size;
  }
  return sum;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "280000" },
    rounds: { type: "string", default: "3" },
    report: { type: "boolean", default: false },
  },
});

if (!values.report) {
  const scaling = await measure(Number(values.lines), Number(values.rounds));
  writeFileSync(RESULTS, `${JSON.stringify(scaling, null, 2)}\n`);
}
writeReport(JSON.parse(readFileSync(RESULTS, "utf8")) as Scaling);
