import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AutoTokenizer, type CallOptions } from "tohoku-tokenizers";
import { MeCab } from "tohoku-tokenizers/mecab";
import type { TokenizerArguments } from "../../fixtures/reference.js";
import { sharedPath } from "../../fixtures/shared.js";
import { VOCABULARIES, type Vocabulary, vocabularyFile } from "../../fixtures/vocabularies.js";
import type { Difference, Result } from "./compare.js";

/** A published output of the reference. Only some of the fields after the text are present. */
interface Published {
  readonly model: string;
  readonly text: string;
  /** A dictionary, "either" if both give the same, or one that is not in the package. */
  readonly dic?: string;
  /** A published vocabulary. If null, the record has its own vocabulary, or only words were published. */
  readonly vocab_dir: string | null;
  readonly vocab?: string[];
  readonly special?: boolean;
  readonly pair?: string;
  readonly max_length?: number;
  readonly truncation?: boolean;
  /** "max_length", or "longest…": padded to the longest text of a batch whose other texts are unknown. */
  readonly padding?: string;
  readonly attention_mask?: number[];
  readonly token_type_ids?: number[];

  readonly tokens?: string[] | null;
  readonly ids?: number[] | null;
  readonly n_tokens?: number;
  readonly tokens_prefix?: string[];
  /** Tokens by their position. */
  readonly partial?: Record<string, string>;
  readonly decoded?: string;
}

/** Our output, in the same fields as were published. */
type Made = Partial<Omit<Published, "model" | "text" | "dic" | "vocab_dir">>;

const DICTIONARIES = { ipadic: "ipadic", unidic_lite: "unidic-lite" } as const;
type Dictionary = keyof typeof DICTIONARIES;

/** Compares with outputs that users of the reference published. Undefined if the file is missing. */
export async function comparePublished(): Promise<Result | undefined> {
  const file = sharedPath("goldens", "published.jsonl");
  if (!file) return undefined;
  const records = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const differences: Difference[] = [];
  let lines = 0;
  for (const record of records.map((line) => JSON.parse(line) as Published)) {
    for (const dictionary of dictionariesOf(record)) {
      lines++;
      const ours = await make(record, dictionary).catch((error) => ({ bug: String(error) }));
      const theirs = published(record);
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) differences.push({ input: record.text, ours, theirs });
    }
  }
  const [smallest] = differences.sort((a, b) => a.input.length - b.input.length);
  return { part: "published outputs", lines, differing: differences.length, smallest };
}

/** Returns the dictionaries with which the record can be reproduced. */
function dictionariesOf({ dic, model }: Published): readonly Dictionary[] {
  if (dic === "either") return ["ipadic", "unidic_lite"];
  if (dic === undefined) return [model.includes("ipadic") ? "ipadic" : "unidic_lite"];
  return dic in DICTIONARIES ? [dic as Dictionary] : [];
}

function published(record: Published): Made {
  return {
    ...(record.tokens && { tokens: record.tokens }),
    ...(record.ids && { ids: record.ids }),
    ...(record.n_tokens && { n_tokens: record.n_tokens }),
    ...(record.tokens_prefix && { tokens_prefix: record.tokens_prefix }),
    ...(record.partial && { partial: record.partial }),
    ...(record.decoded && { decoded: record.decoded }),
    ...(record.attention_mask && { attention_mask: record.attention_mask }),
    ...(record.token_type_ids && { token_type_ids: record.token_type_ids }),
  };
}

async function make(record: Published, dictionary: Dictionary): Promise<Made> {
  if (isRawWords(record)) return { tokens: (await MeCab.load(DICTIONARIES[dictionary])).words(record.text) };
  const tokenizer = await openTokenizer(record, dictionary);
  const encoding = tokenizer(record.text, callOptions(record));
  const { input_ids: ids, attention_mask, token_type_ids } = encoding;
  const tokens = record.special ? tokenizer.convert_ids_to_tokens(ids) : tokenizer.tokenize(record.text);
  return {
    ...(record.tokens && { tokens }),
    ...(record.ids && { ids }),
    ...(record.n_tokens && { n_tokens: tokens.length }),
    ...(record.tokens_prefix && { tokens_prefix: tokens.slice(0, record.tokens_prefix.length) }),
    ...(record.partial && { partial: pickTokens(tokens, Object.keys(record.partial)) }),
    // All records date from versions in which decoding cleaned up spaces by default.
    ...(record.decoded && { decoded: tokenizer.decode(ids, { clean_up_tokenization_spaces: true }) }),
    ...(record.attention_mask && { attention_mask }),
    ...(record.token_type_ids && { token_type_ids }),
  };
}

function callOptions({ special, pair, truncation, padding, ...record }: Published): CallOptions {
  const longest = padding?.startsWith("longest") ? (record.tokens?.length ?? record.ids?.length) : undefined;
  const max_length = record.max_length ?? longest;
  return {
    add_special_tokens: special ?? false,
    ...(pair !== undefined && { text_pair: pair }),
    ...(max_length !== undefined && { max_length }),
    truncation: truncation ?? false,
    padding: padding === undefined ? false : "max_length",
  };
}

/** True if the record holds MeCab's words of the raw text. */
function isRawWords({ model }: Published): boolean {
  return model.startsWith("fugashi") || model.includes("normalize_text=False");
}

function pickTokens(tokens: readonly string[], positions: readonly string[]): Record<string, string> {
  return Object.fromEntries(positions.map((position) => [position, tokens[Number(position)] ?? ""]));
}

function openTokenizer(record: Published, dictionary: Dictionary) {
  const mecab_kwargs = { mecab_dic: dictionary };
  const vocabulary = VOCABULARIES.find(({ name }) => name === record.vocab_dir);
  if (vocabulary) return openPublished(vocabulary, { mecab_kwargs });
  return openOwn(record.vocab ?? ["[UNK]"], { ...testArguments(record.model), mecab_kwargs });
}

function openPublished(vocabulary: Vocabulary, options: TokenizerArguments) {
  const file = vocabularyFile(vocabulary);
  if (!file) throw new Error(`no vocab.txt of ${vocabulary.name}`);
  return AutoTokenizer.from_pretrained(vocabulary.model, { files: dirname(file), ...options });
}

/** Opens a tokenizer with the vocabulary of the record. */
async function openOwn(vocabulary: readonly string[], options: TokenizerArguments) {
  const folder = await mkdtemp(join(tmpdir(), "vocabulary-"));
  try {
    await writeFile(join(folder, "vocab.txt"), vocabulary.map((token) => `${token}\n`).join(""));
    const config = { tokenizer_class: "BertJapaneseTokenizer", ...options };
    await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(config));
    return await AutoTokenizer.from_pretrained(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Reads the arguments from the title of a test in transformers' test suite. */
function testArguments(title: string): TokenizerArguments {
  return {
    word_tokenizer_type: title.includes("basic") ? "basic" : "mecab",
    subword_tokenizer_type: /character/i.test(title) ? "character" : "wordpiece",
    do_word_tokenize: !/^hf-test (Wordpiece|Character)Tokenizer/.test(title),
    do_subword_tokenize: !title.includes("MecabTokenizer"),
    do_lower_case: title.includes("do_lower_case"),
  };
}
