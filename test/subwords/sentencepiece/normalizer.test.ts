import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charsmapBytes } from "../../../fixtures/sentencepiece/charsmap-bytes.js";
import { TextError } from "../../../src/base/errors.js";
import { SentencePieceNormalizer } from "../../../src/subwords/sentencepiece/normalizer.js";

interface Setting {
  readonly rules: Readonly<Record<string, string>>;
  readonly symbols: readonly string[];
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
  readonly spaceAtEnd: boolean;
}

const PLAIN: Setting = {
  rules: {},
  symbols: [],
  addDummyPrefix: false,
  removeExtraWhitespaces: false,
  escapeWhitespaces: true,
  spaceAtEnd: false,
};

function normalizer({ rules, symbols, spaceAtEnd, ...flags }: Setting): SentencePieceNormalizer {
  const charsmap = Object.keys(rules).length > 0 ? charsmapBytes(rules) : new Uint8Array(0);
  return new SentencePieceNormalizer({ charsmap, ...flags }, symbols, spaceAtEnd, "test");
}

/** The output and the origin of each of its code units. */
function aligned(setting: Setting, text: string, start = 0, end = text.length): { made: string; origins: number[] } {
  const made = normalizer(setting);
  made.run(text, start, end, true);
  const { output, origins } = made;
  return { made: output.slice(0, output.length), origins: Array.from(origins.subarray(0, output.length + 1)) };
}

/** A direct implementation of the steps with strings. */
function slowly(setting: Setting, text: string): string {
  const { rules, symbols, addDummyPrefix, removeExtraWhitespaces, escapeWhitespaces, spaceAtEnd } = setting;
  const space = escapeWhitespaces ? "\u2581" : " ";
  const longest = (strings: readonly string[], at: number): string =>
    strings.filter((string) => text.startsWith(string, at)).reduce((a, b) => (b.length > a.length ? b : a), "");
  const step = (at: number): [made: string, next: number] => {
    const symbol = longest(symbols, at);
    if (symbol !== "") return [symbol, at + symbol.length];
    const key = longest(Object.keys(rules), at);
    if (key !== "") return [rules[key], at + key.length];
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    return [character, at + character.length];
  };
  let at = 0;
  while (removeExtraWhitespaces && at < text.length && step(at)[0] === " ") at = step(at)[1];
  if (at === text.length) return "";
  let made = addDummyPrefix && !spaceAtEnd ? space : "";
  let isAfterSpace = removeExtraWhitespaces;
  while (at < text.length) {
    let [part, next] = step(at);
    if (isAfterSpace) part = part.replace(/^ +/, "");
    made += part.replaceAll(" ", space);
    if (part !== "") isAfterSpace = removeExtraWhitespaces && part.endsWith(" ");
    at = next;
  }
  if (removeExtraWhitespaces) while (made.endsWith(space)) made = made.slice(0, -1);
  return addDummyPrefix && spaceAtEnd ? made + space : made;
}

describe("the normalizer of a SentencePiece model", () => {
  it("gives the origin of each code unit, and of the end", () => {
    const rules = { "㍿": "株式会社", か゛: "が", "\u200b": "" };
    expect(aligned({ ...PLAIN, rules }, "a㍿か゛\u200b😀")).toEqual({
      made: "a株式会社が😀",
      origins: [0, 1, 1, 1, 1, 2, 5, 5, 7],
    });
  });

  it("gives added spaces an empty span", () => {
    const setting = { ...PLAIN, addDummyPrefix: true, removeExtraWhitespaces: true };
    expect(aligned(setting, "  a  b  ")).toEqual({ made: "▁a▁b", origins: [2, 2, 3, 5, 6] });
    expect(aligned({ ...setting, spaceAtEnd: true }, " a ")).toEqual({ made: "a▁", origins: [1, 2, 2] });
  });

  it("gives origins in the whole text if it normalizes a span of it", () => {
    expect(aligned({ ...PLAIN, addDummyPrefix: true }, "xxa bxx", 2, 5)).toEqual({
      made: "▁a▁b",
      origins: [2, 2, 3, 4, 5],
    });
  });

  it("prefers user-defined symbols to keys of the map", () => {
    const setting = { ...PLAIN, rules: { a: "x", abc: "y" }, symbols: ["ab", "", " c"] };
    expect(normalizer(setting).normalize("abc a c")).toBe("abc▁x▁c");
  });

  it("rejects lone surrogates, also those that the span cuts out of a pair", () => {
    expect(() => normalizer(PLAIN).normalize("a\ud800")).toThrow(TextError);
    expect(() => normalizer(PLAIN).run("😀", 0, 1, false)).toThrow(TextError);
    expect(() => normalizer(PLAIN).run("😀", 1, 2, false)).toThrow(TextError);
  });

  const LETTERS = ["a", "b", "か", "゛", " ", "\u2581", "😀", "𠮷", "\u3000"];
  const joined = (letters: readonly string[], minLength: number, maxLength: number) =>
    fc.array(fc.constantFrom(...letters), { minLength, maxLength }).map((list) => list.join(""));
  // Only texts contain U+0000: a map cannot have it in keys or replacements.
  const word = (minLength: number, maxLength: number) => joined(LETTERS, minLength, maxLength);
  const text = joined([...LETTERS, "\0"], 0, 12);
  const setting = fc.record({
    rules: fc.dictionary(word(1, 3), word(0, 3), { maxKeys: 6 }),
    symbols: fc.array(word(1, 3), { maxLength: 2 }),
    addDummyPrefix: fc.boolean(),
    removeExtraWhitespaces: fc.boolean(),
    escapeWhitespaces: fc.boolean(),
    spaceAtEnd: fc.boolean(),
  });

  it("gives the same text as a direct implementation of the steps", () => {
    fc.assert(
      fc.property(setting, fc.array(text, { minLength: 1, maxLength: 8 }), (chosen, originals) => {
        const made = normalizer(chosen);
        for (const original of originals) expect(made.normalize(original)).toBe(slowly(chosen, original));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same text with and without origins, and the origins never decrease", () => {
    fc.assert(
      fc.property(setting, text, (chosen, original) => {
        const { made, origins } = aligned(chosen, original);
        expect(made).toBe(normalizer(chosen).normalize(original));
        if (made === "") return;
        expect(origins.every((origin, at) => origin >= (origins[at - 1] ?? 0) && origin <= original.length)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
