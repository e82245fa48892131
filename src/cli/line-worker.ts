/** The script of a worker of the command line: converts whole lines to output. */
import { parentPort, workerData } from "node:worker_threads";
import { type Failure, failureOf } from "../base/failure.js";
import { setLogger } from "../base/logger.js";
import { type Convert, convertEach, converterOf } from "./convert.js";
import type { Done, Job, JobReply, JobRequest, JobSetting, Warning } from "./jobs.js";
import { LineReader } from "./lines.js";
import { Output } from "./output.js";
import { TerminalLine } from "./progress.js";

const { request, columns } = workerData as JobSetting;
const encoder = new TextEncoder();
let warnings: Warning[] = [];
/** The line of its job that is being converted. */
let currentLine = (): number | undefined => undefined;

function warn(message: string): void {
  warnings.push({ line: currentLine(), message });
}

function post(reply: JobReply, buffers: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, buffers);
}

/** Returns the warnings since the last call. */
function takeWarnings(): Warning[] {
  const taken = warnings;
  warnings = [];
  return taken;
}

async function convertLines(convert: Convert, { bytes, format }: Job): Promise<Done> {
  const blocks: Uint8Array[] = [];
  const output = new Output((block) => {
    blocks.push(typeof block === "string" ? encoder.encode(block) : block);
  });
  const reader = new LineReader(format);
  currentLine = () => reader.number;
  let failure: Failure | undefined;
  try {
    for await (const texts of reader.batches([bytes])) await convertEach(texts, convert, output);
  } catch (error) {
    failure = failureOf(error);
  }
  await output.flush();
  const lines = failure ? reader.number - 1 : reader.number;
  return { blocks, lines, warnings: takeWarnings(), failure };
}

async function load(): Promise<Convert | undefined> {
  const terminal = {
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    write: (text: string) => post({ type: "terminal", text }),
  };
  try {
    const convert = await converterOf(request, new TerminalLine(terminal, true));
    post({ type: "ready", warnings: takeWarnings(), failure: undefined });
    return convert;
  } catch (error) {
    post({ type: "ready", warnings: takeWarnings(), failure: failureOf(error) });
    return undefined;
  }
}

async function work(convert: Convert, job: Job): Promise<void> {
  const done = await convertLines(convert, job);
  post(
    { type: "done", done },
    done.blocks.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

setLogger({ warn, error: warn });
let loading: Promise<Convert | undefined> = Promise.resolve(undefined);
let before: Promise<unknown> = loading;
parentPort?.on("message", (asked: JobRequest) => {
  if (asked === "load") before = loading = load();
  else
    before = before.then(async () => {
      const convert = await loading;
      if (convert) await work(convert, asked);
    });
});
