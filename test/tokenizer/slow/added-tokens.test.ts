/** Texts are cut at added tokens as the reference cuts them. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { AddedTokens } from "../../../src/tokenizer/slow/added-tokens.js";
import { referenceSplit } from "./reference-split.js";

const strings = (units: fc.Arbitrary<string>, minLength: number, maxLength: number) =>
  fc.array(units, { minLength, maxLength }).map((all) => all.join(""));

it.each([
  ["few characters", fc.constantFrom("a", "b", "𠮷")],
  ["lone surrogates beside pairs", fc.constantFrom("a", "𠮷", "\ud842", "\udfb7")],
])("of %s, also while tokens are added", (_, units) => {
  fc.assert(
    fc.property(
      fc.array(strings(units, 1, 7), { minLength: 1, maxLength: 8 }),
      fc.array(strings(units, 0, 30), { minLength: 3, maxLength: 3 }),
      (contents, texts) => {
        const added = new AddedTokens();
        contents.forEach((content, id) => {
          added.set(
            { content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
            id,
          );
          if (id % 3 < 2) return;
          added.lookForNew();
          for (const text of texts)
            expect(partsOf(added, text)).toEqual(referenceSplit(contents.slice(0, id + 1), text));
        });
        added.lookForNew();
        for (const text of texts) expect(partsOf(added, text)).toEqual(referenceSplit(contents, text));
      },
    ),
    { numRuns: 2000 },
  );
});

it("follows an earlier start past a character that does not fit, as the reference does", () => {
  const added = new AddedTokens();
  for (const [id, content] of ["b", "abcd"].entries()) {
    added.set({ content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }, id);
  }
  added.lookForNew();
  expect(partsOf(added, "xab?cdy")).toEqual(["x", "ab?cd", "y"]);
  expect(referenceSplit(["b", "abcd"], "xab?cdy")).toEqual(["x", "ab?cd", "y"]);
});

function partsOf(added: AddedTokens, text: string): string[] {
  return added.cut(text).map((chunk) => chunk.text);
}
