import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CodecSetting } from "../../../fixtures/reference.js";
import { OptionError, TextError } from "../../../src/base/errors.js";
import {
  BIT_FIELD,
  ByteCodec,
  type ByteEncoding,
  MIXED_RADIX,
  type MixedRadixEncoding,
  UTF8,
} from "../../../src/subwords/bytes/index.js";
import { TokenBuffer } from "../../../src/subwords/subword-model.js";

const GOLDEN = new URL("../../../fixtures/golden/", import.meta.url).pathname;

interface Setting {
  readonly codec: CodecSetting;
  readonly digest: string;
}

interface Encoded {
  readonly text: string;
  readonly ids?: number[];
  readonly error?: string;
}

interface Broken {
  readonly ids: number[];
  readonly ignored: string;
  readonly replaced: string;
}

function spansOf(codec: ByteCodec, text: string, start = 0, end = text.length): [number, number, number][] {
  const tokens = new TokenBuffer();
  codec.encode(text, start, end, tokens);
  return Array.from({ length: tokens.count }, (_, index) => {
    const [id, from, to] = tokens.buffer.subarray(3 * index, 3 * index + 3);
    return [id, from, to];
  });
}

/** All code points in order, in four texts: high and low surrogates are separate, so that they form no pairs. */
function allCodePoints(): string[] {
  const between = (first: number, last: number): string => {
    let text = "";
    for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
    return text;
  };
  return [between(0, 0xd7ff), between(0xd800, 0xdbff), between(0xdc00, 0xdfff), between(0xe000, 0x10ffff)];
}

describe("the recorded results of bytes_reference.py", () => {
  const names = readdirSync(GOLDEN).filter((name) => name.startsWith("bytes.") && name !== "bytes.byt5.jsonl");

  it("cover five codecs", () => expect(names).toHaveLength(5));

  describe.each(names)("%s", (name) => {
    const lines = readFileSync(join(GOLDEN, name), "utf8").trimEnd().split("\n");
    const [setting, ...records] = lines.map((line) => JSON.parse(line)) as [Setting, ...(Encoded | Broken)[]];
    const { encoding, offset, patch_width } = setting.codec;
    const codec = new ByteCodec(encoding, { offset, patchWidth: patch_width });

    it("agree for texts", () => {
      const texts = records.filter((record): record is Encoded => "text" in record);
      expect(texts.length).toBeGreaterThan(80);
      for (const { text, ids, error } of texts) {
        if (error === undefined) {
          expect(codec.encodeIds(text)).toEqual(ids);
          expect(codec.decode(ids ?? [])).toBe(text);
        } else expect(() => codec.encodeIds(text)).toThrow(TextError);
      }
    });

    it("agree for ids that do not encode text", () => {
      const broken = records.filter((record): record is Broken => "ignored" in record);
      expect(broken.length).toBeGreaterThan(150);
      for (const { ids, ignored, replaced } of broken) {
        expect(codec.decode(ids), `[${ids}]`).toBe(ignored);
        expect(codec.decode(ids, "replace"), `[${ids}]`).toBe(replaced);
      }
    });

    it("agree for all code points, which decode to themselves", () => {
      const digest = createHash("sha256");
      for (const text of allCodePoints()) {
        if (encoding.type === "utf8" && /[\ud800-\udfff]/u.test(text)) {
          for (const unit of text) expect(() => codec.encodeIds(unit)).toThrow(TextError);
          continue;
        }
        const ids = codec.encodeIds(text);
        expect(codec.decode(ids) === text).toBe(true);
        digest.update(Uint8Array.from(ids, (id) => id - offset));
      }
      expect(digest.digest("hex")).toBe(setting.digest);
    });
  });
});

describe("the mixed radix of the published models", () => {
  const VECTORS: readonly [character: string, bytes: readonly number[]][] = [
    ["a", [98]],
    ["\n", [11]],
    ["\u03f4", [143, 124]],
    ["あ", [201, 177, 36]],
    ["仙", [202, 182, 120]],
    ["台", [203, 137, 26]],
    ["富", [203, 153, 6]],
    ["士", [203, 147, 31]],
    ["山", [203, 154, 44]],
    ["漢", [204, 136, 3]],
    ["\uff5e", [209, 146, 97]],
    ["\u{80000}", [252, 201, 176, 33]],
    ["\u{10ffff}", [255, 212, 172, 68]],
  ];
  const BARE_HEADS = [224, 192, 128];

  it("encodes sample characters to the documented bytes", () => {
    const codec = new ByteCodec(MIXED_RADIX);
    for (const [character, bytes] of VECTORS) expect(codec.encodeIds(character)).toEqual(bytes);
  });

  it("pads patches with bare heads", () => {
    const codec = new ByteCodec(MIXED_RADIX, { patchWidth: 4 });
    for (const [character, bytes] of VECTORS) {
      expect(codec.encodeIds(character)).toEqual([...BARE_HEADS.slice(0, 4 - bytes.length), ...bytes]);
    }
  });

  it("never produces 43 of the byte values", () => {
    const codec = new ByteCodec(MIXED_RADIX);
    const met = new Set(allCodePoints().flatMap((text) => [...new Set(codec.encodeIds(text))]));
    const unmet = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !met.has(byte));
    const between = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
    // 249 is the digit 0 of the first of four bytes, and a leading digit 0 is omitted.
    expect(unmet).toEqual([0, ...between(128, 135), ...between(192, 199), ...between(224, 249)]);
    expect(unmet).toHaveLength(43);
  });

  it("equals its predecessor, the bit field, if no values are reserved", () => {
    const codec = new ByteCodec(BIT_FIELD);
    expect(codec.encodeIds("あ仙")).toEqual([193, 160, 66, 194, 157, 89]);
    expect(codec.encodeIds("\u{10ffff}")).toEqual([0b11100100, 0b11000111, 0b10111111, 0b01111111]);
  });
});

