/** Compares with the results of SentencePiece and tokenizers that fixtures/sentencepiece recorded. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MICRO, MICRO_UNIGRAMS } from "../../../fixtures/sentencepiece/micro.js";
import { modelBytes } from "../../../fixtures/sentencepiece/model-bytes.js";
import { readTrained, TRAINED } from "../../../fixtures/sentencepiece/models.js";
import { TokenizerError } from "../../../src/base/errors.js";
import { SentencePiece } from "../../../src/subwords/sentencepiece/sentencepiece.js";
import { TokenBuffer } from "../../../src/subwords/subword-model.js";
import { Unigram } from "../../../src/subwords/unigram/unigram.js";

interface Golden {
  /** The name of the small model. */
  readonly model?: string;
  readonly text?: string;
  readonly ids?: number[];
  readonly pieces?: string[];
  readonly offsets?: [number, number][];
  readonly normalized?: string;
  readonly list?: (number | string)[];
  readonly item?: number | string;
  readonly described?: number | [piece: string, score: number, type: string];
  readonly decoded?: string;
  readonly error?: string;
}

function read(name: string): Golden[] {
  const file = new URL(`../../../fixtures/golden/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Golden);
}

function checkModel(model: SentencePiece, { text, list, item, error, ...expected }: Golden): void {
  if (text !== undefined) {
    if (error) {
      expect(() => model.encodeWithOffsets(text), error).toThrow(TokenizerError);
      expect(() => model.normalize(text), error).toThrow(TokenizerError);
      return;
    }
    const { ids, pieces, offsets } = model.encodeWithOffsets(text);
    expect({ ids, pieces, offsets }, JSON.stringify(text)).toEqual({
      ids: expected.ids,
      pieces: expected.pieces,
      offsets: expected.offsets,
    });
    expect(model.encode(text)).toEqual(ids);
    expect(model.tokenize(text)).toEqual(pieces);
    expect(model.decode(ids)).toBe(expected.decoded);
    if (expected.normalized !== undefined) expect(model.normalize(text)).toBe(expected.normalized);
  }
  if (list && error) expect(() => model.decode(list), error).toThrow(TokenizerError);
  else if (list) expect(model.decode(list), JSON.stringify(list)).toBe(expected.decoded);
  if (typeof item === "string") expect(model.idOf(item)).toBe(expected.described);
  if (typeof item === "number" && error) expect(() => model.pieceOf(item), error).toThrow(TokenizerError);
  else if (typeof item === "number") {
    const type = model.typeOf(item);
    const kind = type === "normal" || type === "user_defined" ? "other" : type;
    // JSON has no negative zero.
    expect([model.pieceOf(item), model.scoreOf(item) + 0, kind]).toEqual(expected.described);
  }
}

function checkUnigram(unigram: Unigram, { text = "", error, ids, pieces, offsets }: Golden): void {
  if (error) {
    expect(() => unigram.tokenize(text), error).toThrow(TokenizerError);
    return;
  }
  // Neither the text before the span nor the tokens in the buffer may change the result.
  const tokens = new TokenBuffer();
  tokens.push(7, 0, 1);
  unigram.encode(`𠮷${text}x`, 2, 2 + text.length, tokens);
  const found = Array.from({ length: tokens.count - 1 }, (_, index) =>
    tokens.buffer.slice(3 * index + 3, 3 * index + 6),
  );
  expect(
    found.map(([id]) => id),
    JSON.stringify(text),
  ).toEqual(ids);
  expect(found.map(([, start, end]) => [start - 2, end - 2])).toEqual(offsets);
  expect(unigram.tokenize(text)).toEqual(pieces);
}

describe("SentencePiece gives the recorded results with the trained model", () => {
  it.each(Object.keys(TRAINED))("%s", (name) => {
    const model = SentencePiece.parse(readTrained(name), name);
    const records = read(`sentencepiece.${name}`);
    expect(records.length).toBeGreaterThan(500);
    for (const record of records) checkModel(model, record);
  });
});

describe("SentencePiece gives the recorded results with the small model", () => {
  const records = read("sentencepiece.micro");
  it.each(Object.entries(MICRO))("%s", (name, { spec, texts = [], decoded = [] }) => {
    const model = SentencePiece.parse(modelBytes(spec), name);
    const asked = records.filter((record) => record.model === name);
    expect(asked).toHaveLength(texts.length + decoded.length);
    for (const record of asked) checkModel(model, record);
  });
});

describe("Unigram gives the results of tokenizers", () => {
  it("with the pieces of a trained model", () => {
    const model = SentencePiece.parse(readTrained("unigram-identity"), "unigram-identity");
    const pieces = Array.from({ length: model.size }, (_, id) => [model.pieceOf(id), model.scoreOf(id)] as const);
    const unigram = new Unigram(pieces, { reference: "tokenizers", unk_id: 0, byte_fallback: true });
    const records = read("unigram.unigram-identity");
    expect(records.length).toBeGreaterThan(500);
    for (const record of records) checkUnigram(unigram, record);
  });

  const records = read("unigram.micro");
  it.each(Object.entries(MICRO_UNIGRAMS))("%s", (name, { pieces, texts, ...options }) => {
    const unigram = new Unigram(pieces, { reference: "tokenizers", ...options });
    const asked = records.filter((record) => record.model === name);
    expect(asked).toHaveLength(texts.length);
    for (const record of asked) checkUnigram(unigram, record);
  });
});
