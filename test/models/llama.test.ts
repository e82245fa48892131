import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError, VocabularyError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { LlamaTokenizerFast } from "../../src/models/fast/llama-tokenizer-fast.js";
import { from_pretrained } from "../../src/models/published/llama_l24_d2048_h16_seq1024.js";
import { llama } from "../../src/models/sentencepiece/llama.js";
import { t5 } from "../../src/models/sentencepiece/t5.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";

const MODEL = readTrained("unigram-nmt-nfkc");
const BPE = readTrained("bpe-bytes");
const NAME = "llama_l24_d2048_h16_seq1024";
const POSITIONS = { return_offsets_mapping: true, return_word_ids: true } as const;

describe("LlamaTokenizer", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "llama-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function folderOf(name: string, config: object | undefined, model: Uint8Array | undefined): Promise<string> {
    const path = join(folder, name);
    await mkdir(path);
    if (model) await writeFile(join(path, "tokenizer.model"), model);
    if (config) await writeFile(join(path, "tokenizer_config.json"), JSON.stringify(config));
    return path;
  }

  it("has the offsets of pieces, special tokens, bytes and the space before a text", () => {
    const text = "今日は<s> 𠮷野";
    for (const legacy of [true, false]) {
      const tokenizer = llama(MODEL, { legacy, add_eos_token: true });
      const { input_ids, offset_mapping, word_ids } = tokenizer(text, POSITIONS);
      const tokens = tokenizer.convert_ids_to_tokens(input_ids);
      const at = tokens.lastIndexOf("<s>");
      expect(offset_mapping?.at(0)).toEqual([0, 0]);
      expect(offset_mapping?.at(-1)).toEqual([0, 0]);
      expect(offset_mapping?.[1]).toEqual([0, 0]);
      expect(tokens.slice(1, 5)).toEqual(["▁", "今", "日", "は"]);
      expect(offset_mapping?.slice(2, 5)).toEqual([
        [0, 1],
        [1, 2],
        [2, 3],
      ]);
      expect(offset_mapping?.[at]).toEqual([3, 6]);
      expect(tokens.slice(-4, -1)).toEqual(["<0xE9>", "<0x87>", "<0x8E>"]);
      expect(offset_mapping?.slice(-4, -1)).toEqual([
        [9, 10],
        [9, 10],
        [9, 10],
      ]);
      expect(word_ids?.slice(0, 5)).toEqual([null, 0, 0, 0, 0]);
      expect(word_ids?.[at]).toBe(1);
    }
  });

  it("puts bos before each text, with the type of that text", () => {
    const tokenizer = llama(MODEL, { legacy: true, add_eos_token: true });
    const { input_ids, token_type_ids } = tokenizer("a", { text_pair: "b", return_token_type_ids: true });
    const [bos, eos] = [tokenizer.bos_token_id, tokenizer.eos_token_id];
    const ids = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
    expect(input_ids).toEqual([bos, ...ids("a"), eos, bos, ...ids("b"), eos]);
    expect(token_type_ids).toEqual([...[bos, ...ids("a"), eos].map(() => 0), ...[bos, ...ids("b"), eos].map(() => 1)]);
  });

  it("loads from a folder that names it, and from its own saved files", async () => {
    const options = { legacy: false, add_eos_token: true, pad_token: "<fill>" };
    const config = { tokenizer_class: "LlamaTokenizer", ...options };
    const slow = { use_fast: false } as const;
    const tokenizer = await AutoTokenizer.from_pretrained(await folderOf("named", config, BPE), slow);
    expect(tokenizer.pad_token_id).toBe(tokenizer.vocab_size);
    const text = "ABC <s> 自然言語</s> <fill>";
    expect(tokenizer.encode(text)).toEqual(llama(BPE, options).encode(text));
    const saved = join(folder, "saved");
    await tokenizer.save_pretrained(saved);
    expect(new Uint8Array(await readFile(join(saved, "tokenizer.model")))).toEqual(BPE);
    expect(JSON.parse(await readFile(join(saved, "tokenizer_config.json"), "utf8"))).toMatchObject(config);
    const again = await AutoTokenizer.from_pretrained(saved, slow);
    expect(again.get_vocab()).toEqual(tokenizer.get_vocab());
    expect(again.encode(text)).toEqual(tokenizer.encode(text));
  });

  it("has no unknown token, no pad token and no bos token if they are null", () => {
    const tokenizer = llama(BPE, { legacy: true, ...({ unk_token: null, bos_token: null } as object) });
    expect([tokenizer.unk_token, tokenizer.bos_token, tokenizer.pad_token]).toEqual([undefined, undefined, undefined]);
    expect(tokenizer.all_special_tokens).toEqual(["</s>"]);
    expect(() => tokenizer.encode("a")).toThrow(OptionError);
    expect(tokenizer.encode("a", { add_special_tokens: false })).toEqual(
      llama(BPE, { legacy: true, add_bos_token: false }).encode("a"),
    );
    const newer = llama(MODEL, { legacy: false, ...({ unk_token: null } as object) });
    expect(() => newer.encode("a")).toThrow(/unk_token/);
    expect(t5(MODEL, { legacy: true, ...({ pad_token: null } as object) }).pad_token).toBeUndefined();
  });

  it("with from_slow keeps the space that the model puts before a text", () => {
    const plain = llama(MODEL, { legacy: false });
    const slow = llama(MODEL, { legacy: false, from_slow: true });
    expect(slow.tokenize("<s>a")).not.toEqual(plain.tokenize("<s>a"));
  });

  it("accepts arguments of the processor that do not change the pieces, and refuses the others", () => {
    const kwargs = { enable_sampling: false, nbest_size: 5, alpha: 0.5, num_threads: 2, add_bos: null };
    expect(llama(MODEL, { legacy: true, sp_model_kwargs: kwargs }).encode("東京")).toEqual(
      llama(MODEL, { legacy: true, sp_model_kwargs: null }).encode("東京"),
    );
    for (const name of ["enable_sampling", "add_bos", "add_eos", "reverse", "emit_unk_piece"]) {
      const refused = { legacy: true, sp_model_kwargs: { [name]: true } };
      expect(() => llama(MODEL, refused)).toThrow(`sp_model_kwargs: ${name}`);
      expect(() => t5(MODEL, refused)).toThrow(OptionError);
    }
    expect(() => llama(MODEL, { sp_model_kwargs: { samples: 1 } })).toThrow(OptionError);
  });

  it("warns once about its default behaviour, and so does T5Tokenizer", () => {
    const warnings: string[] = [];
    const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
    try {
      for (const make of [llama, t5]) {
        make(MODEL, { legacy: true });
        make(MODEL);
        make(MODEL, { legacy: null });
      }
      expect(warnings.map((warning) => warning.split(" ")[0])).toEqual(["LlamaTokenizer", "T5Tokenizer"]);
    } finally {
      setLogger(previous);
    }
  });

  it("refuses a missing or damaged model, and impossible ids and tokens", async () => {
    const config = { tokenizer_class: "LlamaTokenizer", legacy: true };
    await expect(AutoTokenizer.from_pretrained(await folderOf("empty", config, undefined))).rejects.toThrow(
      ResourceError,
    );
    const damaged = await folderOf("damaged", config, MODEL.subarray(0, 1000));
    await expect(AutoTokenizer.from_pretrained(damaged)).rejects.toThrow(VocabularyError);
    await expect(AutoTokenizer.from_pretrained(damaged)).rejects.toThrow("tokenizer.model");
    const tokenizer = llama(MODEL, { legacy: true });
    expect(() => tokenizer.decode([tokenizer.vocab_size])).toThrow(OptionError);
    expect(() => tokenizer.convert_tokens_to_string([])).toThrow(OptionError);
    expect(() => tokenizer.pad({ input_ids: [1] })).toThrow("pad_token");
  });

  it(`is the class of ${NAME} unless its files name another`, async () => {
    const files = await folderOf("unnamed", { legacy: true, add_eos_token: true }, BPE);
    const expected = llama(BPE, { legacy: true, add_eos_token: true }).encode("今日は");
    for (const load of [
      () => AutoTokenizer.from_pretrained(`tohoku-nlp/${NAME}`, { files, use_fast: false }),
      () => from_pretrained({ files }),
    ])
      expect((await load()).encode("今日は")).toEqual(expected);
    expect(await AutoTokenizer.from_pretrained(NAME, { files })).toBeInstanceOf(LlamaTokenizerFast);
    const other = await folderOf("other", { tokenizer_class: "T5Tokenizer", legacy: true, extra_ids: 0 }, undefined);
    await writeFile(join(other, "spiece.model"), MODEL);
    const named = await AutoTokenizer.from_pretrained(NAME, { files: other, use_fast: false });
    expect(named.encode("今日は")).toEqual(t5(MODEL, { legacy: true, extra_ids: 0 }).encode("今日は"));
    await expect(from_pretrained({ files: other })).rejects.toThrow("T5Tokenizer");
  });
});
