import { ResourceError, TextError } from "../base/errors.js";
import { MeCab } from "../mecab/mecab.js";
import { type AnyTokenizer, AutoTokenizer } from "../pretrained/auto-tokenizer.js";
import { NO_CLASS } from "../pretrained/unknown-model.js";
import { textInField } from "./field.js";
import { LATTICE_FORMATS, latticeWriter } from "./lattice.js";
import type { Output } from "./output.js";
import type { Request } from "./parse.js";
import { showDownloads, type TerminalLine } from "./progress.js";
import { lengthSettings } from "./tabulate.js";

/** The output of a command for a line, in one or more pieces: no string could hold that of the longest lines. */
export type Convert = (text: string) => Iterable<string>;

/** Converts lines, one after the other, and writes a line of output for each. */
export async function convertEach(lines: Iterable<string>, convert: Convert, output: Output): Promise<void> {
  for (const text of lines) {
    for (const piece of convert(text)) {
      output.addPiece(piece);
      if (output.isFull) await output.flush();
    }
    output.addPiece("\n");
  }
}

type Write = (items: readonly unknown[]) => Iterable<string>;

/** The expectation of plain output. */
const ONE_LINE = "one line, or --json, which writes line breaks as \\n and \\r";
/** The number of items that are written at once. */
const ITEMS_AT_ONCE = 1 << 16;

/** The conversions of a command. */
export interface Conversion {
  /** Converts a line of an input. */
  readonly line: Convert;
  /** Converts a text from a column. */
  readonly text: Convert;
}

/**
 * Loads what a command needs.
 *
 * @param line shows what is loaded
 */
export async function conversionOf(request: Request, line: TerminalLine): Promise<Conversion> {
  const { command, options } = request;
  const convert = await textConverterOf(request, line);
  const isPlain = command !== "lattice" && options.get("format") !== "json" && !options.has("offsets");
  const text: Convert = isPlain ? (given) => withoutBreaks(convert(given)) : convert;
  const field = options.get("field");
  return { text, line: field === undefined ? convert : (given) => text(textInField(given, field)) };
}

/** The pieces of plain output, which has one line for each text. @throws TextError at a token with a line break */
function withoutBreaks(pieces: Iterable<string>): Iterable<string> {
  const all = [...pieces];
  if (!all.some((piece) => /[\r\n]/.test(piece))) return all;
  throw new TextError("line", "a token with a line break", ONE_LINE);
}

async function textConverterOf(request: Request, line: TerminalLine): Promise<Convert> {
  const { command, options } = request;
  const isJson = options.get("format") === "json";
  const write: Write = isJson ? writeJson : writePlain;
  line.draw(`loading ${options.get("dictionary") ?? options.get("model") ?? options.get("files")}`);
  try {
    if (command === "words" || command === "lattice") {
      const mecab = await MeCab.load(options.get("dictionary") ?? "");
      return command === "words" ? wordsOf(mecab, options.has("offsets"), write) : latticesOf(mecab, request);
    }
    const tokenizer = await loadTokenizer(request, line);
    if (command === "decode") return textsOf(tokenizer, isJson, options.has("no-special-tokens"));
    return tokensOf(tokenizer, request, write);
  } finally {
    line.clear();
  }
}

/** Loads the tokenizer that the options name. */
export function loadTokenizer({ options }: Request, line: TerminalLine): Promise<AnyTokenizer> {
  const [model, files] = [options.get("model"), options.get("files")];
  if (model === undefined) return AutoTokenizer.from_pretrained(files ?? "").catch(inWordsOfOptions);
  const settings = { progress_callback: showDownloads(line) };
  return AutoTokenizer.from_pretrained(model, files === undefined ? settings : { ...settings, files });
}

/** The error for files that name no class, which here an option mends. */
function inWordsOfOptions(error: unknown): never {
  if (!(error instanceof ResourceError && error.value === NO_CLASS)) throw error;
  const expected = "a file that names the class; without it add --model NAME, the published model of the files";
  throw new ResourceError(error.input, error.value, expected, { cause: error });
}

function wordsOf(mecab: MeCab, writesOffsets: boolean, write: Write): Convert {
  return writesOffsets ? (text) => writeJson(pairs(mecab.spans(text))) : (text) => write(mecab.words(text));
}

function latticesOf(mecab: MeCab, { options }: Request): Convert {
  const format = LATTICE_FORMATS.find((name) => name === options.get("format")) ?? "table";
  const write = latticeWriter(mecab, format, options.has("best"));
  return (text) => [write(text)];
}

function tokensOf(tokenizer: AnyTokenizer, { command, options }: Request, write: Write): Convert {
  const add_special_tokens = command === "encode" && !options.has("no-special-tokens");
  if (options.has("offsets")) {
    const settings = { add_special_tokens, return_offsets_mapping: true, verbose: false, ...lengthSettings(options) };
    return (text) => writeJson(tokenizer(text, settings).offset_mapping ?? []);
  }
  if (command === "tokenize") return (text) => write(tokenizer.tokenize(text));
  const settings = { add_special_tokens, verbose: false, ...lengthSettings(options) };
  return (text) => write(tokenizer.encode(text, settings));
}

function textsOf(tokenizer: AnyTokenizer, isJson: boolean, skip_special_tokens: boolean): Convert {
  return (line) => {
    const text = tokenizer.decode(parseIds(line), { skip_special_tokens });
    if (isJson) return [JSON.stringify(text)];
    const at = text.search(/[\r\n]/);
    if (at < 0) return [text];
    throw new TextError("text of the ids", "a line break", ONE_LINE, { offset: at });
  };
}

function writePlain(items: readonly unknown[]): Iterable<string> {
  return items.length <= ITEMS_AT_ONCE ? [items.join(" ")] : plainPieces(items);
}

function writeJson(items: readonly unknown[]): Iterable<string> {
  return items.length <= ITEMS_AT_ONCE ? [JSON.stringify(items)] : jsonPieces(items);
}

function* plainPieces(items: readonly unknown[]): Iterable<string> {
  for (let at = 0; at < items.length; at += ITEMS_AT_ONCE) {
    yield (at === 0 ? "" : " ") + items.slice(at, at + ITEMS_AT_ONCE).join(" ");
  }
}

function* jsonPieces(items: readonly unknown[]): Iterable<string> {
  yield "[";
  for (let at = 0; at < items.length; at += ITEMS_AT_ONCE) {
    yield (at === 0 ? "" : ",") + JSON.stringify(items.slice(at, at + ITEMS_AT_ONCE)).slice(1, -1);
  }
  yield "]";
}

const INTEGER = /^[+-]?\d+$/;

/** Parses ids that are separated by spaces or written as a JSON array. */
function parseIds(line: string): number[] {
  const items = line
    .trim()
    .replace(/^\[(.*)\]$/s, "$1")
    .split(/[\s,]+/)
    .filter((item) => item !== "");
  return items.map((item) => {
    if (!INTEGER.test(item) || !Number.isSafeInteger(Number(item)))
      throw new TextError("ids", item, "ids: integers between spaces or in a JSON array");
    return Number(item);
  });
}

function pairs(spans: Uint32Array): [number, number][] {
  return Array.from({ length: spans.length / 2 }, (_, word) => [spans[2 * word], spans[2 * word + 1]]);
}
