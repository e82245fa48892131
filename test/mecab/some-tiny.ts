import fc from "fast-check";
import type { Tiny } from "./tables.js";

const id = fc.nat(2);
const cost = fc.constantFrom(0, 0, 1, 1, 2, -1, 32767, -32768);
const token = fc.tuple(id, id, cost);
const tokens = fc.array(token, { minLength: 1, maxLength: 3 });
const names = ["DEFAULT", "SPACE", "A", "B"];
const categories = fc.tuple(
  ...names.map((name) =>
    fc.record({
      name: fc.constant(name),
      invoke: fc.boolean(),
      group: fc.boolean(),
      length: fc.nat(3),
      unknown: tokens,
    }),
  ),
);
const letters = ["a", "b", "c", "か", "\u{2070E}", " ", "\t", "\uffff"];
/** Texts of the characters that {@link someTiny} defines. */
export const someText = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...letters), { maxLength }).map((list) => list.join(""));
const categoryNames = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 });
/** Dictionaries with overlapping categories, homographs and extreme costs, in which ties are common. */
export const someTiny: fc.Arbitrary<Tiny> = fc.record({
  categories,
  characters: fc
    .tuple(...["a", "b", "c", "か", "\t"].map((letter) => fc.tuple(fc.constant(letter), categoryNames)))
    .map((list) => ({ ...Object.fromEntries(list), " ": ["SPACE"] })),
  words: fc.uniqueArray(
    fc.tuple(
      someText(4).filter((text) => text !== "" && !text.includes("\uffff")),
      token,
      token,
    ),
    { selector: ([surface]) => surface, maxLength: 12 },
  ),
  costs: fc.array(fc.array(cost, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
});
