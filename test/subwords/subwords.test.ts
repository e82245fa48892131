import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VocabularyError } from "../../src/base/errors.js";
import { Character } from "../../src/subwords/character.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { WordPiece } from "../../src/subwords/wordpiece.js";
import { splitWhitespace } from "../../src/text/whitespace.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): Vocabulary => Vocabulary.parse(bytes(text), "vocab.txt");

describe("a vocabulary file", () => {
  it("has one piece for each line, accepts every line end, and trims nothing", () => {
    const vocabulary = parse("a\r\nb\r\n\n \nc\rd\u2028e");
    expect([...vocabulary.entries()]).toEqual([
      ["a", 0],
      ["b", 1],
      ["", 2],
      [" ", 3],
      ["c", 4],
      ["d\u2028e", 5],
    ]);
  });

  it("has the same pieces with and without a newline at its end", () => {
    expect(parse("a\nb").size).toBe(2);
    expect(parse("a\nb\n").size).toBe(2);
    expect(parse("").size).toBe(0);
  });

  it("uses the last of equal lines", () => {
    const vocabulary = parse("a\nb\na\n");
    expect(vocabulary.size).toBe(2);
    expect(vocabulary.idOf("a")).toBe(2);
    expect(vocabulary.tokenOf(0)).toBeUndefined();
    expect(vocabulary.tokenOf(2)).toBe("a");
  });

  it("keeps a byte order mark as part of the first piece", () => {
    expect(parse("\ufeffa\n").idOf("\ufeffa")).toBe(0);
  });

  it("has no piece named after a property of objects", () => {
    expect(parse("a\n").idOf("constructor")).toBeUndefined();
  });

  it("is rejected if it is not UTF-8, with an error that names the file and the offset", () => {
    const broken = Uint8Array.of(0x61, 0x0a, 0xe3, 0x81, 0x0a);
    expect(() => Vocabulary.parse(broken, "my/vocab.txt")).toThrow(VocabularyError);
    expect(() => Vocabulary.parse(broken, "my/vocab.txt")).toThrow(/my\/vocab\.txt.*offset 4/);
    expect(() => Vocabulary.parse(Uint8Array.of(0x61, 0xe3, 0x81), "v")).toThrow(/end inside a character/);
  });
});

/** A direct implementation of the greedy search with strings. */
function slowPieces(vocabulary: readonly string[], word: string): string[] {
  return splitWhitespace(word).flatMap((part) => {
    const characters = Array.from(part);
    if (characters.length > 100) return ["[UNK]"];
    const pieces: string[] = [];
    for (let start = 0; start < characters.length; ) {
      let end = characters.length;
      const piece = (): string => (start > 0 ? "##" : "") + characters.slice(start, end).join("");
      while (end > start && !vocabulary.includes(piece())) end--;
      if (end === start) return ["[UNK]"];
      pieces.push(piece());
      start = end;
    }
    return pieces;
  });
}

describe("WordPiece", () => {
  const letters = fc.constantFrom("a", "b", "#", "あ", "𠮷", " ", "\u0085");
  const string = (maxLength: number) => fc.array(letters, { maxLength }).map((list) => list.join(""));

  it("gives the same pieces as a direct implementation of the greedy search", () => {
    const entry = fc.tuple(fc.boolean(), string(3)).map(([continues, text]) => (continues ? `##${text}` : text));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 25 }), string(12), (entries, word) => {
        const vocabulary = ["[UNK]", ...entries];
        expect(new WordPiece(vocabulary).tokenize(word)).toEqual(slowPieces(vocabulary, word));
      }),
      { numRuns: 3000 },
    );
  });

  it("treats a word of more than 100 code points as unknown", () => {
    const pieces = new WordPiece(["[UNK]", "😀", "##😀"]);
    expect(pieces.tokenize("😀".repeat(100))).toHaveLength(100);
    expect(pieces.tokenize("😀".repeat(101))).toEqual(["[UNK]"]);
  });

  it("finds long pieces, and pieces of a large vocabulary", () => {
    const long = "あ".repeat(90);
    expect(new WordPiece(["[UNK]", long, "##い"]).tokenize(`${long}い`)).toEqual([long, "##い"]);
    const numbers = Array.from({ length: 20_000 }, (_, number) => `${number}`);
    const pieces = new WordPiece(["[UNK]", ...numbers, ...numbers.map((number) => `##${number}`)]);
    for (const number of numbers) expect(pieces.tokenize(number)).toEqual([number]);
    expect(pieces.tokenize("19999199991")).toEqual(["19999", "##19999", "##1"]);
    expect(pieces.tokenize("1a")).toEqual(["[UNK]"]);
  });

  it("treats a word as unknown if no piece can continue it", () => {
    for (const none of ["a", "#", "#a"]) expect(new WordPiece(["[UNK]", "a", none]).tokenize("aa")).toEqual(["[UNK]"]);
  });

  it("rejects a vocabulary without its unknown piece", () => {
    expect(() => new WordPiece(["a"])).toThrow(VocabularyError);
  });
});

describe("Character", () => {
  const characters = new Character(["[UNK]", "a", "𠮷", "会", "ガ"]);

  it("gives one piece for each code point of the NFKC form", () => {
    expect(characters.tokenize("a𠮷ｶﾞ漢")).toEqual(["a", "𠮷", "ガ", "[UNK]"]);
  });
});
