import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inFolder } from "../../fixtures/saved.js";
import { OptionError } from "../../src/base/errors.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { from_pretrained as byBert } from "../../src/models/published/bybert-jp-100m.js";
import { from_pretrained as byBertV2 } from "../../src/models/published/bybert-jp-v2-100m.js";
import { from_pretrained as byGpt } from "../../src/models/published/bygpt-jp-multi-lm-head-6.5B-alpha.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { MODELS } from "../../src/pretrained/catalog.js";
import { MecabWords } from "../../src/words/mecab-words.js";

const SPECIALS = ["<pad>", "</s>", "<s>", "<cls>", "<sep>", "<mask>"];

const bert = await byBert();
const bertV2 = await byBertV2();
const gpt = await byGpt();
const names = MODELS.filter(({ family }) => family === "byte").map(({ name }) => name);
const texts = fc.string({ unit: "grapheme", maxLength: 30 });

it.each(names)("%s needs no download, and decodes the ids of any text to the text", async (name) => {
  const tokenizer = await AutoTokenizer.from_pretrained(`tohoku-nlp/${name}`);
  const anyTexts = fc.oneof(texts, fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(anyTexts, (text) => {
      expect(tokenizer.decode(tokenizer.encode(text), { skip_special_tokens: true })).toBe(text);
      expect(tokenizer.decode(tokenizer.encode(text, { add_special_tokens: false }))).toBe(text);
    }),
  );
});

it("the ids of bybert-jp and bybert-jp-v2 have no gaps: six special tokens, 256 bytes, 26 extra tokens", () => {
  for (const tokenizer of [bert, bertV2]) {
    const vocabulary = tokenizer.get_vocab();
    expect([...vocabulary.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: 288 }, (_, id) => id));
    expect(tokenizer.convert_ids_to_tokens([0, 1, 2, 3, 4, 5])).toEqual(SPECIALS);
    expect(tokenizer.convert_ids_to_tokens([262, 287])).toEqual(["<extra_id_0>", "<extra_id_25>"]);
    expect(tokenizer.all_special_tokens).toHaveLength(32);
  }
});

it("the special tokens of bygpt-jp are patches of four ids, and its maximum length is in whole patches", () => {
  const ids = SPECIALS.map((_, index) => [224, 192, 128 + index, 0]);
  expect(SPECIALS.map((token) => gpt.convert_tokens_to_ids(token))).toEqual(ids);
  expect(gpt.model_max_length % 4).toBe(0);
});

it("random ids always decode to the same text, or are an error", () => {
  const ids = fc.array(fc.integer({ min: -3, max: 300 }), { maxLength: 20 });
  fc.assert(
    fc.property(ids, fc.constantFrom("ignore", "replace"), (list, errors) => {
      for (const tokenizer of [bert, bertV2, gpt]) {
        const decode = () => {
          try {
            return tokenizer.decode(list, { errors: errors as "ignore" });
          } catch (error) {
            expect(error).toBeInstanceOf(OptionError);
            return undefined;
          }
        };
        expect(decode()).toBe(decode());
      }
    }),
  );
});

describe("the example on the card of byBERT", () => {
  it("has one mask token for each byte", () => {
    const mask = bert.mask_token ?? "";
    const { input_ids } = bert(`山は${mask.repeat(6)}だ`, { add_special_tokens: false });
    expect(input_ids.filter((id) => id === bert.mask_token_id)).toHaveLength(6);
    for (const tokenizer of [bert, bertV2]) {
      expect(tokenizer.encode("富士", { add_special_tokens: false })).toHaveLength(6);
      expect(tokenizer.encode("仙台", { add_special_tokens: false })).toHaveLength(6);
      expect(tokenizer.encode("富士山", { add_special_tokens: false })).toHaveLength(9);
    }
  });

  it("has other ids for bytes than for special tokens", () => {
    expect(bert.encode("a")).toEqual([0x61 + 6, bert.eos_token_id]);
    expect(bert.vocab_size).toBe(256);
    expect(bert.length).toBe(288);
  });
});

