import { describe, expect, it } from "vitest";
import { OptionError, TokenizerError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { proposal } from "../../src/base/nearest.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { WordPiece } from "../../src/subwords/wordpiece.js";

const CHAR_V3 = "bert-base-japanese-char-v3";

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TokenizerError) return error.message;
    throw error;
  }
  return "";
}

async function rejection(made: Promise<unknown>): Promise<string> {
  const error: unknown = await made.catch((cause: unknown) => cause);
  if (!(error instanceof TokenizerError)) throw new Error(`expected an error of the library, found ${String(error)}`);
  return error.message;
}

/** A call with arguments that TypeScript forbids. */
function untyped(value: unknown): (...given: unknown[]) => never {
  return value as never;
}

describe("The value at fault in a message", () => {
  const circle: unknown[] = [];
  circle.push(circle);
  it.each([
    [[], "[]"],
    [["雨"], '["雨"]'],
    [{ a: 1 }, '{"a":1}'],
    [{ long: 1n }, '{"long":1}'],
    [class Tensor {}, "a function Tensor"],
    [Object.create(null), "{}"],
    [3n, "3"],
    [null, "null"],
  ])("case %#", (value, shown) => {
    expect(new OptionError("text", value, "a string").message).toBe(`text: found ${shown}, expected a string`);
  });

  it("is cut, and a circle does no harm", () => {
    expect(new OptionError("ids", Array(1e6).fill(7), "a text").message.length).toBeLessThan(200);
    expect(new OptionError("ids", circle, "a text").message).toContain("found ");
  });
});

describe("A proposal", () => {
  it.each([
    ["vocab", ["vocabulary", "revision"], "vocabulary"],
    ["max_length", ["model_max_length", "padding_side"], "model_max_length"],
    ["dict", ["dictionary", "direction"], "dictionary"],
    ["paddng", ["padding", "padding_side"], "padding"],
  ])("of %s", (unknown, names, meant) => {
    expect(proposal(unknown, names)).toBe(`; did you mean ${meant}?`);
  });

  it("is not made of two names that contain the unknown one", () => {
    expect(proposal("side", ["padding_side", "truncation_side"])).toBe("");
  });
});

describe("A value of a wrong type", () => {
  it("is refused by MeCab", async () => {
    const mecab = await MeCab.load("ipadic");
    for (const method of [mecab.words, mecab.spans, mecab.lattice]) {
      expect(messageOf(() => untyped(method.bind(mecab))(3))).toBe("text: found 3, expected a string");
    }
    expect(messageOf(() => Reflect.construct(MeCab, ["ipadic"]))).toContain('MeCab.load("ipadic")');
  });

  it("is refused by vocabularies and word pieces", () => {
    expect(messageOf(() => Reflect.construct(Vocabulary, ["vocab.txt"]))).toContain("Vocabulary.parse(bytes, name)");
    expect(messageOf(() => Reflect.construct(Vocabulary, [[1]]))).toContain("piece 0: found 1, expected a string");
    expect(messageOf(() => Reflect.construct(WordPiece, []))).toContain("a list of pieces");
    const options = { unk: "[UNK]" };
    expect(messageOf(() => Reflect.construct(WordPiece, [["[UNK]"], options]))).toContain("did you mean unk_token?");
    const pieces = new WordPiece(["[UNK]"]);
    expect(messageOf(() => untyped(pieces.tokenize.bind(pieces))(3))).toContain("expected a string");
  });

  it("is refused by setLogger, which then changes nothing", () => {
    expect(messageOf(() => untyped(setLogger)(null))).toContain("the functions warn and error");
  });

  it("is refused in place of a batch or of ids", async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(CHAR_V3);
    expect(messageOf(() => untyped(tokenizer.batch_encode_plus.bind(tokenizer))("雨"))).toContain("a list of texts");
    expect(messageOf(() => untyped(tokenizer.decode.bind(tokenizer))(tokenizer("雨")))).toContain("its input_ids");
    const skip = { skip_special_tokens: true };
    expect(messageOf(() => untyped(tokenizer)("雨", skip))).toContain("an option of decode");
  });
});

describe("from_pretrained", () => {
  const load = untyped(AutoTokenizer.from_pretrained) as (...given: unknown[]) => Promise<unknown>;

  it("refuses arguments after the options", async () => {
    expect(await rejection(load(CHAR_V3, {}, {}))).toContain("at most 2: nameOrFolder, options");
  });

  it.each([
    ["padding", true, "tokenizer(text, { … })"],
    ["max_length", 5, "model_max_length"],
    ["mecab_dic", "ipadic", "mecab_kwargs: { mecab_dic"],
    ["dict", "ipadic", "did you mean dictionary?"],
  ])("says where %s belongs", async (name, value, expected) => {
    expect(await rejection(load(CHAR_V3, { [name]: value }))).toContain(expected);
  });

  it.each([
    ["cl-tohoku/bert-base-japanese-v3/", "did you mean cl-tohoku/bert-base-japanese-v3?"],
    ["https://hub.example/cl-tohoku/bert-base-japanese-v3", 'its name, "cl-tohoku/bert-base-japanese-v3"'],
    ["./nowhere/vocab.txt", '{ files: { "vocab.txt": "./nowhere/vocab.txt" } }'],
    ["~/models/v3", "without ~"],
  ])("says what to give in place of %s", async (name, expected) => {
    expect(await rejection(load(name))).toContain(expected);
  });
});
