import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { sharedPath } from "../../fixtures/shared.js";
import { JSON_FILES, jsonContent } from "../../fixtures/tokenizer-json/files.js";
import { llmJpFile } from "../../fixtures/tokenizer-json/llm-jp.js";
import { TextError, VocabularyError } from "../../src/base/errors.js";
import { readModelFile } from "../../src/subwords/sentencepiece/model-file.js";
import { TokenBuffer } from "../../src/subwords/subword-model.js";
import { Tokens } from "../../src/tokenizer/sequence.js";
import { MergeTable, RankedBpe } from "../../src/tokenizer-json/ranked-bpe.js";
import { TokenizerJson } from "../../src/tokenizer-json/tokenizer-json.js";

function encode(json: TokenizerJson, text: string, isAligned = true) {
  const tokens = new Tokens(isAligned, () => -1);
  json.encode(text, tokens);
  return tokens.sequence;
}

const fragments = fc.constantFrom(
  ..."aAbc 　\n▁。、今日は東京都大学ガｶﾞ\u3099\u0301𠮷😀１é",
  "  ",
  "<s>",
  "</s>",
  "ABC",
  "<url>",
  "京都",
  "[MASK]",
  "です",
);
const texts = fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join(""));

describe.each(Object.keys(JSON_FILES))("%s", (name) => {
  const json = TokenizerJson.parse(jsonContent(name), name);

  it("gives the same ids with and without offsets, and offsets lie in the text in ascending order", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { ids, offsets = [], words = [] } = encode(json, text);
        expect(encode(json, text, false)).toEqual({ ids });
        let word = 0;
        let last = 0;
        offsets.forEach(([start, end], token) => {
          expect(start).toBeLessThanOrEqual(end);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(words[token]).toBeGreaterThanOrEqual(word);
          last = start;
          word = words[token] ?? 0;
        });
      }),
    );
  });

  it("encodes the same after saving and reading again", () => {
    const again = TokenizerJson.parse(json.toJson(), name);
    expect(again.toJson()).toBe(json.toJson());
    fc.assert(
      fc.property(texts, (text) => {
        expect(encode(again, text)).toEqual(encode(json, text));
      }),
    );
  });

  it("rejects a lone surrogate", () => {
    expect(() => encode(json, "a\ud800")).toThrow(TextError);
    expect(() => encode(json, "\udc00", false)).toThrow(TextError);
  });

  it("encodes a text of a million characters within the time limit", () => {
    for (const part of ["今日は東京 abc。", "a", " ", "か\u3099\u0301"])
      encode(json, part.repeat(1_000_000 / part.length), false);
  });
});

it("decodes the ids of any text to that text, with the stages of llm-jp", () => {
  const json = TokenizerJson.parse(jsonContent("llmJp"), "llm-jp");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), texts, (start, end) => {
      const text = (start + end).replaceAll("\u2581", "").replaceAll(/<\/?s>/g, "");
      fc.pre(!/<0x|<unk>|\p{Surrogate}/u.test(text));
      expect(json.decode(encode(json, text).ids, false)).toBe(text);
    }),
  );
});

/** The rank of a pair among the merges, the last if it occurs several times, or -1. */
function rankOf(merges: readonly (readonly [string, string])[], left: string, right: string): number {
  return merges.map(([a, b]) => a === left && b === right).lastIndexOf(true);
}

/** A simple oracle: merges the leftmost pair of the lowest rank until no pair has a rank. */
function mergedOneByOne(
  word: string,
  ids: ReadonlyMap<string, number>,
  merges: readonly (readonly [string, string])[],
): number[] {
  let symbols = Array.from(word);
  for (;;) {
    const ranks = symbols.slice(1).map((right, at) => {
      const rank = rankOf(merges, symbols[at] ?? "", right);
      return rank < 0 ? Number.POSITIVE_INFINITY : rank;
    });
    const least = Math.min(...ranks);
    if (!Number.isFinite(least)) return symbols.map((symbol) => ids.get(symbol) ?? -1);
    const at = ranks.indexOf(least);
    symbols = [...symbols.slice(0, at), `${symbols[at]}${symbols[at + 1]}`, ...symbols.slice(at + 2)];
  }
}

