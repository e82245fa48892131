import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignNfkc, lower, normalizeNfkc, normalizePinned } from "../../src/text/normalize.js";
import { splitWhitespace, strip } from "../../src/text/whitespace.js";

const someText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."がｶﾞﾊﾟ゛゙゚①㍿½…～ｱ漢字𠮷🍣ﬁ각각\u0301\u0323é\ud800\udc00"),
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  ),
  maxLength: 20,
});

describe("NFKC of Unicode 14.0", () => {
  it("leaves code points unchanged that Unicode 14.0 does not assign", () => {
    // U+1E030 and U+1CCD6 got compatibility mappings in Unicode 15.0 and 16.0.
    for (const text of ["\u{1e030}", "\u{1ccd6}", "\ua7f1", "a\u{1e030}\u0301"]) expect(normalizeNfkc(text)).toBe(text);
    expect(normalizeNfkc("Ａ\u{1e030}ｶﾞ")).toBe("A\u{1e030}ガ");
  });

  it("gives the same result as without its fast path, for each code point and for random texts", () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const text = `漢${String.fromCodePoint(code)}Ａ`;
      if (normalizeNfkc(text) !== normalizePinned(text, "NFKC")) expect.fail(`U+${code.toString(16)}`);
    }
    fc.assert(
      fc.property(someText, (text) => {
        expect(normalizeNfkc(text)).toBe(normalizePinned(text, "NFKC"));
      }),
      { numRuns: 5000 },
    );
  });

  it("changes a normalized text no further", () => {
    fc.assert(
      fc.property(someText, (text) => {
        expect(normalizeNfkc(normalizeNfkc(text))).toBe(normalizeNfkc(text));
      }),
    );
  });

  it("keeps lone surrogates", () => {
    expect(normalizeNfkc("Ａ\ud800ｱ")).toBe("A\ud800ア");
  });
});

describe("the alignment of NFKC", () => {
  const spans = (text: string): string[] => {
    const { text: made, alignment } = alignNfkc(text);
    return Array.from({ length: made.length }, (_, at) =>
      alignment ? text.slice(alignment.starts[at], alignment.ends[at]) : made[at],
    );
  };

  it("gives each code unit the span of its original characters", () => {
    expect(spans("ﾊﾟﾝ")).toEqual(["ﾊﾟ", "ﾝ"]);
    expect(spans("a½b")).toEqual(["a", "½", "½", "½", "b"]);
    expect(spans("か゛")).toEqual(["か", "゛", "゛"]);
    expect(spans("𠮷①")).toEqual(["𠮷", "𠮷", "①"]);
  });

  it("comes with the same text, and its spans cover the original in order", () => {
    fc.assert(
      fc.property(someText, (text) => {
        const { text: made, alignment } = alignNfkc(text);
        expect(made).toBe(normalizeNfkc(text));
        if (!alignment) return;
        let covered = 0;
        for (let at = 0; at < made.length; at++) {
          expect(alignment.starts[at]).toBeLessThanOrEqual(covered);
          expect(alignment.ends[at]).toBeGreaterThanOrEqual(covered);
          covered = alignment.ends[at];
        }
        expect(covered).toBe(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("gives each code unit a span whose normal form contains it", () => {
    fc.assert(
      fc.property(someText, (text) => {
        const { text: made, alignment } = alignNfkc(text);
        if (!alignment) return;
        for (let at = 0; at < made.length; at++) {
          const source = text.slice(alignment.starts[at], alignment.ends[at]);
          expect(normalizeNfkc(source)).toContain(made[at]);
        }
      }),
    );
  });
});

describe("Python's string methods", () => {
  it("lower-case by Unicode 14.0, with the rule for the final sigma", () => {
    expect(lower("ΌΣΟΣ")).toBe("όσος");
    expect(lower("İ")).toBe("i\u0307");
    expect(lower("A\ua7cbA")).toBe("a\ua7cba");
  });

  it("split and strip at Python's whitespace, not at JavaScript's", () => {
    expect(splitWhitespace("\u001ca\u0085b\ufeff \u3000c ")).toEqual(["a", "b\ufeff", "c"]);
    expect(strip("\u001f\ufeffa\u200b\u2029")).toBe("\ufeffa\u200b");
  });
});
