import { TextError } from "../base/errors.js";
import { MeCab } from "../mecab/mecab.js";
import { type AnyTokenizer, AutoTokenizer } from "../pretrained/auto-tokenizer.js";
import { LATTICE_FORMATS, latticeWriter } from "./lattice.js";
import type { Request } from "./parse.js";
import { showDownloads, type TerminalLine } from "./progress.js";

/** What a command does with a line. */
export interface Converter {
  /** The output for a line. */
  readonly convert: (text: string) => string;
  /** True if the text of a line after U+0000 is lost, as in the reference. */
  readonly endsAtNul: () => boolean;
}

type Write = (items: readonly unknown[]) => string;

/**
 * Loads what a command needs.
 *
 * @param line shows what is loaded
 */
export async function converterOf(request: Request, line: TerminalLine): Promise<Converter> {
  const { command, options } = request;
  const isJson = options.get("format") === "json";
  const write: Write = (items) => (isJson ? JSON.stringify(items) : items.join(" "));
  line.draw(`loading ${options.get("dictionary") ?? options.get("model") ?? options.get("files")}`);
  try {
    if (command === "words" || command === "lattice") {
      const mecab = await MeCab.load(options.get("dictionary") ?? "");
      const convert = command === "words" ? wordsOf(mecab, options.has("offsets"), write) : latticesOf(mecab, request);
      return { convert, endsAtNul: () => true };
    }
    const tokenizer = await loadTokenizer(request, line);
    if (command === "decode") {
      return { convert: textsOf(tokenizer, isJson, options.has("no-special-tokens")), endsAtNul: () => false };
    }
    return { convert: tokensOf(tokenizer, request, write), endsAtNul: () => endsAtNul(tokenizer) };
  } finally {
    line.clear();
  }
}

function loadTokenizer({ options }: Request, line: TerminalLine): Promise<AnyTokenizer> {
  const [model, files] = [options.get("model"), options.get("files")];
  if (model === undefined) return AutoTokenizer.from_pretrained(files ?? "");
  const settings = { progress_callback: showDownloads(line) };
  return AutoTokenizer.from_pretrained(model, files === undefined ? settings : { ...settings, files });
}

function wordsOf(mecab: MeCab, writesOffsets: boolean, write: Write): Converter["convert"] {
  return writesOffsets ? (text) => JSON.stringify(pairs(mecab.spans(text))) : (text) => write(mecab.words(text));
}

function latticesOf(mecab: MeCab, { options }: Request): Converter["convert"] {
  const format = LATTICE_FORMATS.find((name) => name === options.get("format")) ?? "table";
  return latticeWriter(mecab, format, options.has("best"));
}

function tokensOf(tokenizer: AnyTokenizer, { command, options }: Request, write: Write): Converter["convert"] {
  const add_special_tokens = command === "encode" && !options.has("no-special-tokens");
  if (options.has("offsets")) {
    const settings = { add_special_tokens, return_offsets_mapping: true, verbose: false };
    return (text) => JSON.stringify(tokenizer(text, settings).offset_mapping);
  }
  if (command === "tokenize") return (text) => write(tokenizer.tokenize(text));
  const settings = { add_special_tokens, verbose: false };
  return (text) => write(tokenizer.encode(text, settings));
}

function textsOf(tokenizer: AnyTokenizer, isJson: boolean, skip_special_tokens: boolean): Converter["convert"] {
  return (line) => {
    const text = tokenizer.decode(parseIds(line), { skip_special_tokens });
    return isJson ? JSON.stringify(text) : text;
  };
}

/** True for the tokenizers that split words with MeCab, which alone end a text there. */
function endsAtNul(tokenizer: AnyTokenizer): boolean {
  const [cut, whole] = [tokenizer.tokenize("a"), tokenizer.tokenize("a\0a")];
  return cut.length === whole.length && cut.every((token, at) => token === whole[at]);
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
