import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError, VocabularyError } from "../../src/base/errors.js";
import { byT5 } from "../../src/models/byte/byt5.js";
import { byteTokenizer } from "../../src/models/byte/byte-tokenizer.js";
import { ByteCodec, MIXED_RADIX, specialIds } from "../../src/subwords/bytes/index.js";
import type { AddedToken } from "../../src/tokenizer/added-token.js";

const GOLDEN = new URL("../../fixtures/golden/bytes.byt5.jsonl", import.meta.url);
const PLAIN = { add_special_tokens: false } as const;
const SKIP = { skip_special_tokens: true } as const;

const tokenizer = byT5();
const patches = byteTokenizer({
  encoding: MIXED_RADIX,
  patch_width: 4,
  byte_tokens: "decimals",
  pad_token: "<pad>",
  eos_token: "</s>",
  bos_token: "<s>",
  added_tokens_decoder: addedTokens([-1, "<pad>"], [-2, "</s>"], [-3, "<s>"]),
});

function addedTokens(...tokens: [id: number, content: string][]): Map<number, AddedToken> {
  const flags = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true };
  return new Map(tokens.map(([id, content]) => [id, { ...flags, content }]));
}

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

  it("hold many texts and lists of ids", () => {
    expect(encoded.length).toBeGreaterThan(80);
    expect(decoded.length).toBeGreaterThan(10);
  });

  it("texts have the reference's tokens and ids", () => {
    for (const { text, tokens, ids } of encoded) {
      expect(tokenizer.tokenize(text)).toEqual(tokens);
      expect(tokenizer.encode(text)).toEqual(ids);
      const withoutEnd = tokens.at(-1) === "</s>" ? ids : ids.slice(0, -1);
      expect(tokenizer.convert_tokens_to_ids(tokens)).toEqual(withoutEnd);
      expect(tokenizer.convert_ids_to_tokens(withoutEnd)).toEqual(tokens);
    }
  });

  it("the tokens of a text without special tokens join to the text", () => {
    const plain = encoded.filter(({ tokens }) => tokens.every((token) => token.length === 1));
    expect(plain.length).toBeGreaterThan(60);
    for (const { text, tokens } of plain) expect(tokenizer.convert_tokens_to_string(tokens)).toBe(text);
  });

  it("ids have the reference's text", () => {
    for (const { ids, decoded: text, without_special } of decoded) {
      expect(tokenizer.decode(ids)).toBe(text);
      expect(tokenizer.decode(ids, SKIP)).toBe(without_special);
    }
  });
});

describe("the token of a byte", () => {
  it("is the character of that code point", () => {
    expect(tokenizer.tokenize("é\u007f")).toEqual(["Ã", "©", "\u007f"]);
    expect(tokenizer.convert_ids_to_tokens(258)).toBe("ÿ");
    expect(tokenizer.convert_tokens_to_ids("ÿ")).toBe(258);
  });

  it("exists for ids above those of bytes too, as in the reference, but is not text", () => {
    expect(tokenizer.convert_ids_to_tokens(384)).toBe("\u017d");
    expect(tokenizer.convert_tokens_to_ids(["あ", "😀"])).toEqual([0x3042 + 3, 0x1f600 + 3]);
    expect(() => tokenizer.convert_tokens_to_string(["あ"])).toThrow(OptionError);
  });

  it("is no string of several characters, and not the empty string", () => {
    for (const token of ["", "ab", "<extra_id_125>"]) {
      expect(() => tokenizer.convert_tokens_to_ids(token)).toThrow(VocabularyError);
    }
    expect(() => tokenizer.convert_tokens_to_string(["a", "ab"])).toThrow(OptionError);
  });

  it("does not exist for ids below those of bytes or beyond Unicode", () => {
    for (const id of [-1, 0.5, 2 ** 40]) {
      expect(() => tokenizer.convert_ids_to_tokens(id), String(id)).toThrow(OptionError);
      expect(() => tokenizer.convert_ids_to_tokens([100, id]), String(id)).toThrow(OptionError);
    }
  });

  it("is a decimal number if asked for", () => {
    expect(patches.tokenize("a")).toEqual(["224", "192", "128", "98"]);
    expect(patches.convert_ids_to_tokens([0])).toEqual(["0"]);
    expect(patches.convert_tokens_to_ids("98")).toEqual([98]);
    expect(() => patches.convert_tokens_to_ids("a")).toThrow(VocabularyError);
    expect(patches.convert_tokens_to_string(["224", "192", "128", "98", "<s>"])).toBe("a<s>");
  });
});

describe("special tokens", () => {
  const [PAD, END, START] = [0, 1, 2].map((index) => specialIds(MIXED_RADIX, index));
  const a = patches.encode("a", PLAIN);

  it("may have as many ids as a character", () => {
    const ids = [...START, ...a, ...a, ...END, ...PAD];
    expect(patches.convert_ids_to_tokens(ids)).toEqual(["<s>", ...patches.tokenize("aa"), "</s>", "<pad>"]);
    expect(patches.decode(ids)).toBe("<s>aa</s><pad>");
    expect(patches.decode(ids, SKIP)).toBe("aa");
    expect(patches.convert_tokens_to_ids("</s>")).toEqual([224, 192, 129, 0]);
  });

  it("decode to nothing if they have no name", () => {
    expect(patches.decode([...a, ...specialIds(MIXED_RADIX, 700), ...a])).toBe("aa");
  });

  it("of several ids start only at multiples of their width", () => {
    expect(patches.convert_ids_to_tokens([98, ...END])).toEqual(["98", "224", "192", "129", "0"]);
    expect(patches.convert_ids_to_tokens([...END, 98])).toEqual(["</s>", "98"]);
  });

  it("do not separate the bytes of a character when they are skipped", () => {
    expect(tokenizer.decode([230, 132, 1, 133])).toBe("</s>");
    expect(tokenizer.decode([230, 132, 1, 133], SKIP)).toBe("あ");
  });

  it("have precedence over bytes of the same id, and the last of equal tokens over the others", () => {
    const added_tokens_decoder = addedTokens([0, "<x>"], [128, "a"], [129, "<x>"]);
    const overlapping = byteTokenizer({ encoding: MIXED_RADIX, added_tokens_decoder });
    expect(overlapping.convert_ids_to_tokens([0, 128, 129, 98])).toEqual(["<x>", "a", "<x>", "b"]);
    expect(overlapping.convert_tokens_to_ids(["<x>", "a"])).toEqual([129, 128]);
  });
});

it.each([
  ["ByT5Tokenizer", tokenizer, 3],
  ["a tokenizer of patches", patches, 0],
])("ids of bytes and special tokens become tokens and ids again: %s", (_, made, first) => {
  const specials = ["<pad>", "</s>"].map((token) => [made.convert_tokens_to_ids(token)].flat());
  const bytes = fc.array(fc.integer({ min: first, max: 223 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...specials), bytes)), (pieces) => {
      const ids = pieces.flat();
      const tokens = made.convert_ids_to_tokens(ids);
      expect(tokens.flatMap((token) => made.convert_tokens_to_ids(token))).toEqual(ids);
      expect(made.decode(Int32Array.from(ids))).toBe(made.decode(ids));
    }),
  );
});

it("ids are those of the codec, in both encodings", () => {
  const codec = new ByteCodec(MIXED_RADIX, { patchWidth: 4 });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(patches.encode(text, PLAIN)).toEqual(codec.encodeIds(text));
    }),
  );
});
