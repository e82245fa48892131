import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { charsmapBytes } from "../../../fixtures/sentencepiece/charsmap-bytes.js";
import { bytePieces, type ModelSpec, modelBytes } from "../../../fixtures/sentencepiece/model-bytes.js";
import { readTrained, TRAINED } from "../../../fixtures/sentencepiece/models.js";
import { VocabularyError } from "../../../src/base/errors.js";
import { readModelFile } from "../../../src/subwords/sentencepiece/model-file.js";
import { SentencePiece } from "../../../src/subwords/sentencepiece/sentencepiece.js";

const PIECES: ModelSpec["pieces"] = [
  ["<unk>", -1.5, "unknown"],
  ["a", -2],
];

const parse = (spec: ModelSpec): SentencePiece => SentencePiece.parse(modelBytes(spec), "my.model");

describe("a .model file", () => {
  it("is read field by field", () => {
    const charsmap = charsmapBytes({ a: "b" });
    const file = readModelFile(
      modelBytes({
        pieces: [...PIECES, ["𠮷", 0.1, "user_defined"]],
        trainer_spec: { model_type: "bpe", treat_whitespace_as_suffix: true, unk_surface: "?", eos_piece: "[E]" },
        normalizer_spec: { precompiled_charsmap: charsmap, remove_extra_whitespaces: false },
        denormalizer_spec: { add_dummy_prefix: false },
      }),
      "my.model",
    );
    expect(file).toEqual({
      type: "bpe",
      pieces: [
        ["<unk>", -1.5, "unknown"],
        ["a", -2, "normal"],
        ["𠮷", Math.fround(0.1), "user_defined"],
      ],
      byteFallback: false,
      treatWhitespaceAsSuffix: true,
      unkId: 0,
      unkSurface: "?",
      unkPiece: "<unk>",
      bosPiece: "<s>",
      eosPiece: "[E]",
      padPiece: "<pad>",
      normalizer: { charsmap, addDummyPrefix: true, removeExtraWhitespaces: false, escapeWhitespaces: true },
      denormalizer: {
        charsmap: new Uint8Array(0),
        addDummyPrefix: false,
        removeExtraWhitespaces: true,
        escapeWhitespaces: true,
      },
    });
  });

  it("keeps the id that the trainer was given for the unknown piece", () => {
    const trainer = [0x12, 0x03, 0xc0, 0x02, 0x01]; // trainer_spec { unk_id: 1 }
    expect(readModelFile(Uint8Array.of(...modelBytes({ pieces: PIECES }), ...trainer), "m").unkId).toBe(1);
  });

  it("may have fields of other versions, and a field twice: the last one counts", () => {
    const unknownFields = [0x78, 0x01, 0x92, 0x03, 0x02, 0xff, 0xff, 0xa1, 0x03, 1, 2, 3, 4, 5, 6, 7, 8];
    const suffix = [0x12, 0x04, 0xc0, 0x01, 0x01, 0x98];
    const file = readModelFile(Uint8Array.of(...modelBytes({ pieces: PIECES }), ...unknownFields), "my.model");
    expect(file.pieces).toHaveLength(2);
    expect(() => readModelFile(Uint8Array.of(...modelBytes({ pieces: PIECES }), ...suffix), "m")).toThrow(
      VocabularyError,
    );
    const twice = [0x12, 0x06, 0xc0, 0x01, 0x01, 0xc0, 0x01, 0x00, 0x12, 0x03, 0xc0, 0x01, 0x01];
    expect(readModelFile(Uint8Array.of(...modelBytes({ pieces: PIECES }), ...twice), "m").treatWhitespaceAsSuffix).toBe(
      true,
    );
  });

  it.each<[string, ModelSpec]>([
    ["no pieces", { pieces: [] }],
    ["an empty piece", { pieces: [...PIECES, ["", 0]] }],
    ["a piece twice", { pieces: [...PIECES, ["a", 0, "user_defined"]] }],
    ["a control symbol twice", { pieces: [...PIECES, ["<s>", 0, "control"], ["<s>", 0, "control"]] }],
    ["a piece twice for BPE", { pieces: [...PIECES, ["a", 0, "control"]], trainer_spec: { model_type: "bpe" } }],
    ["two unknown pieces", { pieces: [...PIECES, ["<u>", 0, "unknown"]] }],
    ["no unknown piece", { pieces: [["a", 0]] }],
    ["no piece that matches text", { pieces: [["<unk>", 0, "unknown"]] }],
    ["a byte piece without byte_fallback", { pieces: [...PIECES, ["<0x00>", 0, "byte"]] }],
    [
      "a byte piece with a wrong name",
      { pieces: [...PIECES, ["<0x0a>", 0, "byte"]], trainer_spec: { byte_fallback: true } },
    ],
    ["too few byte pieces", { pieces: [...PIECES, ...bytePieces().slice(1)], trainer_spec: { byte_fallback: true } }],
    ["a piece with U+0000", { pieces: [...PIECES, ["a\0", 0]] }],
    ["a piece of 8,000 bytes", { pieces: [...PIECES, ["a".repeat(8000), 0]] }],
    ["a piece of 8,001 bytes", { pieces: [...PIECES, ["あ".repeat(2667), 0]] }],
    ["a score that is NaN", { pieces: [...PIECES, ["b", Number.NaN]] }],
    ["an infinite score", { pieces: [...PIECES, ["b", Number.NEGATIVE_INFINITY]] }],
    ["a model of words", { pieces: PIECES, trainer_spec: { model_type: "word" } }],
    ["a model of characters", { pieces: PIECES, trainer_spec: { model_type: "char" } }],
  ])("is rejected for %s", (_, spec) => {
    expect(() => parse(spec)).toThrow(VocabularyError);
    expect(() => parse(spec)).toThrow(/my\.model/);
  });

  it("may have a piece of 7,999 bytes and, with byte_fallback, a piece of U+0000", () => {
    expect(parse({ pieces: [...PIECES, ["a".repeat(7999), 0]] }).size).toBe(3);
    const nul = parse({ pieces: [...PIECES, ["\0", -1], ...bytePieces()], trainer_spec: { byte_fallback: true } });
    expect(nul.typeOf(2)).toBe("unused");
  });

  it("may be a view of a larger buffer", () => {
    const bytes = modelBytes({ pieces: PIECES, normalizer_spec: { precompiled_charsmap: charsmapBytes({ x: "a" }) } });
    const larger = new Uint8Array(bytes.length + 5);
    larger.set(bytes, 3);
    const model = SentencePiece.parse(larger.subarray(3, 3 + bytes.length), "part");
    expect(model.normalize("xa")).toBe("▁aa");
  });
});

