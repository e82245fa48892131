/** Folders whose files name no tokenizer_class: the model_type of config.json decides, as in Python. */
import { describe, expect, it } from "vitest";
import { CONFIGURED } from "../../fixtures/configurations.js";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";

const json = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const text = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
const WORDS = CONFIGURED["PreTrainedTokenizerFast: no tokens"].files["tokenizer.json"] as string;
const TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"];

interface Made {
  readonly name: string;
  readonly messages: readonly string[];
}

/** The saved name of the class that is made, and the messages of the load. */
async function load(model_type: string, files: Readonly<Record<string, Uint8Array>>, use_fast = true): Promise<Made> {
  const messages: string[] = [];
  const previous = setLogger({ warn: (message) => messages.push(message), error: () => undefined });
  try {
    const all = { ...files, "config.json": json({ model_type }) };
    const tokenizer = await AutoTokenizer.from_pretrained(`folder of ${model_type}`, { files: all, use_fast });
    return { name: tokenizer.constructor.name, messages };
  } finally {
    setLogger(previous);
  }
}

describe("a model type", () => {
  const fast = { "tokenizer.json": new TextEncoder().encode(WORDS) };
  it.each([
    ["modernbert", "PreTrainedTokenizerFast"],
    ["bert", "ModelTokenizerFast"],
    ["gpt2", "ModelTokenizerFast"],
    ["deberta-v2", "ModelTokenizerFast"],
    ["qwen3_moe", "ModelTokenizerFast"],
  ])("%s names a class over a tokenizer.json", async (type, name) => {
    expect((await load(type, fast)).name).toBe(name);
  });

  it("of bytes alone needs no file", async () => {
    expect((await load("byt5", {})).name).toBe("Tokenizer");
  });

  it("whose class this library does not have is named in the error", async () => {
    const loading = load("perceiver", fast);
    await expect(loading).rejects.toThrow(OptionError);
    await expect(loading).rejects.toThrow(/config\.json: model_type: found "perceiver"/);
    await expect(load("modern-bert", fast)).rejects.toThrow("did you mean modernbert?");
    await expect(load("bert", { "vocab.txt": text(TOKENS) }, false)).rejects.toThrow(
      "use_fast: true makes BertTokenizerFast",
    );
  });

  it("is not asked for if a file names the class", async () => {
    const files = { ...fast, "tokenizer_config.json": json({ tokenizer_class: "PreTrainedTokenizerFast" }) };
    expect((await load("perceiver", files)).name).toBe("PreTrainedTokenizerFast");
  });

  it("bert with a Japanese vocabulary is BertTokenizerFast as in Python, with a warning", async () => {
    const { name, messages } = await load("bert", { "vocab.txt": text([...TOKENS, "東", "あ", "##い"]) });
    expect(name).toBe("ModelTokenizerFast");
    expect(messages.join()).toMatch(/BertJapaneseTokenizer\.from_pretrained/);
    expect((await load("ernie", { "vocab.txt": text(TOKENS) })).messages).toEqual([]);
  });
});

it("without a class and without a model type, the error names the ways to go on", async () => {
  const files = { "vocab.txt": text(TOKENS), "config.json": json({ hidden_size: 4 }) };
  await expect(AutoTokenizer.from_pretrained("folder", { files })).rejects.toThrow(ResourceError);
});
