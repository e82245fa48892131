import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bpe } from "../../src/subwords/bpe/bpe.js";
import type { Piece } from "../../src/subwords/pieces/piece.js";
import { TokenBuffer } from "../../src/subwords/subword-model.js";
import { UnitBuffer } from "../../src/text/unit-buffer.js";

/** The spans of the found pieces, as strings of the text. */
function found(pieces: readonly Piece[], text: string): string[] {
  const units = new UnitBuffer();
  units.load(text, 0, text.length);
  const tokens = new TokenBuffer();
  new Bpe(pieces, false).segment(units, tokens);
  return Array.from({ length: tokens.count }, (_, token) =>
    text.slice(tokens.buffer[3 * token + 1], tokens.buffer[3 * token + 2]),
  );
}

/**
 * A direct implementation of the description, which searches all neighbours for each merge. It joins unknown symbols.
 */
function slowly(pieces: readonly Piece[], text: string): string[] {
  const scores = new Map(pieces.slice(1).map(([piece, score]) => [piece, score]));
  const frozen = pieces.filter(([, , type]) => type === "user_defined").map(([piece]) => piece);
  const symbols: { text: string; isFrozen: boolean }[] = [];
  for (let at = 0; at < text.length; ) {
    const symbol = frozen
      .filter((piece) => text.startsWith(piece, at))
      .reduce((a, b) => (b.length > a.length ? b : a), "");
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    symbols.push({ text: symbol || character, isFrozen: symbol !== "" });
    at += (symbol || character).length;
  }
  for (;;) {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at + 1 < symbols.length; at++) {
      const [left, right] = [symbols[at], symbols[at + 1]];
      const score = left.isFrozen || right.isFrozen ? undefined : scores.get(left.text + right.text);
      if (score === undefined || score <= highest) continue;
      best = at;
      highest = score;
    }
    if (best < 0) break;
    const [left, right] = symbols.slice(best, best + 2);
    symbols.splice(best, 2, { text: left.text + right.text, isFrozen: false });
  }
  const joined: string[] = [];
  let wasUnknown = false;
  for (const symbol of symbols) {
    const isUnknown = !scores.has(symbol.text);
    if (isUnknown && wasUnknown) joined[joined.length - 1] += symbol.text;
    else joined.push(symbol.text);
    wasUnknown = isUnknown;
  }
  return joined;
}

describe("byte-pair encoding", () => {
  const letters = fc.constantFrom("a", "b", "c", "あ", "𠮷", "😀", "x");
  const string = (minLength: number, maxLength: number) =>
    fc.array(letters, { minLength, maxLength }).map((list) => list.join(""));
  const type = fc.constantFrom("normal", "normal", "normal", "normal", "user_defined") satisfies fc.Arbitrary<string>;
  const piece = fc.tuple(string(1, 4), fc.integer({ min: -6, max: -1 }), type);
  const pieces = fc
    .uniqueArray(piece, { minLength: 1, maxLength: 20, selector: ([text]) => text })
    .map((list): Piece[] => [["<unk>", 0, "unknown"], ...list]);

  it("gives the same pieces as a direct implementation of the merges", () => {
    fc.assert(
      fc.property(pieces, string(0, 30), (vocabulary, text) => {
        expect(found(vocabulary, text)).toEqual(slowly(vocabulary, text));
      }),
      { numRuns: 1000 },
    );
  });

  it("takes linear time on a long run of one letter", () => {
    const vocabulary: Piece[] = [
      ["<unk>", 0, "unknown"],
      ["a", -9],
      ["aa", -1],
      ["aaaa", -2],
      ["b", -9],
    ];
    const text = `${"a".repeat(200_000)}b`;
    const start = performance.now();
    expect(found(vocabulary, text)).toHaveLength(50_001);
    // Quadratic time would be minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
