/** Compares the fast classes with the goldens, which fixtures/classes.ts recorded from transformers. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLASS_FOLDERS, type ClassFolder, type ClassGolden, hashes, writeFolder } from "../../fixtures/classes.js";
import { inCodePoints } from "../../fixtures/fast.js";
import { canonical, perform } from "../../fixtures/perform.js";
import { inFolder, readTexts } from "../../fixtures/saved.js";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { jsonContent } from "../../fixtures/tokenizer-json/files.js";
import { OptionError, ResourceError, TokenizerError } from "../../src/base/errors.js";
import { type Logger, setLogger } from "../../src/base/logger.js";
import { convertPieces } from "../../src/models/fast/convert-pieces.js";
import { LLAMA_CONVERTER, T5_CONVERTER, XLM_ROBERTA_CONVERTER } from "../../src/models/fast/converters.js";
import { LlamaTokenizerFast } from "../../src/models/fast/llama-tokenizer-fast.js";
import { ModelTokenizerFast } from "../../src/models/fast/model-tokenizer-fast.js";
import { llama } from "../../src/models/sentencepiece/llama.js";
import { t5 } from "../../src/models/sentencepiece/t5.js";
import { type AnyTokenizer, AutoTokenizer, type FromPretrainedOptions } from "../../src/pretrained/auto-tokenizer.js";
import { readModelFile } from "../../src/subwords/sentencepiece/model-file.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

const goldens = readFileSync(new URL("../../fixtures/golden/classes.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as ClassGolden);

function folderOf(name: string): ClassFolder {
  return (CLASS_FOLDERS[name] as () => ClassFolder)();
}

function load(folder: ClassFolder, options: FromPretrainedOptions = {}): Promise<AnyTokenizer> {
  return inFolder(async (path) => {
    await writeFolder(path, folder);
    return AutoTokenizer.from_pretrained(path, options);
  });
}

function savedBy(tokenizer: AnyTokenizer): Promise<Record<string, string>> {
  return inFolder(async (path) => {
    await tokenizer.save_pretrained(path);
    return readTexts(path, readdirSync(path));
  });
}

let previous: Logger;
beforeAll(() => {
  previous = setLogger({ warn: () => {}, error: () => {} });
});
afterAll(() => {
  setLogger(previous);
});

it("there are goldens of every folder", () => {
  expect(goldens.map(({ name }) => name)).toEqual(Object.keys(CLASS_FOLDERS));
});

describe("the fast class of a folder", () => {
  it.each(goldens)("saves the files that the reference saves: $name", async ({ name, saved }) => {
    expect(hashes(await savedBy(await load(folderOf(name))))).toEqual(saved);
  });

  it.each(goldens)("returns what the reference returns: $name", async ({ name, calls }) => {
    const tokenizer = await load(folderOf(name));
    expect(calls.length).toBeGreaterThan(50);
    for (const { call, error, result } of calls) {
      const ours = inCodePoints(call);
      if (error === undefined) expect(canonical(perform(tokenizer, ours)), canonical(call)).toBe(canonical(result));
      else expect(() => perform(tokenizer, ours), `${error}: ${canonical(call)}`).toThrow(TokenizerError);
    }
  });
});

describe("AutoTokenizer", () => {
  const both = folderOf("t5-both");

  it("takes the fast class unless use_fast is false, though the configuration names the slow one", async () => {
    expect(await load(both)).toBeInstanceOf(ModelTokenizerFast);
    expect(await load(both, { use_fast: false })).toBeInstanceOf(Tokenizer);
    const text = "ｶﾞｯﾂで東京へ 𠮷野家";
    const fast = await load(both);
    // The slow tokenizer writes an unknown character in bytes; the tokenizer.json has byte_fallback false.
    expect(fast.encode(text)).toContain(fast.unk_token_id);
    expect((await load(both, { use_fast: false })).encode(text)).not.toContain(fast.unk_token_id);
  });

  it("takes a class whose name ends in Fast even if use_fast is false", async () => {
    expect(await load(folderOf("xlm-roberta-json"), { use_fast: false })).toBeInstanceOf(ModelTokenizerFast);
    expect(await load(folderOf("pre-trained-json"), { use_fast: false })).toBeInstanceOf(PreTrainedTokenizerFast);
  });

  it("says that a slow class is not here, and names the fast one", async () => {
    await expect(load(folderOf("bert-cased"), { use_fast: false })).rejects.toThrow(
      /"BertTokenizer", expected .*use_fast: true makes BertTokenizerFast/,
    );
  });

  it("proposes the nearest class for a name that no class has", async () => {
    const files = folderOf("bert-cased").files;
    await expect(load({ config: { tokenizer_class: "BertTokenzierFast" }, files })).rejects.toThrow(
      /one of BertJapaneseTokenizer, .*did you mean BertTokenizerFast\?/,
    );
  });

  it("names the files that a class is made of if none is there", async () => {
    const { config } = both;
    await expect(load({ config, files: {} })).rejects.toThrow(ResourceError);
    await expect(load({ config, files: {} })).rejects.toThrow("tokenizer.json, or spiece.model for T5TokenizerFast");
    const { config: roberta } = folderOf("roberta-files");
    await expect(load({ config: roberta, files: { "vocab.json": "{}" } })).rejects.toThrow("vocab.json and merges.txt");
  });

  it("names the .model that add_prefix_space and from_slow need", async () => {
    const json = folderOf("llama-json");
    const config = { ...json.config, add_prefix_space: false };
    await expect(load({ ...json, config })).rejects.toThrow(
      "add_prefix_space: found false, expected tokenizer.model beside tokenizer.json",
    );
    const slow = { ...json.config, from_slow: true };
    await expect(load({ ...json, config: slow })).rejects.toThrow(/^from_slow: .*tokenizer\.model beside/);
    const plain = folderOf("pre-trained-json");
    const neox = { config: { tokenizer_class: "GPTNeoXTokenizerFast", from_slow: true }, files: plain.files };
    await expect(load(neox)).rejects.toThrow("GPTNeoXTokenizerFast has no slow class");
  });

  it("converts the .model with from_slow, though there is a tokenizer.json", async () => {
    const { files, config } = both;
    const { "tokenizer.json": _, ...model } = files;
    const converted = await load({ files, config: { ...config, from_slow: true } });
    const alone = await load({ files: model, config });
    expect(converted.get_vocab()).toEqual(alone.get_vocab());
    expect(converted.encode("東京 へ")).toEqual(alone.encode("東京 へ"));
    expect(converted.encode("東京 へ")).not.toEqual((await load(both)).encode("東京 へ"));
  });

  it.each([
    ["bert-cased", { do_lower_case: "yes" }],
    ["t5-both", { extra_ids: -1 }],
    ["roberta-json", { trim_offsets: 1 }],
    ["llama-model", { add_bos_token: "false" }],
    ["pre-trained-json", { padding_side: "Left" }],
  ])("refuses impossible values of arguments: %s", async (name, wrong) => {
    const { config, files } = folderOf(name);
    const [argument] = Object.keys(wrong);
    await expect(load({ config: { ...config, ...wrong }, files })).rejects.toThrow(new RegExp(`${argument}: found`));
  });

  it("refuses words where the class needs a space before each", async () => {
    const roberta = await load(folderOf("roberta-json"));
    expect(() => roberta(["東", "京"], { is_split_into_words: true })).toThrow("add_prefix_space: true");
    const spaced = await load(folderOf("roberta-files"));
    expect(spaced(["東", "京"], { is_split_into_words: true }).word_ids).toBeUndefined();
  });

  it("warns once that characters become unknown where a .model would write bytes", () => {
    const model = readModelFile(readTrained("unigram-identity"), "spiece.model");
    const warnings: string[] = [];
    const before = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
    try {
      // Each class warns once in a process, so these have names of their own.
      for (const name of ["One", "One", "Two"]) convertPieces(model, T5_CONVERTER, { extra_ids: 0 }, name);
      convertPieces(model, XLM_ROBERTA_CONVERTER, {}, "Three");
      convertPieces(model, LLAMA_CONVERTER, {}, "Four");
    } finally {
      setLogger(before);
    }
    expect(warnings.map((warning) => warning.split(" ")[0])).toEqual(["One", "Two", "Three"]);
    expect(warnings[0]).toMatch(/unknown tokens.*; use_fast: false keeps the bytes$/);
    expect(warnings[2]).toMatch(/as in the reference$/);
  });
});

describe("a folder that transformers 5 saved", () => {
  const backend = { backend: "tokenizers", is_local: true, local_files_only: false };

  it("with TokenizersBackend is loaded as its tokenizer.json says", async () => {
    const { files } = folderOf("roberta-json");
    const tokens = { cls_token: "<s>", pad_token: "<pad>" };
    const config = { ...backend, ...tokens, tokenizer_class: "TokenizersBackend", extra_special_tokens: ["</s>"] };
    const tokenizer = await load({ config, files });
    const plain = await load({
      config: { ...tokens, tokenizer_class: "PreTrainedTokenizerFast", additional_special_tokens: ["</s>"] },
      files,
    });
    expect(tokenizer.encode("東京 ABC")).toEqual(plain.encode("東京 ABC"));
    expect(tokenizer.all_special_tokens).toEqual(["<pad>", "<s>", "</s>"]);
    expect(Object.keys(tokenizer("東"))).toEqual(["input_ids", "attention_mask"]);
    expect(JSON.parse((await savedBy(tokenizer))["tokenizer_config.json"] ?? "")).toMatchObject({
      tokenizer_class: "PreTrainedTokenizerFast",
      additional_special_tokens: ["</s>"],
      backend: "tokenizers",
    });
  });

  it("keeps the special tokens around texts that its tokenizer.json has, unless arguments say otherwise", async () => {
    const { files } = folderOf("llama-json");
    const config = { ...backend, tokenizer_class: "LlamaTokenizer", extra_special_tokens: ["<s>", "</s>", "日本"] };
    const kept = await load({ config, files });
    const [bos, eos] = [kept.bos_token_id, kept.eos_token_id];
    // The file's template puts both tokens around a text; the class of transformers 4 would put bos_token alone.
    expect(kept.encode("東")).toEqual([bos, ...kept.encode("東", { add_special_tokens: false }), eos]);
    expect(kept.special_tokens_map.additional_special_tokens).toEqual(["<s>", "</s>", "日本"]);
    const told = await load({ config: { ...config, add_bos_token: false, add_eos_token: true }, files });
    expect(told.encode("東")).toEqual([...kept.encode("東", { add_special_tokens: false }), eos]);
  });

  it("with a slow class's name and a tokenizer.json alone is loaded as the fast class", async () => {
    const { files } = folderOf("bert-cased");
    const config = {
      ...backend,
      tokenizer_class: "BertTokenizer",
      do_lower_case: false,
      tokenize_chinese_chars: false,
    };
    const old = await load(folderOf("bert-cased"));
    expect((await load({ config, files }))("ABC 東京")).toEqual(old("ABC 東京"));
  });
});

it("BigBirdTokenizerFast masks only cls_token and sep_token, as in the reference", async () => {
  const tokenizer = await load(folderOf("big-bird-model"));
  const ids = [tokenizer.cls_token_id, tokenizer.bos_token_id, tokenizer.sep_token_id] as number[];
  const options = { already_has_special_tokens: true };
  expect(tokenizer.get_special_tokens_mask(ids, undefined, options)).toEqual([1, 0, 1]);
  expect(tokenizer.get_special_tokens_mask(ids, [5])).toEqual([1, 0, 0, 0, 1, 0, 1]);
});

describe("the constructors", () => {
  it("refuse arguments that their class does not have, and propose one", () => {
    const json = (): TokenizerJson => TokenizerJson.parse(jsonContent("llama"), "tokenizer.json");
    expect(() => new PreTrainedTokenizerFast(json(), { add_bos_token: true } as object)).toThrow(OptionError);
    expect(() => new LlamaTokenizerFast(json(), { add_bos_tokens: true } as object)).toThrow(
      /did you mean add_bos_token\?/,
    );
    expect(() => new LlamaTokenizerFast(json(), { add_prefix_space: true })).toThrow("AutoTokenizer");
    expect(() => t5(readTrained("unigram-nmt-nfkc"), { extra_id: 3 } as object)).toThrow(/did you mean extra_ids\?/);
    expect(() => llama(readTrained("bpe-bytes"), { legacy: "no" } as object)).toThrow(OptionError);
  });
});
