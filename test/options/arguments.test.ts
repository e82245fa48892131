/** Arguments of constructors and functions of the parts: what is missing, too much or of a wrong type is an OptionError. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { MeCab } from "../../src/mecab/index.js";
import { llama } from "../../src/models/sentencepiece/llama.js";
import { t5 } from "../../src/models/sentencepiece/t5.js";
import { ByteCodec, UTF8 } from "../../src/subwords/bytes/index.js";
import { Character } from "../../src/subwords/character.js";
import { SentencePiece, Unigram } from "../../src/subwords/sentencepiece/index.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { WordPiece } from "../../src/subwords/wordpiece.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";
import { BasicWords, MecabWords, wholeText, ZenkakuWords } from "../../src/words/index.js";

type Made = new (...given: unknown[]) => unknown;

const make = (of: unknown, ...given: unknown[]) => [
  (of as { name: string }).name,
  given,
  () => new (of as Made)(...given),
];
const call = (owner: unknown, name: string, ...given: unknown[]) => {
  return [
    name,
    given,
    () => (Reflect.get(owner as object, name) as (...all: unknown[]) => unknown).apply(owner, given),
  ];
};

describe("is an error of this library", () => {
  it.each([
    make(WordPiece),
    make(WordPiece, 1),
    make(WordPiece, "[UNK]"),
    make(WordPiece, ["[UNK]", 1]),
    make(WordPiece, ["[UNK]"], "[UNK]"),
    make(WordPiece, ["[UNK]"], {}, 3),
    call(new WordPiece(["[UNK]"]), "tokenize", 1),
    make(Character, 1),
    make(Character, ["[UNK]"], {}, 3),
    call(new Character(["[UNK]"]), "tokenize"),
    make(Vocabulary, 1),
    make(Vocabulary, ["a"], 2),
    make(Vocabulary, ["a"], "name", 3),
    call(Vocabulary, "parse", 1, 2),
    call(Vocabulary, "parse", new Uint8Array(), "vocab.txt", 3),
    make(MeCab, 1),
    make(MeCab),
    make(MeCab, "ipadic"),
    make(BasicWords, 1),
    make(BasicWords, {}, 2),
    make(MecabWords),
    make(MecabWords, 1),
    make(MecabWords, new Vocabulary([])),
    make(ZenkakuWords, {}),
    make(ZenkakuWords, wholeText, true),
    make(ByteCodec),
    make(ByteCodec, 1),
    make(ByteCodec, UTF8, 6),
    make(ByteCodec, UTF8, {}, 6),
    make(Unigram, 1),
    make(Unigram, []),
    make(Unigram, [], {}),
    call(SentencePiece, "parse", 1, "spiece.model"),
    call(SentencePiece, "parse", new Uint8Array(), 1),
    call(TokenizerJson, "parse", 1, "tokenizer.json"),
    call(TokenizerJson, "parse", "{}", 1),
    call({ t5 }, "t5"),
    call({ llama }, "llama", 1),
  ] as [string, unknown[], () => unknown][])("%s with %j", (_, __, run) => {
    expect(run).toThrow(OptionError);
  });
});

it("null in place of the options counts as none", () => {
  expect(new (WordPiece as unknown as Made)(["[UNK]"], null)).toBeInstanceOf(WordPiece);
  expect(new (ByteCodec as unknown as Made)(UTF8, null)).toBeInstanceOf(ByteCodec);
});
