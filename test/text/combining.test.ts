/** Long runs of combining marks, which engines sort in time proportional to the square of their length. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderLongRuns } from "../../src/text/combining.js";
import { normalForm, normalizeEach } from "../../src/tokenizer-json/normal-forms.js";

const FORMS = ["NFC", "NFD", "NFKC", "NFKD"] as const;
/** Marks of many classes, marks that decompose to two, and characters that end a run or start one. */
const CHARACTERS = Array.from(
  "\u0301\u0323\u0315\u0334\u0344\u0345\u3099\u309a\u0f71\u0f73\u05b0\u064b\u034f\u20dd\u1dce\u{1d165}かﾊe\u00e9가",
);

describe("a text whose long runs of marks are in canonical order", () => {
  it("has the same normal forms", () => {
    const texts = fc
      .array(fc.constantFrom(...CHARACTERS), { minLength: 30, maxLength: 200 })
      .map((characters) => characters.join(""));
    const runs = fc
      .array(fc.constantFrom(...CHARACTERS.slice(0, 16)), { minLength: 34, maxLength: 200 })
      .map((marks) => `a${marks.join("")}か`);
    fc.assert(
      fc.property(fc.oneof(texts, runs), fc.constantFrom(...FORMS), (text, form) => {
        expect(orderLongRuns(text).normalize(form)).toBe(text.normalize(form));
      }),
      { numRuns: 500 },
    );
  });

  it("keeps short runs as they are", () => {
    expect(orderLongRuns("a\u0315\u0323")).toBe("a\u0315\u0323");
  });

  it("is sorted by class, and stays in order within a class", () => {
    const run = "\u0301\u0323".repeat(20);
    expect(orderLongRuns(`か${run}`)).toBe(`か${"\u0323".repeat(20)}${"\u0301".repeat(20)}`);
  });
});

it("the normal forms of a tokenizer.json put long runs of marks in order, in linear time and with the same text", () => {
  for (const form of FORMS) {
    const short = `a${"\u0315".repeat(50)}${"\u0323\u0344".repeat(50)}か\u3099`;
    expect(normalForm(short, form)).toBe(short.normalize(form));
    expect(normalizeEach(short, form).text).toBe(short.normalize(form));
    // In the engine's own time this would take minutes.
    const long = `a${"\u0315".repeat(400_000)}${"\u0323".repeat(400_000)}`;
    expect(normalForm(long, form).length).toBeGreaterThanOrEqual(800_000);
  }
});
