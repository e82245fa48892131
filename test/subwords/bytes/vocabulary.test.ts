import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, VocabularyError } from "../../../src/base/errors.js";
import {
  ByteCodec,
  type ByteSpecial,
  ByteVocabulary,
  MIXED_RADIX,
  specialIds,
  specialIndex,
  UTF8,
} from "../../../src/subwords/bytes/index.js";

const GOLDEN = new URL("../../../fixtures/golden/bytes.byt5.jsonl", import.meta.url);
const EXTRA_IDS = 125;

/** ByT5Tokenizer with its defaults. */
const byt5 = new ByteVocabulary(new ByteCodec(UTF8, { offset: 3 }), [
  ["<pad>", [0]],
  ["</s>", [1]],
  ["<unk>", [2]],
  ...Array.from({ length: EXTRA_IDS }, (_, index): ByteSpecial => [`<extra_id_${index}>`, [259 + index]]),
]);
const EOS = 1;

const patches = new ByteVocabulary(
  new ByteCodec(MIXED_RADIX, { patchWidth: 4 }),
  ["<pad>", "</s>", "<s>"].map((token, index) => [token, specialIds(MIXED_RADIX, index)]),
  { byteTokens: "decimals" },
);

interface Encoded {
  readonly text: string;
  readonly tokens: string[];
  readonly ids: number[];
  readonly error?: string;
}

interface Decoded {
  readonly ids: number[];
  readonly decoded: string;
  readonly without_special: string;
}

describe("ByT5Tokenizer's goldens", () => {
  const records = readFileSync(GOLDEN, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Encoded | Decoded);
  const encoded = records.filter((record): record is Encoded => "tokens" in record);
  const decoded = records.filter((record): record is Decoded => "without_special" in record);

  it("are there", () => {
    expect(encoded.length).toBeGreaterThan(80);
    expect(decoded.length).toBeGreaterThan(10);
  });

  it("tokens and their ids", () => {
    for (const { tokens, ids } of encoded) {
      const withoutEos = tokens.at(-1) === "</s>" ? ids : ids.slice(0, -1);
      expect(tokens.flatMap((token) => byt5.idsOf(token))).toEqual(withoutEos);
      expect(byt5.tokensOf(withoutEos)).toEqual(tokens);
    }
  });

  it("bytes of texts that hold no special token", () => {
    const plain = encoded.filter(({ tokens }) => tokens.every((token) => token.length === 1));
    expect(plain.length).toBeGreaterThan(60);
    for (const { text, tokens, ids } of plain) {
      expect(byt5.tokenize(text)).toEqual(tokens);
      expect([...byt5.codec.encodeIds(text), EOS]).toEqual(ids);
      expect(byt5.textOf(tokens)).toBe(text);
    }
  });

  it("texts of ids", () => {
    for (const { ids, decoded: text, without_special } of decoded) {
      expect(byt5.decode(ids, { skip_special_tokens: true })).toBe(without_special);
      // The reference puts spaces around those from id 256 on.
      if (ids.every((id) => id < 256)) {
        expect(byt5.decode(ids)).toBe(text);
        expect(byt5.textOf(byt5.tokensOf(ids))).toBe(text);
      }
    }
  });
});

describe("the tokens of bytes", () => {
  it("are characters", () => {
    expect(byt5.tokenize("é\u007f")).toEqual(["Ã", "©", "\u007f"]);
    expect(byt5.tokenOf(258)).toBe("ÿ");
    expect(byt5.idsOf("ÿ")).toEqual([258]);
  });

  it("go on above those of bytes, as in the reference", () => {
    expect(byt5.tokenOf(384)).toBe("\u017d");
    expect(byt5.idsOf("あ")).toEqual([0x3042 + 3]);
    expect(byt5.idsOf("😀")).toEqual([0x1f600 + 3]);
    expect(() => byt5.textOf(["あ"])).toThrow(OptionError);
  });

  it("are none of strings that are no character", () => {
    for (const token of ["", "ab", "<extra_id_125>"]) expect(byt5.idsOf(token)).toBeUndefined();
    expect(() => byt5.textOf(["a", "ab"])).toThrow(OptionError);
  });

  it("are none of ids below, or that are no integers", () => {
    for (const id of [-1, 0.5, Number.NaN, 2 ** 40]) expect(() => byt5.tokenOf(id)).toThrow(OptionError);
    expect(() => byt5.tokensOf([100, -1])).toThrow(OptionError);
  });

  it("may be decimals", () => {
    expect(patches.tokenize("a")).toEqual(["224", "192", "128", "98"]);
    expect(patches.tokenOf(0)).toBe("0");
    expect(patches.idsOf("98")).toEqual([98]);
    expect(patches.idsOf("a")).toBeUndefined();
    expect(patches.textOf(["224", "192", "128", "98", "<s>"])).toBe("a<s>");
  });
});

