import { OptionError } from "../base/errors.js";
import { ofWholeBatch } from "../batches/columns.js";
import { type BatchOptions, encode_batch } from "../batches/encode-batch.js";
import type { MeCab } from "../mecab/mecab.js";
import type { AnyTokenizer } from "../pretrained/auto-tokenizer.js";
import { type IdType, tableOf } from "../tables/batch-table.js";
import type { Column, Table } from "../tables/table.js";
import type { Request } from "./parse.js";

/** Makes the rows of texts. `first` is the number of texts before them. */
export type Tabulate = (texts: readonly string[], first: number) => Table;

/** The columns that `--columns` may name, with the option of `encode_batch` that returns each. */
const COLUMN_OPTIONS = {
  token_type_ids: "return_token_type_ids",
  attention_mask: "return_attention_mask",
  special_tokens_mask: "return_special_tokens_mask",
  offset_mapping: "return_offsets_mapping",
  word_ids: "return_word_ids",
  length: "return_length",
} as const satisfies Readonly<Record<string, keyof BatchOptions>>;
const COLUMNS: readonly string[] = ["input_ids", ...Object.keys(COLUMN_OPTIONS)];
/** The columns that are lists with a number for each id, which rows of other lengths can take. */
const PACKED: readonly string[] = ["input_ids", "token_type_ids", "attention_mask", "special_tokens_mask"];

/** The table of the command words: MeCab's words, or their places. */
export function tabulateWords(mecab: MeCab, { options }: Request): Tabulate {
  if (!options.has("offsets")) return stringTable("words", (text) => mecab.words(text));
  return pairTable("offsets", (text) => mecab.spans(text));
}

/** The table of the command tokenize. */
export function tabulateTokens(tokenizer: AnyTokenizer, { options }: Request): Tabulate {
  if (!options.has("offsets")) return stringTable("tokens", (text) => tokenizer.tokenize(text));
  const settings = { add_special_tokens: false, return_offsets_mapping: true, verbose: false };
  return pairTable("offset_mapping", (text) => (tokenizer(text, settings).offset_mapping ?? []).flat());
}

/** The table of the command encode. @throws OptionError for options that do not go together */
export function tabulateIds(tokenizer: AnyTokenizer, request: Request): Tabulate {
  const settings = encodeSettings(request);
  const idType = (request.options.get("id-type") ?? "int32") as IdType;
  return (texts, first) => {
    return tableOf(ofWholeBatch(encode_batch(tokenizer, texts, settings), first), idType);
  };
}

function encodeSettings({ options }: Request): BatchOptions {
  if (options.has("pack") && !options.has("max-length")) {
    throw new OptionError("--pack", "no --max-length", "--max-length N, the length of the rows");
  }
  const columns = options.get("columns")?.split(",");
  const unknown = columns?.find((name) => !COLUMNS.includes(name));
  if (unknown !== undefined) throw new OptionError("--columns", unknown, `names of ${COLUMNS.join(", ")}`);
  const unpacked = options.has("pack") ? columns?.find((name) => !PACKED.includes(name)) : undefined;
  if (unpacked !== undefined)
    throw new OptionError("--columns", unpacked, `with --pack, names of ${PACKED.join(", ")}`);
  const chosen =
    columns &&
    Object.fromEntries(Object.entries(COLUMN_OPTIONS).map(([name, option]) => [option, columns.includes(name)]));
  const offset_unit = options.get("offset-unit") as BatchOptions["offset_unit"];
  return {
    add_special_tokens: !options.has("no-special-tokens"),
    verbose: false,
    ...lengthSettings(options),
    ...(offset_unit && { offset_unit }),
    ...chosen,
  };
}

/** The options of the call that cut or fill rows. */
export function lengthSettings(options: Request["options"]): BatchOptions {
  const max_length = options.has("max-length") ? Number(options.get("max-length")) : undefined;
  const isCut = options.has("truncation") || options.has("windows");
  const cutsOrFills = isCut || options.has("padding");
  if (!cutsOrFills) return {};
  return {
    ...(max_length !== undefined && { max_length }),
    truncation: isCut,
    ...(options.has("padding") && { padding: "max_length" }),
    ...(options.has("windows") && { return_overflowing_tokens: "windows" }),
    ...(options.has("stride") && { stride: Number(options.get("stride")) }),
  };
}

function stringTable(name: string, stringsOf: (text: string) => readonly string[]): Tabulate {
  return (texts) => {
    const ends = new Uint32Array(texts.length);
    const values: string[] = [];
    for (let row = 0; row < texts.length; row++) {
      for (const value of stringsOf(texts[row])) values.push(value);
      ends[row] = values.length;
    }
    return { rows: texts.length, columns: [{ kind: "strings", name, ends, values }] };
  };
}

function pairTable(name: string, pairsOf: (text: string) => ArrayLike<number>): Tabulate {
  return (texts) => {
    const ends = new Uint32Array(texts.length);
    const rows = texts.map((text) => Int32Array.from(pairsOf(text)));
    let length = 0;
    for (let row = 0; row < rows.length; row++) {
      length += rows[row].length;
      ends[row] = length / 2;
    }
    const values = new Int32Array(length);
    for (let row = 0; row < rows.length; row++) values.set(rows[row], row === 0 ? 0 : 2 * ends[row - 1]);
    return { rows: texts.length, columns: [{ kind: "pairs", name, ends, values } satisfies Column] };
  };
}
