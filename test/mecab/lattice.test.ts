import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextError } from "../../src/base/errors.js";
import { someText, someTiny } from "./some-tiny.js";
import { BASE, category, DEFAULT, SPACE, type Tiny, type Token } from "./tables.js";
import { words } from "./words.js";

describe("the best path", () => {
  it("is the cheapest one", () => {
    const tiny: Tiny = {
      ...BASE,
      words: [
        ["a", [1, 1, 3]],
        ["ab", [1, 1, 3]],
        ["bc", [1, 1, 2]],
        ["c", [1, 1, 1]],
      ],
    };
    // BOS -0- ab(3) -0- c(1)  -0- EOS = 4
    // BOS -0- a(3)  -0- bc(2) -0- EOS = 5
    expect(words(tiny, "abc")).toEqual(["ab", "c"]);
  });

  it("adds the connection cost of each word's right id before the next word's left id", () => {
    // The cost of right id 0 before left id 1 is 9; all others are 0.
    const tiny: Tiny = {
      ...BASE,
      costs: [
        [0, 0],
        [9, 0],
      ],
      words: [
        ["a", [0, 0, 0]],
        ["ab", [0, 0, 1]],
        ["b", [0, 1, 2]],
        ["c", [1, 0, 0]],
      ],
    };
    // BOS -0- a(0) -0- b(2) -0- c(0) -0- EOS = 2
    // BOS -0- ab(1) -9- c(0) -0- EOS = 10; with the ids the wrong way round it would be 1
    expect(words(tiny, "abc")).toEqual(["a", "b", "c"]);
  });

  it("has more words if a negative connection cost makes them cheaper", () => {
    const tiny: Tiny = {
      ...BASE,
      costs: [
        [0, 0],
        [0, -5],
      ],
      words: [
        ["a", [0, 1, 1]],
        ["ab", [0, 0, 0]],
        ["b", [1, 0, 1]],
      ],
    };
    // BOS -0- a(1) -(-5)- b(1) -0- EOS = -3
    // BOS -0- ab(0) -0- EOS = 0
    expect(words(tiny, "ab")).toEqual(["a", "b"]);
  });

  it("of two equally cheap ones ends in the word that starts later", () => {
    const tiny: Tiny = {
      ...BASE,
      words: [
        ["a", [1, 1, 1]],
        ["ab", [1, 1, 2]],
        ["b", [1, 1, 1]],
      ],
    };
    // BOS -0- a(1) -0- b(1) -0- EOS = 2, the last word starts at 1
    // BOS -0- ab(2) -0- EOS = 2, the last word starts at 0
    expect(words(tiny, "ab")).toEqual(["a", "b"]);
  });

  it("of two equally cheap homographs takes the first in the dictionary, with the words before it", () => {
    // Left id 1 costs 5 after right id 1, left id 2 costs 5 after right id 2; all other connections are 0.
    const costs = [
      [0, 0, 0],
      [0, 5, 0],
      [0, 0, 5],
    ];
    const b1: Token = [1, 0, 0];
    const b2: Token = [2, 0, 0];
    const tiny = (...homographs: Token[]): Tiny => ({
      ...BASE,
      costs,
      words: [
        ["xx", [0, 2, 4]],
        ["x", [0, 1, 2]],
        ["b", ...homographs],
      ],
    });
    // Through b1: BOS -0- xx(4) -0- b1(0) -0- EOS = 4; BOS -0- x(2) -0- x(2) -5- b1(0) -0- EOS = 9
    // Through b2: BOS -0- x(2) -0- x(2) -0- b2(0) -0- EOS = 4; BOS -0- xx(4) -5- b2(0) -0- EOS = 9
    expect(words(tiny(b1, b2), "xxb")).toEqual(["xx", "b"]);
    expect(words(tiny(b2, b1), "xxb")).toEqual(["x", "x", "b"]);
  });
});

