import { readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  BEFORE_SAVING,
  digest,
  FAST_SETTINGS,
  type FastSetting,
  fastContent,
  openFast,
} from "../../../fixtures/fast.js";
import { perform } from "../../../fixtures/perform.js";
import { inFolder, readTexts } from "../../../fixtures/saved.js";
import { OptionError, ResourceError } from "../../../src/base/errors.js";
import { setLogger } from "../../../src/base/logger.js";
import { LlamaTokenizerFast } from "../../../src/models/fast/llama-tokenizer-fast.js";
import { from_pretrained as sq4096 } from "../../../src/models/published/tohokunlp-bert-500m-sq4096-alpha.js";
import { from_pretrained as sq8192 } from "../../../src/models/published/tohokunlp-bert-500m-sq8192-alpha.js";
import { AutoTokenizer } from "../../../src/pretrained/auto-tokenizer.js";
import { PreTrainedTokenizerFast } from "../../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../../src/tokenizer-json/index.js";

interface Saved {
  readonly name: string;
  readonly digest: string;
  readonly files: Readonly<Record<string, string>>;
  readonly digestAgain: string;
  readonly again: Readonly<Record<string, string>>;
}

const CLASSES = { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast };
const goldens = readFileSync(new URL("../../../fixtures/golden/saved.fast.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Saved);

function open(name: string): PreTrainedTokenizerFast {
  return openFast(FAST_SETTINGS[name] as FastSetting, CLASSES);
}

beforeAll(() => {
  setLogger({ warn: () => {}, error: () => {} });
});

describe("the files that the reference saves", () => {
  it.each(goldens)("are the files that we save, before and after loading them: $name", async (golden) => {
    await inFolder(async (folder) => {
      const tokenizer = open(golden.name);
      for (const call of BEFORE_SAVING) perform(tokenizer, call);
      await tokenizer.save_pretrained(folder);
      const { "tokenizer.json": json, ...files } = await readTexts(folder, await readdir(folder));
      expect(files).toEqual(golden.files);
      expect(digest(json)).toBe(golden.digest);
      const again = join(folder, "again");
      await mkdir(again);
      await (await AutoTokenizer.from_pretrained(folder)).save_pretrained(again);
      const { "tokenizer.json": jsonAgain, ...filesAgain } = await readTexts(again, await readdir(again));
      expect(filesAgain).toEqual(golden.again);
      expect(digest(jsonAgain)).toBe(golden.digestAgain);
    });
  });
});

describe("a fast tokenizer", () => {
  it("gives the longer text of a pair the odd id, and returns overflow as rows", () => {
    const tokenizer = open("fast-bert");
    // b A c B c: 3 of the 8 ids are special tokens, so 5 remain for texts of 5 and 4 ids.
    const { input_ids, overflow_to_sample_mapping } = tokenizer(["c d e f i"], {
      text_pair: ["g h i j"],
      truncation: true,
      max_length: 8,
      return_overflowing_tokens: true,
    });
    const rows = input_ids.map((ids) => tokenizer.convert_ids_to_tokens(ids).join(" "));
    expect(rows).toEqual(["b c d e c g h c", "b f i c g h c", "b f i c i j c", "b c d e c i j c"]);
    expect(overflow_to_sample_mapping).toEqual([0, 0, 0, 0]);
  });

  it("returns offsets in UTF-16 code units, and the word of each token", () => {
    const tokenizer = open("fast-bert");
    const { offset_mapping, word_ids } = tokenizer("𠮷 東京", { return_offsets_mapping: true, return_word_ids: true });
    expect(offset_mapping).toEqual([
      [0, 0],
      [0, 2],
      [3, 4],
      [4, 5],
      [0, 0],
    ]);
    expect(word_ids).toEqual([null, 0, 1, 1, null]);
  });

  it("refuses what the reference refuses", () => {
    const tokenizer = open("fast-bert");
    expect(() => tokenizer.decode([-1])).toThrow(OptionError);
    expect(() => tokenizer("c d e", { truncation: true, max_length: 4, stride: 3 })).toThrow(OptionError);
    expect(() => tokenizer("c d e", { truncation: "only_second", max_length: 4 })).toThrow(OptionError);
  });

  it("of class LlamaTokenizerFast follows add_bos_token and add_eos_token when they are set", () => {
    const tokenizer = open("fast-llama") as LlamaTokenizerFast;
    const [bos, ...ids] = tokenizer.encode("ABC");
    expect(bos).toBe(tokenizer.bos_token_id);
    tokenizer.add_bos_token = false;
    tokenizer.add_eos_token = true;
    expect(tokenizer.encode("ABC")).toEqual([...ids, tokenizer.eos_token_id]);
    tokenizer.eos_token = undefined;
    expect(() => tokenizer.update_post_processor()).toThrow(OptionError);
    expect(() => new LlamaTokenizerFast(TokenizerJson.parse("{}", "x"), { add_prefix_space: true })).toThrow();
  });
});

describe("files with a tokenizer.json", () => {
  const setting = FAST_SETTINGS["fast-llm-jp"] as FastSetting;

  async function folderWith(folder: string, tokenizer_class: string): Promise<void> {
    await writeFile(join(folder, "tokenizer.json"), fastContent(setting));
    await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify({ tokenizer_class, ...setting.arguments }));
  }

  it.each([
    ["tohokunlp-bert-500m-sq4096-alpha", sq4096],
    ["tohokunlp-bert-500m-sq8192-alpha", sq8192],
  ])("make the tokenizer of %s", async (name, from_pretrained) => {
    await inFolder(async (folder) => {
      await folderWith(folder, "PreTrainedTokenizerFast");
      const expected = open("fast-llm-jp").encode("自然言語 ABC");
      expect((await from_pretrained({ files: folder })).encode("自然言語 ABC")).toEqual(expected);
      const auto = await AutoTokenizer.from_pretrained(name, { files: folder });
      expect(auto.encode("自然言語 ABC")).toEqual(expected);
      expect((await AutoTokenizer.from_pretrained(folder)).encode("自然言語 ABC")).toEqual(expected);
    });
  });

  it("make the fast version of the class that they name, unless use_fast is false", async () => {
    await inFolder(async (folder) => {
      await folderWith(folder, "LlamaTokenizer");
      expect(await AutoTokenizer.from_pretrained(folder)).toBeInstanceOf(LlamaTokenizerFast);
      await expect(AutoTokenizer.from_pretrained(folder, { use_fast: false })).rejects.toThrow(/tokenizer\.model/);
    });
  });

  it("are required", async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, "tokenizer_config.json"), '{"tokenizer_class": "PreTrainedTokenizerFast"}');
      await expect(AutoTokenizer.from_pretrained(folder)).rejects.toThrow(ResourceError);
    });
  });
});