it("merges the pair of the lowest rank first, the leftmost of equal ones", () => {
  const letter = fc.constantFrom("a", "b", "c", "𠮷");
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { maxLength: 24 }),
      fc.array(letter, { minLength: 1, maxLength: 40 }),
      (picks, letters) => {
        const tokens = ["a", "b", "c", "𠮷"];
        const merges: [string, string][] = [];
        for (let at = 1; at < picks.length; at += 2) {
          const pair = [tokens[picks[at - 1] % tokens.length], tokens[picks[at] % tokens.length]] as [string, string];
          merges.push(pair);
          tokens.push(pair.join(""));
        }
        const ids = new Map(tokens.map((token, id) => [token, id]));
        const triples = merges.flatMap(([a, b]) => [a, b, a + b].map((token) => ids.get(token) ?? -1));
        const options = { fuse_unk: false, byte_fallback: false, ignore_merges: false };
        const buffer = new TokenBuffer();
        const word = letters.join("");
        new RankedBpe(ids, new MergeTable(Int32Array.from(triples)), options).encode(word, 0, word.length, buffer);
        const found = Array.from({ length: buffer.count }, (_, token) => buffer.buffer[3 * token]);
        expect(found).toEqual(mergedOneByOne(word, ids, merges));
      },
    ),
  );
});

describe("added tokens", () => {
  const FLAGS = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: false };

  it("get the id of the vocabulary or the next one, and are added all or none", () => {
    const json = TokenizerJson.parse(jsonContent("llmJp"), "llm-jp");
    const size = json.vocabSize(true);
    expect(
      json.addTokens([
        { ...FLAGS, content: "<new>" },
        { ...FLAGS, content: "▁" },
        { ...FLAGS, content: "" },
      ]),
    ).toBe(2);
    expect(json.addTokens([{ ...FLAGS, content: "<new>" }])).toBe(0);
    expect(json.addTokens([{ ...FLAGS, content: "<new>", special: true }])).toBe(1);
    expect(json.tokenToId("<new>")).toBe(size);
    expect(json.idToToken(size)).toBe("<new>");
    expect(json.vocabSize(true)).toBe(size + 1);
    expect(new Map(json.entries(true)).size).toBe(size + 1);
    expect(json.decode([size, 10 ** 9], true)).toBe("");
    const before = json.addedTokens;
    expect(() =>
      json.addTokens([
        { ...FLAGS, content: "x" },
        { ...FLAGS, content: "\ud800" },
      ]),
    ).toThrow(VocabularyError);
    expect(json.addedTokens).toEqual(before);
  });
});

const published = sharedPath("llm-jp", "llm-jp-tokenizer-100k.ver3.1.model");

/** Ids that tokenizers gives with the pieces of llm-jp 3.1. */
describe.skipIf(published === undefined)("llm-jp 3.1 (only if TOHOKU_SHARED names the folder with its model)", () => {
  const bytes = published === undefined ? readTrained("unigram-identity") : new Uint8Array(readFileSync(published));
  const pieces = readModelFile(bytes, "llm-jp").pieces.map(([piece, score]) => [piece, score] as const);
  const specials = ["<unk>", "<s>", "</s>", "<CLS>", "<SEP>", "<EOD>"].filter((token) =>
    pieces.some(([piece]) => piece === token),
  );
  const json = TokenizerJson.parse(JSON.stringify(llmJpFile(pieces, specials)), "llm-jp");

  it.each([
    ["-".repeat(23), [403, 18704, 1189]],
    [" ", [278]],
    ["\n", [279, 18]],
    ["a\nb", [283, 18, 28731]],
    ["\n\nあ", [279, 18, 18, 29679]],
    ["今日は<s>雨", [45211, 1, 53171]],
    ["<s>今日", [1, 45210]],
    ["<MASK>", [538, 9953, 28772]],
    ["▁a", [279, 283]],
    ["𠮷野家", [279, 248, 168, 182, 191, 30342, 29495]],
  ])("%j has the ids of the reference", (text, ids) => {
    expect(encode(json, text).ids).toEqual(ids);
  });

  it("gives the offsets of unknown text", () => {
    expect(encode(json, "\n\nあ").offsets).toEqual([
      [0, 0],
      [0, 2],
      [0, 2],
      [2, 3],
    ]);
    expect(encode(json, "今日は<s>雨").words).toEqual([0, 1, 2]);
  });
});
