import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { from_pretrained as base } from "../../src/models/published/stable-diffusion-xl-jp-base-1.0.js";
import { from_pretrained as refiner } from "../../src/models/published/stable-diffusion-xl-jp-refiner-1.0.js";
import { t5 } from "../../src/models/sentencepiece/t5.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";

const MODEL = readTrained("unigram-nmt-nfkc");

describe("T5Tokenizer", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "t5-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("has the offsets of pieces: none for the space before a text, the whole character for a byte", () => {
    const tokenizer = t5(MODEL);
    const { offset_mapping, word_ids } = tokenizer("今日は 東京𠮷野", {
      return_offsets_mapping: true,
      return_word_ids: true,
    });
    expect(tokenizer.tokenize("今日は 東京𠮷野").join(" ")).toBe("▁ 今 日 は ▁ 東京 𠮷 <0xE9> <0x87> <0x8E>");
    expect(offset_mapping).toEqual([
      ...[
        [0, 0],
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 4],
        [4, 6],
        [6, 8],
        [8, 9],
        [8, 9],
        [8, 9],
        [0, 0],
      ],
    ]);
    expect(word_ids).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, null]);
  });

  it("gives extra tokens the ids after the pieces, in descending order", () => {
    const tokenizer = t5(MODEL, { extra_ids: 2 });
    const { vocab_size } = tokenizer;
    expect(tokenizer.convert_tokens_to_ids(["<extra_id_0>", "<extra_id_1>"])).toEqual([vocab_size + 1, vocab_size]);
    expect(tokenizer.length).toBe(vocab_size + 2);
  });

  it("loads from a folder that names it, and from its own saved files", async () => {
    await writeFile(join(folder, "spiece.model"), MODEL);
    const config = { tokenizer_class: "T5Tokenizer", extra_ids: 3, keep_accents: true, do_lower_case: true };
    await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(config));
    const tokenizer = await AutoTokenizer.from_pretrained(folder, { use_fast: false });
    expect(tokenizer.length).toBe(tokenizer.vocab_size + 3);
    const text = "ABC <extra_id_2> 自然言語</s>";
    expect(tokenizer.encode(text)).toEqual(t5(MODEL, { extra_ids: 3 }).encode(text));
    const saved = join(folder, "saved");
    await tokenizer.save_pretrained(saved);
    expect(new Uint8Array(await readFile(join(saved, "spiece.model")))).toEqual(MODEL);
    expect(JSON.parse(await readFile(join(saved, "tokenizer_config.json"), "utf8"))).toMatchObject({
      ...config,
      legacy: true,
    });
    expect((await AutoTokenizer.from_pretrained(saved, { use_fast: false })).get_vocab()).toEqual(
      tokenizer.get_vocab(),
    );
  });

  it.each([
    ["base", base],
    ["refiner", refiner],
  ])("is the class of stable-diffusion-xl-jp-%s, without extra ids", async (part, from_pretrained) => {
    const files = join(folder, part);
    await mkdir(files);
    await writeFile(join(files, "spiece.model"), MODEL);
    const tokenizer = await AutoTokenizer.from_pretrained(`stable-diffusion-xl-jp-${part}-1.0`, { files });
    expect(tokenizer.length).toBe(tokenizer.vocab_size);
    expect(tokenizer.encode("今日は")).toEqual(t5(MODEL, { extra_ids: 0 }).encode("今日は"));
    expect((await from_pretrained({ files })).get_vocab()).toEqual(tokenizer.get_vocab());
  });

  it("refuses a missing model, an impossible id, an empty list of tokens, and too few named extra ids", async () => {
    const empty = join(folder, "empty");
    await t5(MODEL).save_pretrained(empty);
    await rm(join(empty, "spiece.model"));
    await expect(AutoTokenizer.from_pretrained(empty)).rejects.toThrow(ResourceError);
    const tokenizer = t5(MODEL, { extra_ids: 0 });
    expect(() => tokenizer.decode([tokenizer.vocab_size])).toThrow(OptionError);
    expect(() => tokenizer.convert_tokens_to_string([])).toThrow(OptionError);
    expect(() => t5(MODEL, { extra_ids: 2, additional_special_tokens: ["<extra_id_0>"] })).toThrow(OptionError);
  });
});
