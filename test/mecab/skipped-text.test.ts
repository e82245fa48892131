import fc from "fast-check";
import { expect, it } from "vitest";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { SkippedText } from "../../src/mecab/skipped-text.js";
import { slowWords } from "./slow-lattice.js";
import { someText, someTiny } from "./some-tiny.js";
import { tinyTables } from "./tables.js";

await kernelReady();

it("a text without its whitespace equals its words joined, or is undefined if only the search can decide", () => {
  let known = 0;
  let unknown = 0;
  fc.assert(
    fc.property(someTiny, fc.array(someText(12), { maxLength: 5 }), (dictionary, texts) => {
      const skipped = SkippedText.of(buildDictionary(tinyTables(dictionary)));
      for (const text of texts) {
        const without = skipped.without(text);
        if (without === undefined) unknown++;
        else {
          known++;
          expect(without).toBe(slowWords(dictionary, text).join(""));
        }
      }
    }),
    { numRuns: 100 },
  );
  expect(Math.min(known, unknown)).toBeGreaterThan(30);
});

it.each(["ipadic", "unidic-lite"] as const)(
  "%s joins the words of nearly every text without a search",
  async (name) => {
    const mecab = await MeCab.load(name);
    expect(mecab.unsplit("東京都")).toBe("東京都");
    expect(mecab.unsplit(" \t東京  都\n庁 \u{20BB7}野家 ")).toBe("東京都庁\u{20BB7}野家");
    expect(mecab.unsplit("")).toBe("");
    // A text that ends early, is ill-formed or loses words is left to the search, which reports the error.
    for (const text of ["東京\0都", "東\ud842京", "\udfb7", `東京${" ".repeat(70_000)}都`]) {
      expect(mecab.unsplit(text)).toBeUndefined();
    }
    const anyText = fc.string({ unit: "binary", maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, fc.constantFrom(" ", "\t", "（ ゜Д゜）", "猫", "　"))), (parts) => {
        const text = parts.join("");
        const unsplit = mecab.unsplit(text);
        if (unsplit !== undefined) expect(unsplit).toBe(mecab.words(text).join(""));
      }),
      { numRuns: 1000 },
    );
  },
);
