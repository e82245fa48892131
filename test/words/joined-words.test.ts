import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { TEXTS } from "../../fixtures/texts.js";
import { TokenizerError } from "../../src/base/errors.js";
import { categoriesOfUnit } from "../../src/mecab/dictionary/dictionary.js";
import type { Surfaces } from "../../src/mecab/file/tables.js";
import { loadDictionary } from "../../src/mecab/mecab.js";
import { AutoTokenizer, BertJapaneseTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { normalizeNfkc } from "../../src/text/normalize.js";
import type { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";

const CHAR_V3 = "bert-base-japanese-char-v3";
const vocabulary = readFileSync(new URL("../../fixtures/small-vocab.txt", import.meta.url));
const OF_CHARACTERS = {
  ipadic: { files: { "vocab.txt": vocabulary }, subword_tokenizer_type: "character", word_tokenizer_type: "mecab" },
  "unidic-lite": { vocabulary },
} as const;

/** Whitespace that MeCab skips, and other characters around it that normalization makes, moves or removes. */
const PARTS = [
  ..." \t\n\v\r\f\0　\u00a0\u2003\u3000゛゜´\u00ad\u3099\u0301（）ＪヾД●ﾊﾟ㌔ﷺ①Åが\u{20BB7}",
  "東京都",
  "（ ゜Д゜）",
  "（＊ ゜ 艸゜）",
  "\ud842",
  "\udfb7",
  "[MASK]",
];
const made = (parts: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((all) => all.join(""));
const texts = fc.oneof(made(PARTS, 12), fc.string({ unit: "binary", maxLength: 20 }));
/** Runs of whitespace around the longest that MeCab can skip. */
const spacious = made([" ".repeat(65_532), "\t\n", "　", "東", "é", "\0"], 4);

describe.each(["ipadic", "unidic-lite"] as const)("the characters of %s", (name) => {
  let withWords: Tokenizer;
  let joined: Tokenizer;
  beforeAll(async () => {
    const mecab_kwargs = { mecab_dic: name };
    const load = (word_ids: boolean): Promise<Tokenizer> =>
      BertJapaneseTokenizer.from_pretrained(CHAR_V3, { ...OF_CHARACTERS[name], mecab_kwargs, word_ids });
    [withWords, joined] = await Promise.all([load(true), load(false)]);
  });

  /** All that a tokenizer without words says of a text, or its error. */
  function answer(tokenizer: Tokenizer, text: string): unknown {
    try {
      const { input_ids, offset_mapping } = tokenizer(text, { return_offsets_mapping: true, verbose: false });
      // Without offsets, ids are made unit by unit where that is possible.
      expect(tokenizer.encode(text, { verbose: false }), text).toEqual(input_ids);
      return { input_ids, offset_mapping, tokens: tokenizer.tokenize(text) };
    } catch (error) {
      if (!(error instanceof TokenizerError)) throw error;
      return { message: error.message, offset: "offset" in error ? error.offset : undefined };
    }
  }

  it("are the same with words and without", () => {
    const compare = (text: string): void => {
      expect(answer(joined, text)).toEqual(answer(withWords, text));
    };
    for (const text of TEXTS) compare(text);
    fc.assert(fc.property(texts, compare), { numRuns: 1500 });
    fc.assert(fc.property(spacious, compare), { numRuns: 40 });
  });

  it("have no word ids without words", () => {
    expect(() => joined("東京", { return_word_ids: true })).toThrow(/^return_word_ids: .*word_ids: true/);
    expect(withWords("東京都に", { return_word_ids: true }).word_ids).toContain(1);
    const given = joined(["東", "京都"], { is_split_into_words: true, return_word_ids: true });
    expect(given.word_ids).toEqual([null, 0, 1, 1, null]);
  });

  it("need no words because the dictionary skips the same characters, and none of its words has one in NFKC", async () => {
    const dictionary = await loadDictionary(name);
    const isSpace = (unit: number): boolean => (categoriesOfUnit(dictionary, unit) & dictionary.spaceCategories) !== 0;
    const skipped = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(isSpace);
    expect(skipped).toEqual([0x9, 0xa, 0xb, 0x20]);
    const spaced = surfacesOf(dictionary.surfaces).filter((surface) => /[\t\n\v ]/.test(surface));
    expect(spaced.length).toBe(name === "ipadic" ? 0 : 8);
    expect(spaced.filter((surface) => normalizeNfkc(surface) === surface)).toEqual([]);
  });
});

it("a tokenizer whose ids need words has them, whatever word_ids says", async () => {
  const word_ids = false;
  const wanting = [
    { do_lower_case: true },
    { do_subword_tokenize: false },
    { mecab_kwargs: { normalize_text: false } },
    { dictionary: "unidic-lite" },
  ];
  for (const options of wanting) {
    const tokenizer = await AutoTokenizer.from_pretrained(CHAR_V3, { ...options, word_ids });
    const encoding = tokenizer("東京に", { return_word_ids: true });
    expect(encoding.word_ids, JSON.stringify(options)).toContain(1);
  }
});

function surfacesOf({ shared, added, units, count }: Surfaces): string[] {
  const all: string[] = [];
  let surface = "";
  for (let at = 0, from = 0; at < count; at++) {
    surface = surface.slice(0, shared[at]) + String.fromCharCode(...units.subarray(from, from + added[at]));
    from += added[at];
    all.push(surface);
  }
  return all;
}
