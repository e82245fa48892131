import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { modelBytes } from "../../../fixtures/sentencepiece/model-bytes.js";
import { readTrained, TRAINED, trainedFile } from "../../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError, TextError, VocabularyError } from "../../../src/base/errors.js";
import { SentencePiece } from "../../../src/subwords/sentencepiece/sentencepiece.js";
import { TokenBuffer } from "../../../src/subwords/subword-model.js";

const NAME = "unigram-nmt-nfkc";
const model = SentencePiece.parse(readTrained(NAME), NAME);

describe("a SentencePiece model", () => {
  it("is loaded from a path, a URL or bytes", async () => {
    const ids = model.encode("東京の天気");
    for (const source of [fileURLToPath(trainedFile(NAME)), trainedFile(NAME), readTrained(NAME)]) {
      expect((await SentencePiece.load(source)).encode("東京の天気")).toEqual(ids);
    }
  });

  it("reports a missing or foreign file with an error that names it", async () => {
    await expect(SentencePiece.load("no/such.model")).rejects.toThrow(ResourceError);
    await expect(SentencePiece.load("no/such.model")).rejects.toThrow(/no\/such\.model/);
    await expect(SentencePiece.load(fileURLToPath(import.meta.url))).rejects.toThrow(VocabularyError);
    await expect(SentencePiece.load(fileURLToPath(import.meta.url))).rejects.toThrow(/sentencepiece\.test\.ts/);
  });

  it("converts between pieces and ids and knows its special ids", () => {
    expect(model.size).toBe(700);
    expect([model.unkId, model.bosId, model.eosId, model.padId]).toEqual([0, 1, 2, 3]);
    expect([model.idOf("<cls>"), model.typeOf(4), model.pieceOf(5), model.typeOf(6)]).toEqual([
      4,
      "control",
      "<sep>",
      "user_defined",
    ]);
    expect(model.idOf("no such piece")).toBe(0);
    const plain = SentencePiece.parse(
      modelBytes({
        pieces: [
          ["?", 0, "unknown"],
          ["<s>", 0],
          ["a", -1],
        ],
      }),
      "plain",
    );
    expect([plain.unkId, plain.bosId, plain.eosId, plain.padId]).toEqual([0, -1, -1, -1]);
  });

  it("rejects ids that it does not have", () => {
    for (const id of [-1, 700, 0.5, Number.NaN]) {
      expect(() => model.pieceOf(id)).toThrow(OptionError);
      expect(() => model.decode([0, id])).toThrow(OptionError);
    }
  });

  it("still works after it has rejected a text", () => {
    const ids = model.encode("東京");
    expect(() => model.encode("東京\ud800")).toThrow(TextError);
    expect(model.encode("東京")).toEqual(ids);
  });

  it("adds a space before a text or not, as the option says", () => {
    expect(model.tokenize("東京")).toEqual(["▁", "東京"]);
    const bare = SentencePiece.parse(readTrained(NAME), NAME, { add_dummy_prefix: false });
    expect(bare.tokenize("東京")).toEqual(["東京"]);
    const dummy = SentencePiece.parse(readTrained("bpe-bytes"), "bpe-bytes", { add_dummy_prefix: true });
    expect(dummy.normalize("東京")).toBe("▁東京");
    expect(dummy.decode(["▁", "▁a"])).toBe(" a");
  });

  it("appends the tokens of a span of a text to a buffer", () => {
    const tokens = new TokenBuffer();
    tokens.push(7, 0, 1);
    const text = "ab ｶﾞ東京㍿ cd";
    model.segment(text, 3, 8, tokens);
    const { ids, offsets } = model.encodeWithOffsets(text.slice(3, 8));
    expect(tokens.count).toBe(1 + ids.length);
    ids.forEach((id, index) => {
      const [start, end] = offsets[index];
      expect(Array.from(tokens.buffer.subarray(3 * index + 3, 3 * index + 6))).toEqual([id, start + 3, end + 3]);
    });
  });

  it.each(Object.keys(TRAINED))("gives offsets in ascending order: %s", (name) => {
    const trained = SentencePiece.parse(readTrained(name), name);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const { ids, pieces, offsets } = trained.encodeWithOffsets(text);
        expect(trained.encode(text)).toEqual(ids);
        let last = 0;
        offsets.forEach(([start, end], index) => {
          // The bytes of a character share its span.
          const isSame = trained.typeOf(ids[index]) === "byte" && offsets[index - 1]?.[1] === end;
          expect(start >= last || isSame).toBe(true);
          expect(end >= start && end <= text.length).toBe(true);
          last = end;
          if (ids[index] !== trained.unkId) expect(trained.idOf(pieces[index])).toBe(ids[index]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("decodes ids to the same text if its normalizer changes nothing", () => {
    const identity = SentencePiece.parse(readTrained("bpe-bytes"), "bpe-bytes");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        fc.pre(!text.includes("▁"));
        expect(identity.decode(identity.encode(text))).toBe(text);
      }),
    );
  });
});