describe("decoding", () => {
  const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0xe3, 0x81, 0x82, 0xf0, 0x9f, 0xed, 0xa0, 0xf4, 0x90)));

  it("of UTF-8 replaces the same faults as TextDecoder", () => {
    const codec = new ByteCodec(UTF8);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    fc.assert(
      fc.property(bytes, (ids) => {
        const replaced = decoder.decode(Uint8Array.from(ids));
        expect(codec.decode(ids, "replace")).toBe(replaced);
        const ownReplacement = ids.some((id, at) => id === 0xef && ids[at + 1] === 0xbf && ids[at + 2] === 0xbd);
        if (!ownReplacement) expect(codec.decode(ids)).toBe(replaced.replaceAll("\ufffd", ""));
      }),
      { numRuns: 5000 },
    );
  });

  it("of a mixed radix accepts superfluous bytes and rejects values above U+10FFFF", () => {
    const codec = new ByteCodec(MIXED_RADIX);
    // "a" after two digits 0.
    expect(codec.decode([200, 136, 98])).toBe("a");
    // The largest value, which is above U+10FFFF.
    expect(codec.decode([255, 223, 191, 127])).toBe("");
    expect(codec.decode([255, 223, 191, 127], "replace")).toBe("\ufffd");
    const patches = new ByteCodec(MIXED_RADIX, { patchWidth: 4 });
    expect(patches.decode([249, 200, 136, 98])).toBe("a");
    expect(patches.decode([249, 192, 128, 98])).toBe("a");
  });

  it("of a mixed radix treats a truncated or broken character as one fault", () => {
    const codec = new ByteCodec(MIXED_RADIX);
    expect(codec.decode([201, 177], "replace")).toBe("\ufffd");
    expect(codec.decode([201, 177, 201, 177, 36], "replace")).toBe("\ufffdあ");
    expect(codec.decode([177, 177, 36], "replace")).toBe(`\ufffd${codec.decode([177, 36])}`);
    expect(codec.decode([0, 128, 224], "replace")).toBe("\ufffd\ufffd\ufffd");
    const patches = new ByteCodec(MIXED_RADIX, { patchWidth: 4 });
    expect(patches.decode([224, 192, 128, 0, 224, 192, 128, 98, 98, 224, 192, 128, 224, 192], "replace")).toBe(
      "\ufffda\ufffd\ufffd",
    );
  });

  it("joins surrogates to a pair, as JavaScript strings do", () => {
    const codec = new ByteCodec(MIXED_RADIX);
    expect(codec.decode([...codec.encodeIds("\ud83d"), ...codec.encodeIds("\ude00")])).toBe("😀");
  });

  it("continues after ids that are not ids of bytes", () => {
    const codec = new ByteCodec(UTF8, { offset: 3 });
    expect(codec.decode([100, 2, 101, 259, -1, 2 ** 53, -(2 ** 31), 102])).toBe("abc");
    expect(codec.decode([230, 132, 0, 133, 100], "replace")).toBe("\ufffd\ufffd\ufffda");
  });

  it("decodes a span of the ids", () => {
    const codec = new ByteCodec(UTF8);
    expect(codec.decode(Int32Array.of(97, 98, 99, 100), "ignore", 1, 3)).toBe("bc");
  });
});

