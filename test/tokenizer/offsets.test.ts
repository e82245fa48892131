import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { offsetFault } from "../../fixtures/offset-faults.js";
import { TEXTS } from "../../fixtures/texts.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import type { CallOptions } from "../../src/tokenizer/call-options.js";
import type { Encoding } from "../../src/tokenizer/encoding.js";

const POSITIONS = { return_offsets_mapping: true, return_word_ids: true, verbose: false } as const;

/** Characters that normalization expands, contracts, removes or reorders, and plain ones. */
const characters = fc.constantFrom(
  ..."東京都のﾊﾟｶﾞ㌔㍿①½ﬁ゛゜ﾞÅΣİßABiPhone 　\t\n。、😀👨‍👩‍👧𠮷葛󠄀が\u0301\u0323\u3099각\u1100\u1161\u11a8\u00ad\u200b",
  "[MASK]",
  "[UNK]",
  "<new>",
  "大阪",
);
const texts = fc.array(characters, { maxLength: 30 }).map((parts) => parts.join(""));

let charV3: AnyTokenizer;
let lowering: AnyTokenizer;
let pieces: AnyTokenizer;
beforeAll(async () => {
  const file = new URL("../../fixtures/small-vocab.txt", import.meta.url);
  const vocabulary = Vocabulary.parse(readFileSync(file), "small-vocab.txt");
  const mecab = { word_tokenizer_type: "mecab", mecab_kwargs: { mecab_dic: "unidic_lite" } } as const;
  charV3 = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  pieces = await bertJapanese(vocabulary, mecab);
  lowering = await bertJapanese(vocabulary, { ...mecab, do_lower_case: true });
  for (const tokenizer of [charV3, pieces, lowering]) tokenizer.add_tokens(["<new>", "大阪"]);
});

