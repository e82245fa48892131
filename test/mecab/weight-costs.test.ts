import { describe, expect, it } from "vitest";
import { BIT, WeightCosts } from "../../src/mecab/compiler/weight-costs.js";

const ONE = 256;

describe("the costs of weights", () => {
  it("grow with the logarithm of the number of places and with the bits of the value", () => {
    const costs = new WeightCosts([]);
    expect(costs.place(1 << 20, 1 << 10) - costs.place(1 << 16, 1 << 10)).toBe(4 * BIT);
    expect(costs.place(3 << 20, 1 << 16) - costs.place(1 << 20, 1 << 16)).toBe(Math.floor(BIT * Math.log2(3)));
    // Each bit after the highest one of a whole part, and before the last one of a fraction, costs a bit.
    expect(costs.value(64 * ONE, 1) - costs.value(8 * ONE, 1)).toBe(3 * BIT);
    expect(costs.value(ONE / 16, 1) - costs.value(ONE / 4, 1)).toBe(2 * BIT);
  });

  it("are lower for values that are common among the weights found so far for as many cells", () => {
    const halves = new Int32Array(1000).fill(3 * ONE + ONE / 2);
    const costs = new WeightCosts([{ values: halves, cells: new Int32Array(1000).fill(40) }]);
    expect(costs.value(3 * ONE + ONE / 2, 50)).toBeLessThan(BIT);
    expect(costs.value(3 * ONE, 50)).toBeGreaterThan(8 * BIT);
    expect(costs.value(3 * ONE + ONE / 2, 100)).toBeGreaterThan(2 * BIT);
  });
});
