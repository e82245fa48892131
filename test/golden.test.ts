/** Compares with the goldens, which fixtures/make.ts recorded from the Python reference. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMA_ARGUMENTS, COMMA_MODEL } from "../fixtures/bert-pieces.js";
import type { MethodCall } from "../fixtures/calls.js";
import { FAST_SETTINGS, inCodePoints, openFast } from "../fixtures/fast.js";
import { canonical, perform } from "../fixtures/perform.js";
import { PIECE_SETTINGS } from "../fixtures/pieces.js";
import { modelBytes } from "../fixtures/sentencepiece/model-bytes.js";
import { isBuiltIn, VOCABULARIES, vocabularyFile } from "../fixtures/vocabularies.js";
import { TextError, TokenizerError } from "../src/base/errors.js";
import { type Logger, setLogger } from "../src/base/logger.js";
import { MeCab } from "../src/mecab/mecab.js";
import { bertJapanese } from "../src/models/bert/bert-japanese.js";
import type { BertJapaneseOptions } from "../src/models/bert/compose-bert.js";
import { type ByT5Options, byT5 } from "../src/models/byte/byt5.js";
import { LlamaTokenizerFast } from "../src/models/fast/llama-tokenizer-fast.js";
import { type AnyTokenizer, AutoTokenizer } from "../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../src/subwords/vocabulary.js";
import { normalizeNfkc } from "../src/text/normalize.js";
import { alignHanToZen, hanToZen } from "../src/text/zenkaku.js";
import type { TokenToAdd } from "../src/tokenizer/added-token.js";
import { PreTrainedTokenizerFast } from "../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../src/tokenizer-json/index.js";
import { BasicWords } from "../src/words/basic.js";
import { makePieces } from "./make-pieces.js";

const FIXTURES = new URL("../fixtures/", import.meta.url).pathname;
const GOLDEN = join(FIXTURES, "golden");

interface Golden {
  readonly text: string;
  readonly error?: string;
  readonly words?: string[];
  readonly normalized?: string;
  readonly tokens?: string[];
  readonly ids?: number[];
  readonly decoded?: string;
}

/** Ids without a text, some of them out of range, and the text that they decode to. */
interface Decoded {
  readonly ids: number[];
  readonly decoded: string;
  readonly without_special: string;
}

interface Setting {
  readonly tokenizer: { readonly arguments: BertJapaneseOptions; readonly added_tokens: readonly TokenToAdd[] };
}

/** A method called with random options. */
interface Called {
  readonly call: MethodCall;
  readonly error?: string;
  readonly result?: unknown;
}

type GoldenRecord = Called | Golden | Decoded | Setting;

function read(name: string): GoldenRecord[] {
  const lines = readFileSync(join(GOLDEN, name), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as GoldenRecord);
}

const goldens = (name: string): Golden[] => read(name).filter((record): record is Golden => "text" in record);
const decodings = (name: string): Decoded[] =>
  read(name).filter((record): record is Decoded => "without_special" in record);

/** Checks one record. If the reference raised, a TextError is expected. */
function check<Result>(golden: Golden, expected: Result | undefined, run: (text: string) => Result): void {
  if (golden.error) expect(() => run(golden.text), golden.error).toThrow(TextError);
  else expect(run(golden.text)).toEqual(expected);
}

function checkTokenizer(tokenizer: AnyTokenizer, name: string): void {
  const records = goldens(name);
  expect(records.length).toBeGreaterThan(100);
  const idsAlone = decodings(name);
  expect(idsAlone.length).toBeGreaterThan(5);
  for (const { ids, decoded, without_special } of idsAlone) {
    expect(tokenizer.decode(ids)).toBe(decoded);
    expect(tokenizer.decode(ids, { skip_special_tokens: true })).toBe(without_special);
  }
  for (const golden of records) {
    check(golden, golden.tokens, (text) => tokenizer.tokenize(text));
    check(golden, golden.ids, (text) => tokenizer.encode(text));
    if (golden.ids) expect(tokenizer.decode(golden.ids)).toBe(golden.decoded);
    if (golden.ids) {
      const aligned = tokenizer(golden.text, { return_offsets_mapping: true });
      expect(aligned.input_ids).toEqual(golden.ids);
      expect(aligned.offset_mapping).toHaveLength(golden.ids.length);
    }
  }
}

function checkCalls(tokenizer: AnyTokenizer, records: readonly GoldenRecord[]): void {
  expect(records.length).toBeGreaterThan(500);
  for (const { call, error, result } of records as Called[]) {
    if (error === undefined) expect(canonical(perform(tokenizer, call)), canonical(call)).toBe(canonical(result));
    else expect(() => perform(tokenizer, call), `${error}: ${canonical(call)}`).toThrow(TokenizerError);
  }
}

function smallVocabulary(): Vocabulary {
  return Vocabulary.parse(readFileSync(join(FIXTURES, "small-vocab.txt")), "small-vocab.txt");
}

describe("words are those of the reference", () => {
  it.each(["ipadic", "unidic-lite"] as const)("of MeCab with %s", async (dictionary) => {
    const mecab = await MeCab.load(dictionary);
    const records = goldens(`words.${dictionary}.jsonl`);
    expect(records.length).toBeGreaterThan(100);
    for (const golden of records) check(golden, golden.words, (text) => mecab.words(text));
  });

  it.each([
    ["words.basic.jsonl", false],
    ["words.basic-lower.jsonl", true],
  ])("of BasicTokenizer: %s", (name, do_lower_case) => {
    const basic = new BasicWords({ do_lower_case });
    for (const golden of goldens(name)) check(golden, golden.words, (text) => basic.words(text));
  });
});

