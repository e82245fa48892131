#!/usr/bin/env node
import { createReadStream, readFileSync } from "node:fs";
import { HubError, OptionError, ResourceError, TextError, TokenizerError } from "../base/errors.js";
import { MeCab } from "../mecab/mecab.js";
import { type AnyTokenizer, AutoTokenizer } from "../pretrained/auto-tokenizer.js";
import { MODELS } from "../pretrained/catalog.js";
import { latticeWriter } from "./lattice.js";
import { type Line, readLines } from "./lines.js";
import { Output } from "./output.js";
import { TerminalProgress } from "./progress.js";
import { type CommandLine, parseCommandLine, USAGE } from "./usage.js";

const BAD_DATA = 1;
const BAD_USAGE = 2;

type Convert = (line: Line) => string;

async function main(args: readonly string[]): Promise<void> {
  const output = new Output(process.stdout);
  const request = parseCommandLine(args);
  if (request === "help") await output.writeLine(USAGE);
  else if (request === "version") await output.writeLine(version());
  else if (request.command === "models") for (const row of modelRows(request.json)) await output.writeLine(row);
  else await convertLines(await converterOf(request), request.inputs, output);
  await output.flush();
}

async function convertLines(convert: Convert, inputs: readonly string[], output: Output): Promise<void> {
  for (const input of inputs.length === 0 ? ["-"] : inputs) {
    const chunks = input === "-" ? process.stdin : createReadStream(input);
    try {
      for await (const line of readLines(chunks, input === "-" ? "standard input" : input)) {
        await output.writeLine(convert(line));
      }
    } catch (error) {
      // Results from before the error are still written.
      await output.flush();
      throw isFileError(error) ? new ResourceError("file", input, "a file that can be read", { cause: error }) : error;
    }
  }
}

async function converterOf(request: CommandLine): Promise<Convert> {
  const write = (items: readonly unknown[]): string => (request.json ? JSON.stringify(items) : items.join(" "));
  if (request.command === "words") {
    const mecab = await loadMecab(request.dictionary ?? "");
    if (request.offsets) return placed((text) => JSON.stringify(pairs(mecab.spans(text))));
    return placed((text) => write(mecab.words(text)));
  }
  if (request.command === "lattice") {
    const mecab = await loadMecab(request.dictionary ?? "");
    return placed(latticeWriter(mecab, request.latticeFormat, request.best));
  }
  const tokenizer = await load(request);
  const add_special_tokens = request.specialTokens && request.command === "encode";
  if (request.command === "decode") {
    const options = { skip_special_tokens: !request.specialTokens };
    return (line) => {
      const text = tokenizer.decode(parseIds(line), options);
      return request.json ? JSON.stringify(text) : text;
    };
  }
  if (request.offsets) {
    const options = { add_special_tokens, return_offsets_mapping: true, verbose: false };
    return placed((text) => JSON.stringify(tokenizer(text, options).offset_mapping));
  }
  if (request.command === "tokenize") return placed((text) => write(tokenizer.tokenize(text)));
  return placed((text) => write(tokenizer.encode(text, { add_special_tokens, verbose: false })));
}

async function load({ model, files }: CommandLine): Promise<AnyTokenizer> {
  const progress = new TerminalProgress();
  progress.announce(`loading ${model ?? files}`);
  try {
    if (model === undefined) return await AutoTokenizer.from_pretrained(files ?? "");
    const options = { progress_callback: progress.report };
    return await AutoTokenizer.from_pretrained(model, files === undefined ? options : { ...options, files });
  } finally {
    progress.clear();
  }
}

async function loadMecab(dictionary: string): Promise<MeCab> {
  const progress = new TerminalProgress();
  progress.announce(`loading ${dictionary}`);
  return MeCab.load(dictionary).finally(() => progress.clear());
}

/** Wraps a conversion so that errors about a text name the line. */
function placed(convert: (text: string) => string): Convert {
  return ({ text, place }) => {
    try {
      return convert(text);
    } catch (cause) {
      if (cause instanceof TextError) throw new TextError(place, cause.value, cause.expected, { cause });
      throw cause;
    }
  };
}

const INTEGER = /^[+-]?\d+$/;

/** Parses ids that are separated by spaces or written as a JSON array. */
function parseIds({ text, place }: Line): number[] {
  const items = text
    .trim()
    .replace(/^\[(.*)\]$/s, "$1")
    .split(/[\s,]+/)
    .filter((item) => item !== "");
  return items.map((item) => {
    if (!INTEGER.test(item)) throw new TextError(place, item, "ids: integers between spaces or in a JSON array");
    return Number(item);
  });
}

function pairs(spans: Uint32Array): [number, number][] {
  return Array.from({ length: spans.length / 2 }, (_, word) => [spans[2 * word], spans[2 * word + 1]]);
}

function modelRows(json: boolean): string[] {
  const rows = MODELS.map((model) => ({
    name: model.name,
    words: model.words,
    subwords: model.subwords,
    vocabulary: model.vocabularySize === undefined ? "unknown" : String(model.vocabularySize),
    needs: model.needs.length > 0 ? model.needs.join(", ") : "nothing",
    facts: model.evidence,
    works: model.preset ? "yes" : "not yet",
    details: model.details ?? "",
  }));
  if (json) return rows.map((row) => JSON.stringify(Object.values(row)));
  const header = { name: "name", words: "words", subwords: "subwords", vocabulary: "vocabulary", needs: "needs" };
  const table = [{ ...header, facts: "facts", works: "works", details: "details" }, ...rows];
  const keys = Object.keys(table[0]) as (keyof (typeof rows)[number])[];
  const widths = keys.map((key) => Math.max(...table.map((row) => row[key].length)));
  return table.map((row) =>
    keys
      .map((key, column) => row[key].padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Reports an error that the user can fix in one line and exits. Any other error is a bug and keeps its stack trace. */
function fail(error: unknown): never {
  if (!(error instanceof TokenizerError)) throw error;
  process.stderr.write(`tohoku-tokenizers: ${error.message}\n`);
  const isUsage = error instanceof OptionError || error instanceof ResourceError || error instanceof HubError;
  process.exit(isUsage ? BAD_USAGE : BAD_DATA);
}

// A reader such as head closes the pipe when it has read enough. This is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv.slice(2)).catch(fail);