describe("a damaged charsmap is rejected if it", () => {
  const withMap = (precompiled_charsmap: Uint8Array): ModelSpec => ({
    pieces: PIECES,
    normalizer_spec: { precompiled_charsmap },
  });
  /** The map of one rule with some units of its array changed. */
  const changed = (...changes: [unit: number, value: number][]): Uint8Array => {
    const bytes = charsmapBytes({ か: "が" });
    const view = new DataView(bytes.buffer);
    for (const [unit, value] of changes) view.setUint32(4 + 4 * unit, value, true);
    return bytes;
  };
  const whole = charsmapBytes({ か: "が" });

  it.each<[string, Uint8Array]>([
    ["is truncated in its size", whole.subarray(0, 3)],
    ["is truncated in its array", whole.subarray(0, 700)],
    ["has no replacements", whole.subarray(0, 4 + 1024)],
    ["is truncated in a replacement", whole.subarray(0, whole.length - 1)],
    ["has an array of half a block", Uint8Array.of(0, 2, 0, 0, ...whole.subarray(4))],
    ["has an array beyond its end", Uint8Array.of(0xff, 0xff, 0xff, 0xff, ...whole.subarray(4))],
    ["leads out of its array from the root", changed([0, 0xffffffff])],
    ["has replacements that are not UTF-8", Uint8Array.of(...whole.subarray(0, whole.length - 2), 0xff, 0)],
  ])("%s", (_, map) => {
    expect(() => parse(withMap(map))).toThrow(VocabularyError);
  });

  it("leads in circles, or has a value that is not a replacement", () => {
    const view = new DataView(whole.buffer);
    const units = Array.from({ length: 256 }, (_, unit) => view.getUint32(4 + 4 * unit, true));
    const root = units[0] >>> 10;
    // The units of the three bytes of the key
    const path = units.flatMap((unit, index) => (index > 0 && unit < 0x80000000 ? [index] : []));
    expect(path).toHaveLength(3);
    for (const unit of path) {
      const toStart = (units[unit] & 0x1ff) | ((unit ^ root) << 10);
      const hasValue = units[unit] | 0x100;
      expect(() => parse(withMap(changed([unit, toStart])))).toThrow(VocabularyError);
      if ((units[unit] & 0x100) === 0) expect(() => parse(withMap(changed([unit, hasValue])))).toThrow(VocabularyError);
    }
  });
});

describe("a damaged .model file is rejected or still works", () => {
  const models = [
    ...Object.keys(TRAINED)
      .filter((name) => !name.includes("nfkc"))
      .map(readTrained),
    modelBytes({ pieces: PIECES, normalizer_spec: { precompiled_charsmap: charsmapBytes({ ab: "c", か: " " }) } }),
  ];

  /** Checks that a file is rejected with our error, or else that its model encodes and decodes. */
  function check(bytes: Uint8Array): void {
    let model: SentencePiece;
    try {
      model = SentencePiece.parse(bytes, "damaged");
    } catch (error) {
      expect(error).toBeInstanceOf(VocabularyError);
      return;
    }
    for (const text of ["", "abか 東京 日本語😀\n", "カカ".repeat(50)]) model.decode(model.encodeWithOffsets(text).ids);
  }

  it("if some bytes change", () => {
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...models), damage, (model, changes) => {
        const bytes = model.slice();
        for (const [place, byte] of changes) bytes[Math.floor(place * (bytes.length - 1))] = byte;
        check(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it("if units of its charsmap change", () => {
    const map = charsmapBytes({ a: "b", ab: "c", か: "が", か゛: "が", 東京: " ", "😀": "" });
    const unit = fc.oneof(fc.nat(255), fc.nat(0xffff), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(255), unit), { minLength: 1, maxLength: 6 }), (changes) => {
        const precompiled_charsmap = map.slice();
        const view = new DataView(precompiled_charsmap.buffer);
        for (const [place, value] of changes) view.setUint32(4 + 4 * place, value, true);
        check(modelBytes({ pieces: PIECES, normalizer_spec: { precompiled_charsmap } }));
      }),
      { numRuns: 700 },
    );
  });

  it("if it is truncated", () => {
    for (const model of models) for (let end = 0; end < model.length; end += 97) check(model.subarray(0, end));
  });

  it("if it consists of random bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 2000 });
  });

  it("without large allocations if its lengths are absurd", () => {
    // A piece, a trainer_spec and a normalizer_spec of 2 ** 62 bytes.
    for (const field of [0x0a, 0x12, 0x1a]) {
      const bytes = Uint8Array.of(field, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40);
      expect(() => SentencePiece.parse(bytes, "absurd")).toThrow(VocabularyError);
    }
  });
});