describe("unknown words", () => {
  const grouped: Tiny = { ...BASE, categories: [category("DEFAULT", { group: true }), SPACE] };

  it("are groups of up to 25 characters, each astral character counted as one", () => {
    // BOS -0- x…x(100) -0- EOS = 100
    expect(words(grouped, "x".repeat(25))).toEqual(["x".repeat(25)]);
    // At 0 the group of 26 is too long, so that only its first character is a word; at 1 a group of 25 begins.
    // BOS -0- x(100) -0- x…x(100) -0- EOS = 200
    expect(words(grouped, "x".repeat(26))).toEqual(["x", "x".repeat(25)]);
    expect(words(grouped, "😀".repeat(26))).toEqual(["😀", "😀".repeat(25)]);
  });

  it("are groups in which each character shares a category with the one before it", () => {
    const tiny: Tiny = {
      ...BASE,
      categories: [DEFAULT, SPACE, category("A", { group: true }), category("B")],
      characters: { " ": ["SPACE"], a: ["A"], b: ["A", "B"], c: ["B"] },
    };
    // a and b share A, b and c share B: BOS -0- abc(100) -0- EOS = 100
    expect(words(tiny, "abc")).toEqual(["abc"]);
    // a and c share nothing: BOS -0- a(100) -0- c(100) -0- b(100) -0- EOS = 300
    expect(words(tiny, "acb")).toEqual(["a", "c", "b"]);
  });

  it("have as many characters as the category's length allows", () => {
    const tiny: Tiny = { ...BASE, categories: [category("DEFAULT", { length: 2 }), SPACE] };
    // BOS -0- xy(100) -0- z(100)  -0- EOS = 200, the last word starts at 2
    // BOS -0- x(100)  -0- yz(100) -0- EOS = 200, the last word starts at 1
    expect(words(tiny, "xyz")).toEqual(["xy", "z"]);
  });

  it("compete with known words only if the category says so", () => {
    const tiny = (invoke: boolean): Tiny => ({
      ...BASE,
      categories: [category("DEFAULT", { group: true, invoke, unknown: [[1, 1, 1]] }), SPACE],
      words: [["a", [1, 1, 9]]],
    });
    // BOS -0- a(9) -0- b(1) -0- EOS = 10, the only path
    expect(words(tiny(false), "ab")).toEqual(["a", "b"]);
    // BOS -0- ab(1) -0- EOS = 1
    // BOS -0- a(9) -0- b(1) -0- EOS = 10
    expect(words(tiny(true), "ab")).toEqual(["ab"]);
  });
});

// In the dictionary BASE every character is an unknown word of cost 100 and all connections are 0, so that there is one
// path: BOS -0- a(100) -0- b(100) -0- … -0- EOS.
describe("the text", () => {
  it("loses whitespace before, between and after words", () => {
    expect(words(BASE, "  a  b ")).toEqual(["a", "b"]);
    expect(words(BASE, "   ")).toEqual([]);
    expect(words(BASE, `a${" ".repeat(40_000)}`)).toEqual(["a"]);
    expect(words(BASE, "")).toEqual([]);
  });

  it("ends at the first U+0000", () => {
    expect(words(BASE, "ab\0cd")).toEqual(["a", "b"]);
    expect(words(BASE, "\0ab")).toEqual([]);
    expect(words(BASE, `${"ab".repeat(5000)}\0cd`)).toEqual([..."ab".repeat(5000)]);
  });

  it.each([600, 20_000, 65_533, 65_534, 65_535, 70_000])("may end after %i spaces", (count) => {
    const spaces = " ".repeat(count);
    expect(words(BASE, `a${spaces}\0cd`)).toEqual(["a"]);
    expect(words(BASE, `${spaces}\0cd`)).toEqual([]);
    if (count < 65_535) expect(words(BASE, `a${spaces}b\0cd`)).toEqual(["a", "b"]);
    else expect(() => words(BASE, `a${spaces}b\0cd`)).toThrow(TextError);
  });

  it("must be well-formed UTF-16", () => {
    const far = "ab".repeat(5000);
    for (const text of ["a\ud800", "\udc00", "\ud800\ud800\udc00", "a\ud83d", "a\0\ud800", `${far}\0${far}\ud800`]) {
      expect(() => words(BASE, text)).toThrow(TextError);
    }
    expect(() => words(BASE, "ab\udc00")).toThrow(/offset 2/);
  });

  it("may have up to 65,534 bytes of whitespace before a word of one byte, as far as MeCab looks", () => {
    const spaces = (count: number): string => `a${" ".repeat(count)}b`;
    expect(words(BASE, spaces(65_534))).toEqual(["a", "b"]);
    expect(() => words(BASE, spaces(65_535))).toThrow(TextError);
    expect(words(BASE, `a${" ".repeat(200_000)}`)).toEqual(["a"]);
  });

  it("may have a word cut off where MeCab's window of 65,535 bytes ends", () => {
    const tiny: Tiny = { ...BASE, words: [["東京", [1, 1, 1]]] };
    // 65,529 + 6 bytes: BOS -0- 東京(1) -0- EOS = 1
    expect(words(tiny, `${" ".repeat(65_529)}東京`)).toEqual(["東京"]);
    // 65,530 + 6 bytes: 東京 does not fit, so that 東 is unknown: BOS -0- 東(100) -0- 京(100) -0- EOS = 200
    expect(words(tiny, `${" ".repeat(65_530)}東京`)).toEqual(["東", "京"]);
  });
});

