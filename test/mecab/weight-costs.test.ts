import { describe, expect, it } from "vitest";
import { BIT, WeightCosts } from "../../src/mecab/compiler/weight-costs.js";

const ONE = 256;

describe("the costs of weights", () => {
  it("are those of their logarithms, of places and of values", () => {
    const costs = new WeightCosts([]);
    expect(costs.place(1 << 20, 1 << 10) - costs.place(1 << 16, 1 << 10)).toBe(4 * BIT);
    expect(costs.place(3 << 20, 1 << 16) - costs.place(1 << 20, 1 << 16)).toBe(Math.floor(BIT * Math.log2(3)));
    // Each bit behind the highest one of a whole part, and before the last one of a fraction, is told as it is.
    expect(costs.value(64 * ONE, 1) - costs.value(8 * ONE, 1)).toBe(3 * BIT);
    expect(costs.value(ONE / 16, 1) - costs.value(ONE / 4, 1)).toBe(2 * BIT);
  });

  it("are lower for what is more common among the weights that there are, of about so many cells", () => {
    const halves = new Int32Array(1000).fill(3 * ONE + ONE / 2);
    const costs = new WeightCosts([{ values: halves, cells: new Int32Array(1000).fill(40) }]);
    expect(costs.value(3 * ONE + ONE / 2, 50)).toBeLessThan(BIT);
    expect(costs.value(3 * ONE, 50)).toBeGreaterThan(8 * BIT);
    expect(costs.value(3 * ONE + ONE / 2, 100)).toBeGreaterThan(2 * BIT);
  });
});