describe.each([
  ["UTF-8", UTF8, {}],
  ["the mixed radix", MIXED_RADIX, { offset: 6 }],
  ["patches", MIXED_RADIX, { patchWidth: 4 }],
  ["the bit field", BIT_FIELD, { offset: 1 }],
] as const)("a codec of %s", (_, encoding: ByteEncoding, options) => {
  const codec = new ByteCodec(encoding, options);
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    ...(encoding.type === "utf8" ? [] : [fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units))]),
  );

  it("decodes the ids of every text to the same text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(codec.decode(codec.encodeIds(text), "replace")).toBe(text);
      }),
    );
  });

  it("gives the same ids with spans, and each id the span of its character", () => {
    fc.assert(
      fc.property(texts, fc.nat(3), fc.nat(3), (text, before, after) => {
        const embedded = `${"x".repeat(before)}${text}${"y".repeat(after)}`;
        const spans = spansOf(codec, embedded, before, before + text.length);
        expect(spans.map(([id]) => id)).toEqual(codec.encodeIds(text));
        let at = before;
        const expected = Array.from(text).flatMap((character) => {
          const [start, end] = [at, (at += character.length)];
          return codec.encodeIds(character).map(() => [start, end]);
        });
        expect(spans.map(([, start, end]) => [start, end])).toEqual(expected);
      }),
    );
  });

  it("writes the same ids into an array, or rejects one that is too short", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const ids = codec.encodeIds(text);
        const array = new Int32Array(ids.length + 1).fill(-7);
        expect(codec.encodeInto(text, array)).toBe(ids.length);
        expect([...array]).toEqual([...ids, -7]);
        expect(codec.countIds(text)).toBe(ids.length);
        if (ids.length > 0) expect(() => codec.encodeInto(text, new Int32Array(ids.length - 1))).toThrow(OptionError);
      }),
    );
  });

  it("decodes any integers, with the same result from lists and typed arrays", () => {
    const ids = fc.array(fc.oneof(fc.integer({ min: -3, max: 300 }), fc.nat(255), fc.integer()));
    fc.assert(
      fc.property(ids, fc.constantFrom("ignore" as const, "replace" as const), (list, errors) => {
        const text = codec.decode(list, errors);
        expect(codec.decode(Int32Array.from(list), errors)).toBe(text);
        expect(text.length).toBeLessThanOrEqual(list.length);
      }),
    );
  });

  it("handles long texts", () => {
    const text = "山𠮷a".repeat(10_000);
    expect(codec.decode(codec.encodeIds(text))).toBe(text);
  });
});

describe("a lone surrogate", () => {
  it("is rejected in UTF-8, with an error that names its offset", () => {
    const codec = new ByteCodec(UTF8);
    for (const text of ["\ud800", "ab\udfff", "\ud83d\ud83d\ude00"]) {
      expect(() => codec.encodeIds(text)).toThrow(TextError);
      expect(() => codec.countIds(text)).toThrow(TextError);
      expect(() => spansOf(codec, text)).toThrow(TextError);
    }
    expect(() => codec.encodeIds("ab\udfff")).toThrow("lone surrogate \\\\udfff at offset 2");
  });

  it("results from a span that cuts a pair", () => {
    expect(() => spansOf(new ByteCodec(UTF8), "a😀", 0, 2)).toThrow(TextError);
    expect(spansOf(new ByteCodec(MIXED_RADIX), "a😀", 1, 2)).toEqual(
      new ByteCodec(MIXED_RADIX).encodeIds("\ud83d").map((id) => [id, 1, 2]),
    );
  });
});

describe("a codec rejects", () => {
  const { heads, reserved, radices } = MIXED_RADIX;
  const encoding = (change: Partial<Record<keyof MixedRadixEncoding, unknown>>): ByteEncoding =>
    ({ ...MIXED_RADIX, ...change }) as ByteEncoding;

  it.each([
    ["an unknown type", { type: "utf16" }],
    ["a number instead of a list", { heads: 0 }],
    ["lists of unequal lengths", { heads: [0, 128, 192] }],
    ["five places", { heads: [...heads, 250], reserved: [...reserved, 0], radices: [...radices, 2] }],
    ["fractions", { radices: [126.5, 56, 24, 7] }],
    ["strings", { radices: ["127", 56, 24, 7] }],
    ["places that share values", { reserved: [2, 8, 8, 25] }],
    ["places out of order", { heads: [224, 192, 128, 0] }],
    ["values above 255", { radices: [127, 56, 24, 8] }],
    ["negative numbers", { reserved: [-1, 8, 8, 25] }],
    ["a first byte of 0", { heads: [0, 0, 192, 224] }],
    ["too few values for all code points", { radices: [127, 56, 24, 6] }],
    ["no places", { heads: [], reserved: [], radices: [] }],
  ])("%s", (_, change) => {
    expect(() => new ByteCodec(encoding(change))).toThrow(OptionError);
  });

  it.each([[-1], [0.5], [Number.NaN], [2 ** 31]])("the offset %s", (offset) => {
    expect(() => new ByteCodec(UTF8, { offset })).toThrow(OptionError);
  });

  it("a patch width that the encoding does not have", () => {
    expect(() => new ByteCodec(UTF8, { patchWidth: 4 })).toThrow(OptionError);
    expect(() => new ByteCodec(MIXED_RADIX, { patchWidth: 3 })).toThrow(OptionError);
  });

  it("ids that are not integers, and unknown treatments of faults", () => {
    const codec = new ByteCodec(UTF8);
    expect(() => codec.decode([97, 0.5])).toThrow(OptionError);
    expect(() => codec.decode([Number.NaN])).toThrow(OptionError);
    expect(() => codec.decode([97], "strict" as "ignore")).toThrow(OptionError);
  });
});