describe("a dictionary that cannot be searched", () => {
  it("is refused if a category has no unknown word, for then no path leads past its characters", () => {
    const tiny: Tiny = { ...BASE, categories: [DEFAULT, { ...SPACE, unknown: [] }] };
    expect(() => words(tiny, "a a")).toThrow(/no unknown word of the category SPACE/);
  });
});

describe("long whitespace", () => {
  const SPACES = Array.from({ length: 12 }, (_, at) => " ".repeat(at + 1));

  it("is skipped even if words begin with spaces, of which only a word after other text finds any", () => {
    const tiny: Tiny = { ...BASE, words: [["a", [1, 1, 1]], ...SPACES.map((word) => [word, [1, 1, 1]] as const)] };
    const text = `a${" ".repeat(60_000)}a`;
    expect(words(tiny, text)).toEqual(["a", "a"]);
    expect(words(tiny, `${text}${" ".repeat(60_000)}`)).toEqual(["a", "a"]);
    // The memory is as it was: the next text gives its words.
    expect(words(tiny, "aa")).toEqual(["a", "a"]);
  });

  it("is skipped from a word's end inside it on", () => {
    const tiny: Tiny = {
      ...BASE,
      words: [
        ["a", [1, 1, 9]],
        ["a  ", [1, 1, 1]],
        [" a", [1, 1, 0]],
        ["b", [1, 1, 1]],
      ],
    };
    expect(words(tiny, `a${" ".repeat(5_000)}ab`)).toEqual(["a  ", "a", "b"]);
  });
});

describe("both engines and the slow search", () => {
  // `words` itself compares the three.
  it("find the same words", () => {
    fc.assert(
      fc.property(someTiny, fc.array(someText(30), { maxLength: 5 }), (dictionary, texts) => {
        for (const text of texts) words(dictionary, text);
      }),
      { numRuns: 300 },
    );
  });

  it("find the same words if the window is short, so that words before it are output early", () => {
    fc.assert(
      fc.property(someTiny, someText(60), fc.integer({ min: 1, max: 9 }), (dictionary, text, settleEvery) => {
        words(dictionary, text, settleEvery);
      }),
      { numRuns: 500 },
    );
  });

  it("find the same words in long texts", () => {
    fc.assert(
      fc.property(
        someTiny,
        someText(40).filter((text) => text !== ""),
        (dictionary, text) => {
          const long = text.repeat(Math.ceil(20_000 / text.length));
          words(dictionary, long);
        },
      ),
      { numRuns: 4 },
    );
  });
});
