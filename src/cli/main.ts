#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { OptionError, ResourceError, TokenizerError } from "../base/errors.js";
import { setLogger } from "../base/logger.js";
import { HubError } from "../hub/hub-error.js";
import { type CommandName, isCommand, PROGRAM } from "./commands.js";
import { conversionOf, loadTokenizer } from "./convert.js";
import { helpText } from "./help.js";
import { findInputs, type Input, STANDARD_INPUT } from "./input.js";
import type { Done, JobConverter } from "./job.js";
import { Jobs } from "./jobs.js";
import { describeModels } from "./models.js";
import { Output, toStandardOutput, WriteError } from "./output.js";
import { convertInOrder, type Texts } from "./parallel.js";
import { parseCommandLine, type Request } from "./parse.js";
import { servePipe } from "./pipe.js";
import { ConversionProgress, isProgressDisabled, TerminalLine } from "./progress.js";
import { checkSources } from "./source.js";
import { convertAsTheyArrive } from "./streaming.js";
import { TableJobs } from "./table-jobs.js";
import { writeTable } from "./tables.js";

const FAILURE = 1;
const BAD_USAGE = 2;
/** The most ids of a block of a table with padding. */
const BLOCK_IDS = 2 ** 22;
/** The assumed length of rows with padding if no option gives it. */
const USUAL_LENGTH = 512;
/** The environment variable that shows where an error comes from. */
const DEBUG = "TOHOKU_TOKENIZERS_DEBUG";

const output = new Output(toStandardOutput());
let progressLine: TerminalLine | undefined;
/** The line that is being converted, for warnings. */
let currentPlace = (): string | undefined => undefined;

async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0) {
    output.add(helpText());
    process.exitCode = BAD_USAGE;
  } else {
    await run(parseCommandLine(args));
  }
  await output.flush();
}

async function run(request: Request): Promise<void> {
  const { command, options, operands } = request;
  if (command === "version") output.add(version());
  else if (command === "help") output.add(helps(operands.filter(isCommand)));
  else if (command === "models") {
    for (const line of describeModels(operands, options.get("format") === "json")) output.add(line);
  } else if (command === "pipe") {
    if (operands.length > 0) throw new OptionError("pipe", operands[0], "no files: it reads standard input");
    const noLine = new TerminalLine(process.stderr, false);
    await servePipe(() => loadTokenizer(request, noLine), process.stdin, output);
  } else await convertInputs(request, findInputs(operands));
}

function helps(commands: readonly CommandName[]): string {
  return commands.length === 0 ? helpText() : commands.map((name) => helpText(name)).join("\n\n");
}

async function convertInputs(request: Request, inputs: readonly Input[]): Promise<void> {
  const { options } = request;
  const isWanted = !options.has("no-progress") && !isProgressDisabled(process.env);
  const line = new TerminalLine(process.stderr, isWanted);
  progressLine = line;
  const texts: Texts = {
    inputs,
    format: { keepsCarriageReturn: options.get("newline") === "lf", keepsByteOrderMark: options.has("keep-bom") },
    source: {
      field: options.get("field"),
      isCsv: options.has("csv"),
      isLines: request.command === "decode",
    },
    ...(options.has("padding") && { mostRows: rowsOfBlock(Number(options.get("max-length") ?? USUAL_LENGTH)) }),
  };
  checkSources(inputs, texts.source);
  const file = options.get("output");
  const count = Number(options.get("jobs") ?? 1);
  if (count === 1 && file === undefined) {
    const reports = {
      progress: progressOf(inputs, line),
      setPlace: (place: () => string) => {
        currentPlace = place;
      },
    };
    await convertAsTheyArrive(texts, await conversionOf(request, line), output, reports);
  } else {
    const converter = count === 1 ? await ownConverter(request, line) : await workers(count, request, line);
    try {
      const reports = {
        progress: progressOf(inputs, line),
        warn: (message: string, place: string): void => say(`warning: ${place}: ${message}`),
      };
      if (file !== undefined) await writeTable(texts, request, version(), converter, reports);
      else await convertInOrder(texts, converter, { ...reports, take: writeBlocks });
    } finally {
      converter.end();
    }
  }
  line.clear();
}

/** The most rows of a block of a table whose rows are filled up to a length. */
function rowsOfBlock(length: number): number {
  return Math.max(1, Math.floor(BLOCK_IDS / length));
}

function workers(count: number, request: Request, line: TerminalLine): Promise<Jobs> {
  const terminal = line.isShown ? process.stderr : undefined;
  return Jobs.start(count, request, terminal, ({ message }) => say(`warning: ${message}`));
}

/** A converter to tables in this thread. */
async function ownConverter(request: Request, line: TerminalLine): Promise<JobConverter> {
  const warnings: string[] = [];
  const converter = await TableJobs.load(request, line, () => warnings.splice(0));
  setLogger({ warn: (message) => warnings.push(message), error: (message) => warnings.push(message) });
  return converter;
}

async function writeBlocks({ blocks }: Done): Promise<void> {
  for (const block of blocks) await output.write(block);
}

/** Prompts for typed input. Returns the progress, which is shown if no other output would mix with it. */
function progressOf(inputs: readonly Input[], progress: TerminalLine): ConversionProgress {
  const isTyped = process.stdin.isTTY === true && inputs.some(({ name }) => name === STANDARD_INPUT);
  if (isTyped && process.stderr.isTTY) say("reading lines from the terminal; Ctrl-D ends them");
  // Output or typed lines on the same terminal would mix with the progress.
  const isApart = process.stdout.isTTY !== true && !isTyped;
  const line = isApart ? progress : new TerminalLine(process.stderr, false);
  return new ConversionProgress(line, totalSize(inputs));
}

function totalSize(inputs: readonly Input[]): number | undefined {
  return inputs.reduce<number | undefined>(
    (sum, { size }) => (sum === undefined || size === undefined ? undefined : sum + size),
    0,
  );
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function warn(message: string): void {
  const line = currentPlace();
  say(`warning: ${line === undefined ? message : `${line}: ${message}`}`);
}

/** Writes one line to standard error. */
function say(message: string): void {
  progressLine?.clear();
  process.stderr.write(`${PROGRAM}: ${message.replaceAll("\n", " ")}\n`);
}

/** Reports an error in one line and exits. */
function fail(error: unknown): never {
  const isKnown = error instanceof TokenizerError;
  say(isKnown ? error.message : `unexpected error: ${String(error)}; please report it, with ${DEBUG}=1 for its origin`);
  if (process.env[DEBUG]) process.stderr.write(`${inspect(error)}\n`);
  const isUsage = error instanceof OptionError || error instanceof ResourceError || error instanceof HubError;
  process.exit(isUsage ? BAD_USAGE : FAILURE);
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader such as head closes the pipe when it has read enough. This is not a failure.
  if (error.code === "EPIPE") process.exit(0);
  fail(new WriteError(error));
});
// Nobody can be told of a failure to write messages.
process.stderr.on("error", () => undefined);
process.on("uncaughtException", fail);
setLogger({ warn, error: warn });
main(process.argv.slice(2)).catch(fail);
