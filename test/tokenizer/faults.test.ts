/** An error about a text names its place in what the caller gave. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { TextError } from "../../src/base/errors.js";
import { AutoTokenizer, byT5, llama, robertaJapanese, t5 } from "../../src/index.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { from_pretrained as charV3 } from "../../src/models/published/bert-base-japanese-char-v3.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";

const vocabulary = Vocabulary.parse(
  new TextEncoder().encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n雨\nか"),
  "vocab.txt",
);
const config = new TextEncoder().encode('{"tokenizer_class":"LlamaTokenizerFast"}');
const pieces = readTrained("unigram-nmt-nfkc");

const MAKERS = {
  characters: () => charV3(),
  "lower-cased words": () => bertJapanese(vocabulary, { word_tokenizer_type: "mecab", do_lower_case: true }),
  "pieces of words": () =>
    bertJapanese(readTrained("bpe-bytes"), { word_tokenizer_type: "mecab", subword_tokenizer_type: "sentencepiece" }),
  "full-width words": () => robertaJapanese(readTrained("roberta-unigram"), { do_zenkaku: true }),
  bytes: () => byT5(),
  unigram: () => t5(pieces, { legacy: true }),
  bpe: () => llama(readTrained("bpe-bytes"), { legacy: false }),
  fast: () =>
    AutoTokenizer.from_pretrained("llama", {
      files: { "tokenizer.model": readTrained("bpe-bytes"), "tokenizer_config.json": config },
    }),
};

/** Characters that normalization, lower-casing and widening replace by more or fewer. */
const character = fc.constantFrom(
  "か",
  "㌔",
  "ﾊ",
  "ﾟ",
  "İ",
  " ",
  "雨",
  "a",
  "½",
  "\u3099",
  "𠮷",
  "[MASK]",
  "</s>",
  "\t",
);
const text = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(""));

describe("a lone surrogate is at its offset in the caller's text", () => {
  for (const [name, make] of Object.entries(MAKERS)) {
    it(name, async () => {
      const tokenizer = await make();
      fc.assert(
        fc.property(text, fc.constantFrom("\ud800", "\udfff"), text, (before, lone, after) => {
          const faulty = before + lone + after;
          const calls = {
            tokenize: () => tokenizer.tokenize(faulty),
            encode: () => tokenizer.encode(faulty),
            call: () => tokenizer(faulty, { return_offsets_mapping: true }),
          };
          for (const call of Object.values(calls)) {
            const error = failureOf(call);
            expect(error.message).toContain(`at offset ${before.length}"`);
            expect(error.offset).toBe(before.length);
          }
          expect(failureOf(() => tokenizer("雨", { text_pair: faulty })).message).toMatch(/^text_pair: /);
          expect(failureOf(() => tokenizer(["雨", faulty])).message).toMatch(/^text\[1\]: /);
        }),
      );
    });
  }

  it("also for the words of MeCab", async () => {
    const mecab = await MeCab.load("ipadic");
    expect(failureOf(() => mecab.words("雨\ud800か")).offset).toBe(1);
  });
});

it("whitespace that is too long is at its offset in the caller's text", async () => {
  const tokenizer = await bertJapanese(vocabulary, { word_tokenizer_type: "mecab" });
  const error = failureOf(() => tokenizer(`㌔雨${"\u00a0".repeat(70_000)}雨`));
  expect(error.message).toMatch(/^text: found "a run of whitespace that MeCab cannot skip at offset 2"/);
});

function failureOf(call: () => unknown): TextError {
  try {
    call();
  } catch (error) {
    if (error instanceof TextError) return error;
    throw error;
  }
  return expect.fail("should be refused");
}

it("a fault in a word names the word", async () => {
  const [slow, fast] = [await MAKERS.bytes(), await MAKERS.fast()];
  for (const tokenizer of [slow, fast]) {
    const error = failureOf(() => tokenizer([["雨", "a\ud800"], ["雨"]], { is_split_into_words: true }));
    expect([error.input, error.offset]).toEqual(["text[0][1]", 1]);
  }
});
