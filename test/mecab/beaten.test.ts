import fc from "fast-check";
import { expect, it } from "vitest";
import { withoutBeaten } from "../../src/mecab/compiler/beaten.js";

it("tokens that cost more than another of the same surface between any two words are left out", () => {
  const id = fc.nat(3);
  const token = fc.record({ left: id, right: id, cost: fc.integer({ min: -6, max: 6 }) });
  const ids = fc.uniqueArray(id, { minLength: 1 });
  const costs = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 5 }), ids, ids, costs, (tokens, before, after, cells) => {
      const matrix = Int16Array.from(cells);
      const totals = ({ left, right, cost }: (typeof tokens)[0]): number[] =>
        before.flatMap((previous) =>
          after.map((next) => matrix[4 * left + previous] + cost + matrix[4 * next + right]),
        );
      const costsMore = (one: number[], other: number[]): boolean => one.every((total, at) => total > other[at]);
      const expected = tokens.filter((one) => !tokens.some((other) => costsMore(totals(one), totals(other))));

      const lexicon = {
        rightIds: 4,
        leftIds: 4,
        surfaces: ["猫"],
        firstToken: Uint32Array.of(0, tokens.length),
        left: Uint16Array.from(tokens, ({ left }) => left),
        right: Uint16Array.from(tokens, ({ right }) => right),
        cost: Int16Array.from(tokens, ({ cost }) => cost),
      };
      const { firstToken, left, right, cost } = withoutBeaten(lexicon, { matrix, rightIds: 4, before, after });
      expect([...firstToken]).toEqual([0, expected.length]);
      expect([...left].map((_, at) => ({ left: left[at], right: right[at], cost: cost[at] }))).toEqual(expected);
    }),
    { numRuns: 2000 },
  );
});