describe("offsets are in the text, in order, cover the characters of their tokens and leave out only whitespace", () => {
  const all = (tokenizer: () => AnyTokenizer) => () => {
    for (const text of TEXTS.filter((candidate) => !/\p{Surrogate}/u.test(candidate))) {
      expect(offsetFault(tokenizer(), text), text).toBeUndefined();
    }
    fc.assert(
      fc.property(texts, (text) => {
        expect(offsetFault(tokenizer(), text)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  };
  it(
    "characters",
    all(() => charV3),
  );
  it(
    "word pieces",
    all(() => pieces),
  );
  it(
    "lower-cased",
    all(() => lowering),
  );
});

it("the check finds wrong offsets and words", () => {
  const shifted = (change: (encoding: Required<Encoding>) => void) => ({
    do_lower_case: false,
    convert_ids_to_tokens: charV3.convert_ids_to_tokens.bind(charV3) as AnyTokenizer["convert_ids_to_tokens"],
    call: (text: string, options: CallOptions) => {
      const encoding = charV3(text, options) as Required<Encoding>;
      change(encoding);
      return encoding;
    },
  });
  const fault = (change: (encoding: Required<Encoding>) => void) => offsetFault(shifted(change), "東京都の水");
  expect(fault(() => {})).toBeUndefined();
  expect(fault(({ offset_mapping }) => offset_mapping.reverse())).toContain("goes back");
  expect(fault(({ word_ids }) => word_ids.reverse())).toContain("goes back");
  expect(fault(({ offset_mapping }) => offset_mapping.fill([0, 1]))).toContain("token 1");
  expect(fault(({ offset_mapping }) => offset_mapping.fill([0, 9]))).toContain("0-9");
  expect(fault((encoding) => encoding.offset_mapping.pop())).toContain("nothing covers");
});

it("offsets and words are those of the given text, not of the normalized one", () => {
  const { offset_mapping, word_ids } = pieces("ﾊﾟﾝ  [MASK]大阪", POSITIONS) as Required<Encoding>;
  expect(offset_mapping.at(0)).toEqual([0, 0]);
  expect(offset_mapping.at(1)?.[0]).toBe(0);
  expect(offset_mapping.slice(-3)).toEqual([
    [5, 11],
    [11, 13],
    [0, 0],
  ]);
  expect(word_ids).toEqual([null, ...word_ids.slice(1, -1), null]);
  expect(new Set(word_ids).size).toBe(4);
});

it("words without MeCab keep their offsets when characters are removed or replaced", async () => {
  const vocabulary = new Vocabulary(["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]);
  const basic = await bertJapanese(vocabulary, { do_lower_case: true, do_subword_tokenize: false });
  const text = "\u0007E\u0301a,\u200b İx\u3000か\u3099ΌΣ!";
  const { offset_mapping } = basic(text, { ...POSITIONS, add_special_tokens: false }) as Required<Encoding>;
  expect(basic.tokenize(text)).toEqual(["ea", ",", "ix", "かοσ", "!"]);
  expect(offset_mapping.map((span) => text.slice(...span))).toEqual(["E\u0301a", ",", "İx", "か\u3099ΌΣ", "!"]);
});

it("offsets count code points if the call asks for it", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const units = charV3(text, POSITIONS) as Required<Encoding>;
      const points = charV3(text, { ...POSITIONS, offset_unit: "code_point" }) as Required<Encoding>;
      const characters = Array.from(text);
      points.offset_mapping.forEach(([start, end], at) => {
        expect(characters.slice(start, end).join("")).toBe(text.slice(...units.offset_mapping[at]));
      });
    }),
  );
});

it("offsets are the same in batches, in pairs, and after truncation and padding", () => {
  fc.assert(
    fc.property(texts, texts, fc.integer({ min: 4, max: 20 }), (text, other, max_length) => {
      const alone = charV3(text, POSITIONS) as Required<Encoding>;
      const bare = { ...POSITIONS, add_special_tokens: false };
      const second = charV3(other, bare) as Required<Encoding>;
      const batch = charV3([text, other], { ...POSITIONS, padding: true });
      expect(batch.offset_mapping?.[0].slice(0, alone.offset_mapping.length)).toEqual(alone.offset_mapping);
      expect(batch.word_ids?.[0].slice(0, alone.word_ids.length)).toEqual(alone.word_ids);

      const pair = charV3(text, { ...POSITIONS, text_pair: other }) as Required<Encoding>;
      expect(pair.offset_mapping).toEqual([...alone.offset_mapping, ...second.offset_mapping, [0, 0]]);
      expect(pair.word_ids).toEqual([...alone.word_ids, ...second.word_ids, null]);

      const options = { ...POSITIONS, truncation: true, padding: "max_length", max_length } as const;
      const cut = charV3(text, options) as Required<Encoding>;
      const kept = Math.min(max_length, alone.input_ids.length) - 1;
      expect(cut.offset_mapping).toHaveLength(max_length);
      expect(cut.offset_mapping.slice(0, kept)).toEqual(alone.offset_mapping.slice(0, kept));
      expect(cut.offset_mapping.slice(kept).flat()).toEqual(new Array(2 * (max_length - kept)).fill(0));
      expect(cut.word_ids.slice(kept)).toEqual(new Array(max_length - kept).fill(null));
    }),
  );
});

it("offsets in a text given as words count from the start of each word", () => {
  const encoding = charV3(["東京", "", "に行く"], { ...POSITIONS, is_split_into_words: true }) as Required<Encoding>;
  expect(encoding.word_ids).toEqual([null, 0, 0, 2, 2, 2, null]);
  expect(encoding.offset_mapping.slice(1, -1)).toEqual([
    [0, 1],
    [1, 2],
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

it("a text given as tokens or ids has no offsets", () => {
  expect(() => charV3.encode(["東", "京"], POSITIONS)).toThrow("a text: tokens and ids have no positions");
  expect(() => charV3.encode([5, 6], POSITIONS)).toThrow("a text: tokens and ids have no positions");
});
