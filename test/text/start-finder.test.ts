/** The strings that start at each place of a text. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { NONE, StartFinder } from "../../src/text/start-finder.js";

const string = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom("a", "b", "𠮷"), { minLength, maxLength }).map((all) => all.join(""));

it("are those that a comparison at each place finds, the least value first", () => {
  fc.assert(
    fc.property(fc.array(string(1, 6), { maxLength: 8 }), string(0, 40), (strings, text) => {
      const finder = new StartFinder();
      for (const [value, each] of strings.entries()) finder.add(each, value);
      const starts = finder.in(text);
      for (let place = 0; place <= text.length; place++) {
        const expected = strings.findIndex((each) => text.startsWith(each, place));
        expect(starts.at(place)).toBe(expected < 0 ? NONE : expected);
      }
    }),
  );
});

it("are found in windows, whatever place is asked for", () => {
  const finder = new StartFinder();
  const long = `${"a".repeat(3000)}b`;
  finder.add("ab", 1);
  finder.add(long, 0);
  const text = `${"a".repeat(5000)}b`;
  const starts = finder.in(text);
  for (const place of [4999, 0, 1999, 2000, 2001, 4998, 2000, 5000]) {
    expect(starts.at(place)).toBe(place === 4999 ? 1 : place === 2000 ? 0 : NONE);
  }
});
