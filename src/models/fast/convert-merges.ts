/** The converters of the slow classes with vocab.json and merges.txt: BPE over bytes. */
import { VocabularyError } from "../../base/errors.js";
import { OBJECT } from "../../base/options.js";
import { decodeUtf8 } from "../../text/utf8.js";
import type { Writable } from "../../tokenizer-json/serde-json.js";
import { contentOfRole, neededRole, sequence, templateBlock } from "./blocks.js";
import { slowIds } from "./convert-pieces.js";
import type { SlowOptions, VocabularyConverter } from "./fast-class.js";

/** The files, as the classes name them. */
export const MERGE_FILES = ["vocab.json", "merges.txt"] as const;

const BYTES = { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true } as const;
const QWEN_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+" +
  "|\\s+(?!\\S)|\\s+";

type Ids = readonly (readonly [token: string, id: number])[];

/** Of the merges' first line, a title, and of the end after the last line. */
const isBetween = (_: string, at: number, lines: readonly string[]): boolean => at > 0 && at < lines.length - 1;

export const GPT2_CONVERTER: VocabularyConverter = (files, options, locationOf) => {
  const ids = readIds(files, locationOf);
  const bos = contentOfRole(options, "bos_token");
  const special = new Map([[bos, idOf(ids, options, "unk_token")(bos)]]);
  const template = (): Writable => templateBlock([bos, "$A"], [bos, "$A", ["$B", 1]], special);
  return {
    ...blocks(ids, mergesOf(files, locationOf, isBetween)),
    pre_tokenizer: { ...BYTES, add_prefix_space: options.add_prefix_space === true },
    post_processor: options.add_bos_token ? template() : { ...BYTES, trim_offsets: false },
  };
};

export const ROBERTA_CONVERTER: VocabularyConverter = (files, options, locationOf) => {
  const ids = readIds(files, locationOf);
  const find = idOf(ids, options, "unk_token");
  const [sep, cls] = (["sep_token", "cls_token"] as const).map((role) => neededRole(options, role));
  const add_prefix_space = options.add_prefix_space === true;
  return {
    ...blocks(ids, mergesOf(files, locationOf, isBetween)),
    pre_tokenizer: { ...BYTES, add_prefix_space },
    post_processor: {
      type: "RobertaProcessing",
      sep: [sep, find(sep)],
      cls: [cls, find(cls)],
      trim_offsets: true,
      add_prefix_space,
    },
  };
};

export const QWEN2_CONVERTER: VocabularyConverter = (files, _, locationOf) => ({
  ...blocks(
    readIds(files, locationOf),
    mergesOf(files, locationOf, (line, at) => line !== "" && !(at === 0 && line.startsWith("#version:"))),
  ),
  normalizer: { type: "NFC" },
  pre_tokenizer: sequence("pretokenizers", [
    { type: "Split", pattern: { Regex: QWEN_PATTERN }, behavior: "Isolated", invert: false },
    { ...BYTES, add_prefix_space: false, use_regex: false },
  ]),
  post_processor: { ...BYTES, trim_offsets: false },
});

function blocks(ids: Ids, merges: readonly Writable[]): { readonly [block: string]: Writable } {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    decoder: BYTES,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: new Map(ids),
      merges,
    },
  };
}

type Files = Parameters<VocabularyConverter>[0];
type LocationOf = Parameters<VocabularyConverter>[2];

function readIds(files: Files, locationOf: LocationOf): Ids {
  const text = textOf(files, MERGE_FILES[0], locationOf);
  const fail = (): VocabularyError =>
    new VocabularyError(locationOf(MERGE_FILES[0]), text, "a JSON object of tokens with their ids");
  let ids: unknown;
  try {
    ids = JSON.parse(text);
  } catch {
    throw fail();
  }
  if (!OBJECT.allows(ids)) throw fail();
  return Object.entries(ids as Record<string, number>);
}

/** The merges of the lines that count; equal ones count once. */
function mergesOf(
  files: Files,
  locationOf: LocationOf,
  counts: (line: string, at: number, lines: readonly string[]) => boolean,
): Writable[] {
  const lines = textOf(files, MERGE_FILES[1], locationOf).replace(/\r\n?/g, "\n").split("\n");
  const merges = lines.filter(counts).map((line) => line.trim().split(/\s+/));
  return [...new Map(merges.map((merge) => [merge.join(" "), merge])).values()];
}

function textOf(files: Files, name: string, locationOf: LocationOf): string {
  const fail = (fault: string): VocabularyError => new VocabularyError(locationOf(name), fault, "UTF-8");
  return decodeUtf8(files.get(name) as Uint8Array, fail);
}

function idOf(ids: Ids, options: SlowOptions, unknown: "unk_token"): (token: string) => number {
  const unk = contentOfRole(options, unknown);
  return slowIds(ids, options, ids.find(([token]) => token === unk)?.[1] ?? 0);
}
