import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { Character } from "../../src/subwords/character.js";
import { type SubwordModel, TokenBuffer } from "../../src/subwords/subword-model.js";
import { Unigram } from "../../src/subwords/unigram/unigram.js";
import { WordPiece } from "../../src/subwords/wordpiece.js";

const MODELS: Readonly<Record<string, SubwordModel>> = {
  WordPiece: new WordPiece(["[UNK]", "雨", "##雨"]),
  Character: new Character(["[UNK]", "雨"]),
  Unigram: new Unigram(
    [
      ["<unk>", 0, "unknown"],
      ["雨", -1],
    ],
    { reference: "sentencepiece" },
  ),
};

/** Values that are not a place in a text of two code units. */
const WRONG = [-1, 3, 0.5, Number.NaN, 2 ** 32, undefined, null, "1", 1n, Symbol("1"), {}, [1], Object.create(null)];

describe.each(Object.entries(MODELS))("%s.encode", (_, model) => {
  const encode = (...given: readonly unknown[]): unknown => (model.encode as (...all: unknown[]) => void)(...given);

  it("takes any span of a text", () => {
    for (const [start, end] of [
      [0, 0],
      [0, 2],
      [1, 2],
      [2, 2],
    ]) {
      const tokens = new TokenBuffer();
      model.encode("雨雨", start, end, tokens);
      expect(tokens.count).toBe(end - start);
    }
  });

  it("refuses a start or an end of any other value, and in the wrong order", () => {
    for (const value of WRONG) {
      expect(() => encode("雨雨", value, 2, new TokenBuffer())).toThrow(OptionError);
      expect(() => encode("雨雨", 0, value, new TokenBuffer())).toThrow(OptionError);
    }
    expect(() => encode("雨雨", 2, 1, new TokenBuffer())).toThrow(OptionError);
  });

  it("refuses other texts and buffers", () => {
    expect(() => encode(["雨"], 0, 1, new TokenBuffer())).toThrow(OptionError);
    expect(() => encode("雨", 0, 1, [])).toThrow(OptionError);
  });
});
