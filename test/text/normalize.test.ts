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
  it("leaves alone what was unassigned then", () => {
    // U+1E030 and U+1CCD6 got compatibility mappings in Unicode 15.0 and 16.0.
    for (const text of ["\u{1e030}", "\u{1ccd6}", "\ua7f1", "a\u{1e030}\u0301"]) expect(normalizeNfkc(text)).toBe(text);
    expect(normalizeNfkc("Ａ\u{1e030}ｶﾞ")).toBe("A\u{1e030}ガ");
  });

  it("is the same of each character and of all together, wherever one of them stands", () => {
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

  it("is idempotent", () => {
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

describe("alignment", () => {
  const spans = (text: string): string[] => {
    const { text: made, alignment } = alignNfkc(text);
    return Array.from({ length: made.length }, (_, at) =>
      alignment ? text.slice(alignment.starts[at], alignment.ends[at]) : made[at],
    );
  };

  it("tells what each unit was made of", () => {
    expect(spans("ﾊﾟﾝ")).toEqual(["ﾊﾟ", "ﾝ"]);
    expect(spans("a½b")).toEqual(["a", "½", "½", "½", "b"]);
    expect(spans("か゛")).toEqual(["か", "゛", "゛"]);
    expect(spans("𠮷①")).toEqual(["𠮷", "𠮷", "①"]);
  });

  it("makes the same text, from spans in order that cover the original", () => {
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

  it("maps a span to what normalizes to it", () => {
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

describe("Python's strings", () => {
  it("lower-case as of Unicode 14.0, final sigma included", () => {
    expect(lower("ΌΣΟΣ")).toBe("όσος");
    expect(lower("İ")).toBe("i\u0307");
    expect(lower("A\ua7cbA")).toBe("a\ua7cba");
  });

  it("have their own whitespace", () => {
    expect(splitWhitespace("\u001ca\u0085b\ufeff \u3000c ")).toEqual(["a", "b\ufeff", "c"]);
    expect(strip("\u001f\ufeffa\u200b\u2029")).toBe("\ufeffa\u200b");
  });
});
