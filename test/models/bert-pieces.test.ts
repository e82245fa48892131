import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMA_ARGUMENTS, COMMA_MODEL } from "../../fixtures/bert-pieces.js";
import { modelBytes } from "../../fixtures/sentencepiece/model-bytes.js";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError, VocabularyError } from "../../src/base/errors.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";

const PIECES = { subword_tokenizer_type: "sentencepiece" } as const;
const MODEL = readTrained("unigram-nmt-nfkc");

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "bert-pieces-"));
});
afterAll(() => rm(root, { recursive: true }));

async function folderOf(config: object, model: Uint8Array | undefined): Promise<string> {
  const folder = await mkdtemp(join(root, "model-"));
  const whole = { tokenizer_class: "BertJapaneseTokenizer", ...config };
  await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(whole));
  if (model) await writeFile(join(folder, "spiece.model"), model);
  return folder;
}

describe("BertJapaneseTokenizer with sentencepiece subwords", () => {
  it("has the offsets of pieces in the text, also where quotes and spaces changed", async () => {
    const tokenizer = await bertJapanese(modelBytes(COMMA_MODEL), COMMA_ARGUMENTS);
    const text = " ``12,  b";
    const { offset_mapping } = tokenizer(text, { return_offsets_mapping: true, add_special_tokens: false });
    const slices = offset_mapping?.map(([start, end]) => text.slice(start, end));
    expect([tokenizer.tokenize(text), slices]).toEqual([
      ["▁", '"', "12", ",", "▁", "b"],
      ["", "``", "12", ",", "  ", "b"],
    ]);
  });

  it("loads from spiece.model, and saves it unchanged", async () => {
    const config = { ...PIECES, word_tokenizer_type: "mecab", mecab_kwargs: { mecab_dic: "ipadic" } };
    const tokenizer = await AutoTokenizer.from_pretrained(await folderOf(config, MODEL));
    const made = await bertJapanese(MODEL, config as typeof PIECES);
    const text = "東京都に住む[MASK]、１２３！";
    expect(tokenizer.encode(text)).toEqual(made.encode(text));
    const saved = await mkdtemp(join(root, "saved-"));
    await tokenizer.save_pretrained(saved);
    expect(new Uint8Array(readFileSync(join(saved, "spiece.model")))).toEqual(new Uint8Array(MODEL));
    expect((await AutoTokenizer.from_pretrained(saved)).encode(text)).toEqual(made.encode(text));
  });

  it("refuses a missing or damaged model, another kind of vocabulary, and words without subwords", async () => {
    await expect(AutoTokenizer.from_pretrained(await folderOf(PIECES, undefined))).rejects.toThrow(ResourceError);
    await expect(AutoTokenizer.from_pretrained(await folderOf(PIECES, undefined))).rejects.toThrow("spiece.model");
    const cut = await folderOf(PIECES, MODEL.subarray(0, 1000));
    await expect(AutoTokenizer.from_pretrained(cut)).rejects.toThrow(VocabularyError);
    await expect(AutoTokenizer.from_pretrained(cut)).rejects.toThrow(join(cut, "spiece.model"));
    await expect(bertJapanese(new Vocabulary(["[UNK]"]), PIECES)).rejects.toThrow(/vocabulary.*\.model/);
    await expect(bertJapanese(MODEL, {})).rejects.toThrow(/vocabulary.*Vocabulary\.parse/);
    const noSubwords = bertJapanese(MODEL, { ...PIECES, do_subword_tokenize: false });
    await expect(noSubwords).rejects.toThrow(OptionError);
    await expect(noSubwords).rejects.toThrow("do_subword_tokenize");
  });
});