it("NFKC is that of Python's Unicode 14.0", () => {
  for (const golden of goldens("nfkc.jsonl")) check(golden, golden.normalized, normalizeNfkc);
});

it("full-width forms are those of the reference", () => {
  const records = read("han-to-zen.jsonl") as { text: string; wide: string }[];
  expect(records.length).toBeGreaterThan(900);
  for (const { text, wide } of records) {
    expect(hanToZen(text)).toBe(wide);
    expect(alignHanToZen(text).text).toBe(wide);
  }
  const changed = new Map(records.filter(({ text, wide }) => text !== wide).map(({ text, wide }) => [text, wide]));
  expect([...changed.keys()].filter(({ length }) => length === 1)).toHaveLength(159);
  expect([...changed].filter(([text, wide]) => text.length === 2 && wide.length === 1)).toHaveLength(26);
});

describe("the small vocabulary gives the tokens, ids and texts of the reference", async () => {
  const vocabulary = smallVocabulary();
  const names = readdirSync(GOLDEN).filter((name) => name.startsWith("small."));
  it.each(names)("%s", async (name) => {
    const [first] = read(name);
    const { tokenizer: setting } = first as Setting;
    const tokenizer = await bertJapanese(vocabulary, setting.arguments);
    for (const token of setting.added_tokens) tokenizer.add_tokens(token);
    checkTokenizer(tokenizer, name);
  });
});

it("BertJapaneseTokenizer cuts a comma off a digit, and cleans spaces and quotes, as the reference does", async () => {
  const tokenizer = await bertJapanese(modelBytes(COMMA_MODEL), COMMA_ARGUMENTS);
  const records = goldens("bert-commas.jsonl");
  expect(records.length).toBeGreaterThanOrEqual(30);
  for (const { text, tokens, ids = [], decoded } of records) {
    expect(tokenizer.tokenize(text), text).toEqual(tokens);
    expect(tokenizer.encode(text), text).toEqual(ids);
    expect(tokenizer.decode(ids), text).toBe(decoded);
    expect(tokenizer(text, { return_offsets_mapping: true }).input_ids, text).toEqual(ids);
  }
});

it("ByT5Tokenizer gives the ids and texts of the reference with each of its arguments", () => {
  const records = read("byt5.arguments.jsonl") as unknown as { arguments: ByT5Options; texts?: Golden[] }[];
  expect(records.length).toBeGreaterThan(15);
  for (const { arguments: options, texts = [] } of records) {
    for (const { text, ids = [], decoded } of texts) {
      expect(byT5(options).encode(text)).toEqual(ids);
      expect(byT5(options).decode(ids)).toBe(decoded);
    }
  }
});

describe("random calls return what the reference returns", () => {
  let previous: Logger;
  beforeAll(() => {
    previous = setLogger({ warn: () => {}, error: () => {} });
  });
  afterAll(() => {
    setLogger(previous);
  });

  it("of bert-base-japanese-char-v3", async () => {
    checkCalls(await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3"), read("calls.v3-char.jsonl"));
  });

  it("of ByT5Tokenizer", () => {
    checkCalls(byT5(), read("calls.byt5.jsonl"));
  });

  it.each(Object.entries(PIECE_SETTINGS))("of SentencePiece models: %s", async (name, setting) => {
    checkCalls(await makePieces(setting), read(`calls.${name}.jsonl`));
  });

  it.each(Object.entries(FAST_SETTINGS))("of a tokenizer.json: %s", (name, setting) => {
    const records = (read(`calls.${name}.jsonl`) as unknown as Called[]).map((record) => ({
      ...record,
      call: inCodePoints(record.call),
    }));
    const tokenizer = openFast(setting, { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast });
    checkCalls(tokenizer, records as unknown as GoldenRecord[]);
  });

  it("that prepare ids for a fast tokenizer", () => {
    const classes = { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast };
    const tokenizers = Object.entries(FAST_SETTINGS).map(([name, setting]) => [name, openFast(setting, classes)]);
    const byName = new Map(tokenizers as [string, AnyTokenizer][]);
    const records = read("prepared.fast.jsonl") as (Called & { readonly name: string })[];
    expect(records.length).toBeGreaterThan(400);
    for (const { name, call, error, result } of records) {
      const run = (): unknown => perform(byName.get(name) as AnyTokenizer, call);
      if (error === undefined) expect(canonical(run()), canonical({ name, call })).toBe(canonical(result));
      else expect(run, `${error}: ${canonical({ name, call })}`).toThrow(TokenizerError);
    }
  });

  it("of the small vocabulary with added tokens", async () => {
    const [first, ...records] = read("calls.small.added-special.jsonl");
    const { tokenizer: setting } = first as Setting;
    const tokenizer = await bertJapanese(smallVocabulary(), setting.arguments);
    for (const token of setting.added_tokens) tokenizer.add_tokens(token);
    checkCalls(tokenizer, records);
  });
});

describe("the published vocabularies give the tokens, ids and texts of the reference", () => {
  for (const published of VOCABULARIES) {
    const file = vocabularyFile(published);
    const reason = file ? "" : " (skipped: its vocab.txt is missing)";
    if (!file) console.warn(`Goldens of ${published.name}${reason}; TOHOKU_SHARED names the folder that holds it.`);
    it.skipIf(!file)(`${published.name}${reason}`, async () => {
      const files = isBuiltIn(published) ? {} : { files: dirname(file ?? "") };
      const tokenizer = await AutoTokenizer.from_pretrained(published.model, files);
      checkTokenizer(tokenizer, `${published.name}.jsonl`);
    });
  }
});
