import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextError, VocabularyError } from "../../src/base/errors.js";
import type { Piece } from "../../src/subwords/pieces/piece.js";
import { Unigram, type UnigramOptions } from "../../src/subwords/unigram/unigram.js";

const SENTENCEPIECE: UnigramOptions = { reference: "sentencepiece" };
const TOKENIZERS: UnigramOptions = { reference: "tokenizers", unk_id: 0 };

/** A direct implementation of the search with strings, without a window. */
function slowly(pieces: readonly Piece[], { reference }: UnigramOptions, text: string): string[] {
  const round = reference === "sentencepiece" ? Math.fround : (sum: number): number => sum;
  const scores = new Map(pieces.slice(1).map(([piece, score]) => [piece, round(score)]));
  const least = Math.min(
    ...(reference === "sentencepiece" ? pieces.slice(1) : pieces).map(([, score]) => round(score)),
  );
  const characters = Array.from(text);
  const best: { sum: number; start: number; isKnown: boolean }[] = [{ sum: 0, start: 0, isKnown: true }];
  const longest = Math.max(1, ...[...scores.keys()].map((piece) => Array.from(piece).length));
  for (let start = 0; start < characters.length; start++) {
    for (let end = start + 1; end <= Math.min(characters.length, start + longest); end++) {
      const known = scores.get(characters.slice(start, end).join(""));
      if (known === undefined && end > start + 1) continue;
      const sum = round(best[start].sum + (known ?? round(least - 10)));
      if (best[end] === undefined || sum > best[end].sum) best[end] = { sum, start, isKnown: known !== undefined };
    }
  }
  const found: string[] = [];
  let wasUnknown = false;
  for (let end = characters.length; end > 0; end = best[end].start) {
    const { start, isKnown } = best[end];
    const piece = characters.slice(start, end).join("");
    if (!isKnown && wasUnknown) found[0] = piece + found[0];
    else found.unshift(piece);
    wasUnknown = !isKnown;
  }
  return found;
}

describe("Unigram", () => {
  const letters = fc.constantFrom("a", "b", "c", "あ", "𠮷", "😀", "x");
  const string = (minLength: number, maxLength: number) =>
    fc.array(letters, { minLength, maxLength }).map((list) => list.join(""));
  const score = fc.oneof(fc.constantFrom(-1, -2, -3, -0.1, -0.2, -0.3), fc.double({ min: -20, max: 1, noNaN: true }));
  const pieces = fc
    .uniqueArray(fc.tuple(string(1, 4), score), { minLength: 1, maxLength: 15, selector: ([piece]) => piece })
    .map((list): Piece[] => [["<unk>", 0, "unknown"], ...list]);

  it.each([SENTENCEPIECE, TOKENIZERS])("gives the same pieces as a direct implementation: $reference", (options) => {
    fc.assert(
      fc.property(pieces, fc.array(string(0, 20), { minLength: 1, maxLength: 5 }), (vocabulary, texts) => {
        const unigram = new Unigram(vocabulary, options);
        for (const text of texts) expect(unigram.tokenize(text)).toEqual(slowly(vocabulary, options, text));
      }),
      { numRuns: 800 },
    );
  });

  it.each([SENTENCEPIECE, TOKENIZERS])(
    "gives the same pieces for texts longer than its window: $reference",
    (options) => {
      fc.assert(
        fc.property(pieces, string(1, 40), fc.integer({ min: 2000, max: 9000 }), (vocabulary, part, length) => {
          const text = part.repeat(Math.ceil(length / part.length));
          expect(new Unigram(vocabulary, options).tokenize(text)).toEqual(slowly(vocabulary, options, text));
        }),
        { numRuns: 60 },
      );
    },
  );

  it("decides nothing early that the end of the text can change", () => {
    // Two paths that differ only in their first piece are equally good up to the last letter.
    const vocabulary: Piece[] = [
      ["<unk>", 0, "unknown"],
      ["a", -3],
      ["aa", -2],
      ["ab", -1],
      ["b", -9],
    ];
    for (const length of [9000, 9001]) {
      const unigram = new Unigram(vocabulary, SENTENCEPIECE);
      for (const text of ["a".repeat(length), `${"a".repeat(length)}b`]) {
        expect(unigram.tokenize(text)).toEqual(slowly(vocabulary, SENTENCEPIECE, text));
      }
    }
  });

  it("joins unknown text that is longer than its window", () => {
    const unigram = new Unigram(
      [
        ["<unk>", 0, "unknown"],
        ["a", -1],
      ],
      SENTENCEPIECE,
    );
    expect(unigram.tokenize(`a${"😀x".repeat(5000)}a`)).toEqual(["a", "😀x".repeat(5000), "a"]);
  });

  it("finds pieces longer than its window", () => {
    const long = "ab".repeat(1500);
    const unigram = new Unigram(
      [
        ["<unk>", 0],
        ["a", -1],
        [long, -2],
      ],
      TOKENIZERS,
    );
    expect(unigram.tokenize(`a${long}${long}a`)).toEqual(["a", long, long, "a"]);
  });

  it("rejects lone surrogates in texts and in pieces", () => {
    const unigram = new Unigram(
      [
        ["<unk>", 0],
        ["a", -1],
      ],
      TOKENIZERS,
    );
    expect(() => unigram.tokenize("a\ud800")).toThrow(TextError);
    expect(() => unigram.tokenize("\udc00")).toThrow(TextError);
    expect(() => new Unigram([["\ud800", 0]], TOKENIZERS)).toThrow(VocabularyError);
  });

  it("rejects scores that are not finite, pieces that are too long, and an unk_id without a piece", () => {
    expect(() => new Unigram([["a", Number.NaN]], TOKENIZERS)).toThrow(VocabularyError);
    expect(() => new Unigram([["a".repeat(65536), 0]], TOKENIZERS)).toThrow(VocabularyError);
    for (const unk_id of [1, -1, 0.5]) {
      expect(() => new Unigram([["a", 0]], { reference: "tokenizers", unk_id })).toThrow(VocabularyError);
    }
  });

  it("still works after it has rejected a text", () => {
    const unigram = new Unigram([["a", -1]], { reference: "tokenizers" });
    expect(() => unigram.tokenize("aaxa")).toThrow(VocabularyError);
    expect(unigram.tokenize("aa")).toEqual(["a", "a"]);
  });
});