describe("special tokens", () => {
  const [PAD, END, START] = [0, 1, 2].map((index) => specialIds(MIXED_RADIX, index));
  const a = patches.codec.encodeIds("a");

  it("may be patches", () => {
    const ids = [...START, ...a, ...a, ...END, ...PAD];
    expect(patches.tokensOf(ids)).toEqual(["<s>", ...patches.tokenize("aa"), "</s>", "<pad>"]);
    expect(patches.decode(ids)).toBe("<s>aa</s><pad>");
    expect(patches.decode(ids, { skip_special_tokens: true })).toBe("aa");
    expect(patches.idsOf("</s>")).toEqual([224, 192, 129, 0]);
  });

  it("without a name read as nothing", () => {
    const ids = [...a, ...specialIds(MIXED_RADIX, 700), ...a];
    expect(patches.segments(ids).map(({ special }) => special)).toEqual([undefined, "", undefined]);
    expect(patches.decode(ids)).toBe("aa");
  });

  it("start at whole patches only", () => {
    expect(patches.segments([98, ...END])).toEqual([{ start: 0, end: 5, special: undefined }]);
    expect(patches.segments([...END, 98])).toEqual([
      { start: 0, end: 4, special: "</s>" },
      { start: 4, end: 5, special: undefined },
    ]);
  });

  it("part no character when they are skipped", () => {
    expect(byt5.decode([230, 132, 1, 133])).toBe("</s>");
    expect(byt5.decode([230, 132, 1, 133], { skip_special_tokens: true })).toBe("あ");
  });

  it("win over bytes, and the last of equal ones over the others", () => {
    const vocabulary = new ByteVocabulary(new ByteCodec(MIXED_RADIX), [
      ["<x>", [0]],
      ["a", [128]],
      ["<x>", [129]],
    ]);
    expect(vocabulary.tokensOf([0, 128, 129, 98])).toEqual(["<x>", "a", "<x>", "b"]);
    expect(vocabulary.idsOf("<x>")).toEqual([129]);
    expect(vocabulary.idsOf("a")).toEqual([128]);
  });

  it("have one id or one patch", () => {
    const single = new ByteCodec(UTF8, { offset: 3 });
    for (const ids of [[], [1, 2], [-1], [0.5]]) {
      expect(() => new ByteVocabulary(single, [["<x>", ids]])).toThrow(VocabularyError);
    }
    for (const ids of [[0], [224, 192, 128, 98], [249, 192, 128, 0], [224, 192, 128, 0, 0]]) {
      expect(() => new ByteVocabulary(patches.codec, [["<x>", ids]])).toThrow(VocabularyError);
    }
  });

  it("number 1,600", () => {
    for (let index = 0; index < 1600; index++) {
      const ids = specialIds(MIXED_RADIX, index, 7);
      expect(specialIndex(MIXED_RADIX, [1, ...ids], 1, 7)).toBe(index);
    }
    expect(specialIds(MIXED_RADIX, 73)).toEqual([225, 193, 129, 0]);
    expect(specialIds(MIXED_RADIX, 219)).toEqual([227, 195, 131, 0]);
    for (const index of [-1, 1600, 0.5]) expect(() => specialIds(MIXED_RADIX, index)).toThrow(OptionError);
    for (const ids of [a, [249, 192, 128, 0], [224, 200, 128, 0], [224, 192, 128], []]) {
      expect(specialIndex(MIXED_RADIX, ids)).toBe(-1);
    }
  });
});

it.each([
  ["one id", byt5],
  ["patches", patches],
])("segments are all ids, in order: %s", (_, vocabulary) => {
  const specials = ["<pad>", "</s>"].map((token) => vocabulary.idsOf(token) ?? []);
  const piece = fc.oneof(fc.constantFrom(...specials), fc.array(fc.integer({ min: -2, max: 400 }), { maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const ids = pieces.flat();
      let end = 0;
      for (const segment of vocabulary.segments(ids)) {
        expect(segment.start).toBe(end);
        expect(segment.end).toBeGreaterThan(segment.start);
        end = segment.end;
      }
      expect(end).toBe(ids.length);
      expect(vocabulary.decode(Int32Array.from(ids))).toBe(vocabulary.decode(ids));
    }),
  );
});
