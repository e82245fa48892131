/** The script of a worker of the command line: converts whole lines to output. */
import { parentPort, workerData } from "node:worker_threads";
import { TokenizerError } from "../base/errors.js";
import { setLogger } from "../base/logger.js";
import { type Convert, converterOf } from "./convert.js";
import type { Done, Failure, Job, JobReply, JobSetting, Warning } from "./jobs.js";
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

function failureOf(error: unknown): Failure {
  return error instanceof TokenizerError ? { own: error.toJSON() } : { other: error };
}

/** The warnings so far, each of which is sent once. */
function takeWarnings(): Warning[] {
  const taken = warnings;
  warnings = [];
  return taken;
}

async function convertLines(convert: Convert, { bytes, format, isFirst }: Job): Promise<Done> {
  const blocks: Uint8Array[] = [];
  const output = new Output((block) => {
    blocks.push(typeof block === "string" ? encoder.encode(block) : block);
  });
  const reader = new LineReader(isFirst ? format : { ...format, keepsByteOrderMark: true, isLater: true });
  currentLine = () => reader.number;
  let lines = 0;
  let failure: Failure | undefined;
  try {
    for await (const texts of reader.batches([bytes])) {
      for (const text of texts) {
        for (const piece of convert(text)) {
          output.addPiece(piece);
          if (output.isFull) await output.flush();
        }
        output.addPiece("\n");
        lines++;
      }
    }
  } catch (error) {
    failure = failureOf(error);
  }
  await output.flush();
  return { blocks, lines, warnings: takeWarnings(), failure };
}

async function serve(): Promise<void> {
  const terminal = {
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    write: (text: string) => post({ type: "terminal", text }),
  };
  let convert: Convert;
  try {
    convert = await converterOf(request, new TerminalLine(terminal, true));
  } catch (error) {
    post({ type: "ready", warnings: takeWarnings(), failure: failureOf(error) });
    return;
  }
  post({ type: "ready", warnings: takeWarnings(), failure: undefined });
  let before = Promise.resolve();
  parentPort?.on("message", (job: Job) => {
    before = before.then(async () => {
      const done = await convertLines(convert, job);
      post(
        { type: "done", done },
        done.blocks.map(({ buffer }) => buffer as ArrayBuffer),
      );
    });
  });
}

setLogger({ warn, error: warn });
await serve();