describe("the example on the card of byGPT", () => {
  it("has bos_token in a text, where it is recognised", () => {
    const ids = gpt.encode(`${gpt.bos_token}あ`, { add_special_tokens: false });
    expect(ids).toEqual([224, 192, 130, 0, 224, 201, 177, 36]);
    expect(gpt.bos_token_id).toEqual([224, 192, 130, 0]);
  });

  it("pads on the left, in units of four ids", () => {
    const { input_ids, attention_mask } = gpt(["あ", "仙台"], { padding: "longest", add_special_tokens: false });
    expect(input_ids[0]).toEqual([224, 192, 128, 0, 224, 201, 177, 36]);
    expect(attention_mask?.[0]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    const wide = gpt("あ", { padding: "max_length", max_length: 10, add_special_tokens: false });
    expect(wide.input_ids).toHaveLength(12);
  });

  it("has four ids for the newline that ends a generated text", () => {
    expect([gpt.encode("\n", { add_special_tokens: false })]).toEqual([[224, 192, 128, 11]]);
    expect(gpt.decode([224, 192, 128, 0, 224, 201, 177, 36], { skip_special_tokens: true })).toBe("あ");
    expect(gpt.decode([224, 192, 128, 0, 224, 201, 177, 36])).toBe("<pad>あ");
  });
});

describe("truncation", () => {
  it("cuts between any ids, or only between characters if asked to", () => {
    const options = { truncation: true, max_length: 5, add_special_tokens: false } as const;
    expect(bert("山は山", options).input_ids).toHaveLength(5);
    bert.truncation_unit = "character";
    expect(bert.decode(bert("山は山", options).input_ids)).toBe("山");
    expect(bert("山は山", { ...options, return_overflowing_tokens: true }).overflowing_tokens).toHaveLength(6);
    bert.truncation_side = "left";
    expect(bert.decode(bert("山は山", options).input_ids)).toBe("山");
    bert.truncation_side = "right";
    bert.truncation_unit = "id";
  });

  it("never cuts a patch", () => {
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 9, max: 40 }), (text, text_pair, max_length) => {
        const { input_ids } = gpt(text, { text_pair, truncation: true, max_length, verbose: false });
        expect(input_ids.length % 4).toBe(0);
      }),
    );
  });
});

it("a byte has the offsets of its whole character, and the word id that a word splitter gives", async () => {
  const words = new MecabWords(await MeCab.load("ipadic"), { normalize_text: false });
  const tokenizer = await byBert({ words });
  const options = { return_offsets_mapping: true, return_word_ids: true, add_special_tokens: false } as const;
  const { offset_mapping, word_ids } = tokenizer("東京に 𠮷", options);
  expect(offset_mapping?.map(([start, end]) => end - start)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2]);
  expect(word_ids).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, null, 2, 2, 2, 2]);
  expect(bert("あa", options).word_ids).toEqual([0, 0, 0, 1]);
});

it("a lone surrogate has bytes in the mixed radix, and is an error in UTF-8", () => {
  expect(() => bert.encode("\ud800")).toThrow("surrogate");
  expect(bertV2.decode(bertV2.encode("\ud800"), { skip_special_tokens: true })).toBe("\ud800");
});

it("saved files are loaded again, and override the preset", async () => {
  await inFolder(async (folder) => {
    const changed = await byBert({ pad_token: "<fill>", model_max_length: 99 });
    changed.add_tokens("<new>");
    await changed.save_pretrained(folder);
    for (const again of [await AutoTokenizer.from_pretrained(folder), await byBert({ files: folder })]) {
      expect(again.pad_token).toBe("<fill>");
      expect(again.model_max_length).toBe(99);
      expect(again.encode("a<new>b")).toEqual(changed.encode("a<new>b"));
    }
  });
});
