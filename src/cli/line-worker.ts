/** The script of a worker of the command line: converts jobs. */
import { parentPort, workerData } from "node:worker_threads";
import { failureOf } from "../base/failure.js";
import { setLogger } from "../base/logger.js";
import { conversionOf } from "./convert.js";
import type { JobConverter, Warning } from "./job.js";
import type { JobReply, JobRequest, JobSetting, Ready } from "./jobs.js";
import { TerminalLine } from "./progress.js";
import { TableJobs } from "./table-jobs.js";
import { TextJobs } from "./text-jobs.js";

const { request, columns } = workerData as JobSetting;
/** The warnings that nobody has taken yet: those of a load, and of tables. */
const warnings: string[] = [];
let warn = (message: string): void => {
  warnings.push(message);
};

function post(reply: JobReply, buffers: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, buffers);
}

function converterFor(line: TerminalLine): Promise<JobConverter> {
  return request.options.has("output") ? TableJobs.load(request, line, () => warnings.splice(0)) : textJobs(line);
}

async function textJobs(line: TerminalLine): Promise<TextJobs> {
  const jobs = new TextJobs(await conversionOf(request, line));
  warn = (message) => jobs.warn(message);
  return jobs;
}

async function load(): Promise<JobConverter | undefined> {
  const terminal = {
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    write: (text: string) => post({ type: "terminal", text }),
  };
  const ready = (rest: Omit<Ready, "warnings">): void => {
    const taken = warnings.splice(0).map((message): Warning => ({ line: undefined, message }));
    post({ type: "ready", ready: { ...rest, warnings: taken } });
  };
  try {
    const converter = await converterFor(new TerminalLine(terminal, true));
    ready({ failure: undefined, opening: converter.opening });
    return converter;
  } catch (error) {
    ready({ failure: failureOf(error), opening: undefined });
    return undefined;
  }
}

setLogger({ warn: (message) => warn(message), error: (message) => warn(message) });
let loading: Promise<JobConverter | undefined> = Promise.resolve(undefined);
let before: Promise<unknown> = loading;
parentPort?.on("message", (asked: JobRequest) => {
  if (asked === "load") before = loading = load();
  else
    before = before.then(async () => {
      const done = await (await loading)?.convert(asked);
      if (!done) return;
      post(
        { type: "done", done },
        done.blocks.map(({ buffer }) => buffer as ArrayBuffer),
      );
    });
});
