import { describe, expect, it } from "vitest";
import { countWork } from "../../bench/counters.js";
import { type LatticeWork, latticeWork } from "../../bench/lattice-work.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { WINDOW } from "../../src/mecab/memory/layout.js";
import { type Tiny, tinyTables } from "../mecab/tables.js";

await kernelReady();

const tiny: Tiny = {
  categories: [
    { name: "DEFAULT", invoke: false, group: false, length: 0, unknown: [[1, 1, 100]] },
    { name: "SPACE", invoke: false, group: false, length: 0, unknown: [[1, 1, 100]] },
  ],
  characters: { " ": ["SPACE"] },
  words: [
    ["a", [1, 1, 0]],
    ["ab", [1, 1, 0]],
    ["b", [1, 1, 0], [2, 1, 0]],
  ],
  costs: [
    [0, 0],
    [0, 0],
    [0, 0],
  ],
};

const work = (given: Partial<Tiny>, ...texts: string[]): LatticeWork =>
  latticeWork(buildDictionary(tinyTables({ ...tiny, ...given })), texts);

describe("the work of a lattice", () => {
  it("is counted over all nodes and the end of the sentence", () => {
    // Edges: from the beginning to a and ab (2), from a to both b (2), from ab and both b to the end (3).
    expect(work({}, "ab")).toEqual({
      nodes: 4,
      edges: 2 + 2 + 3,
      kernelCells: 4 * 4 + 3,
      typescriptCells: 4 * 1 + 3,
    });
  });

  it("excludes predecessors that another node beats in every context", () => {
    const words: Tiny["words"] = [
      ["a", [1, 1, 0], [1, 1, 1], [2, 1, 2], [2, 1, 3], [2, 1, 4]],
      ["b", [1, 1, 0]],
    ];
    // Five nodes for a: only the cheapest can be the best predecessor of b.
    expect(work({ words }, "ab")).toEqual({
      nodes: 6,
      edges: 5 + 5 + 1,
      kernelCells: 6 * 4 + 1,
      typescriptCells: 6 * 1 + 1,
    });
  });

  it("adds up over texts, and whitespace adds nothing", () => {
    const once = work({}, "ab");
    const twice = work({}, "ab", " ab ");
    for (const counter of Object.keys(once) as (keyof LatticeWork)[]) expect(twice[counter]).toBe(2 * once[counter]);
  });

  it("refuses a text that is longer than a window", () => {
    expect(() => work({}, "a".repeat(WINDOW))).toThrow(RangeError);
  });
});

/** The counts when this test was last edited. A change that lowers them should lower the figures here. */
const AT_MOST = {
  ipadic: { nodes: 723_502, edges: 5_326_898, kernelCells: 4_355_120, typescriptCells: 2_901_213 },
  "unidic-lite": {
    nodes: 931_620,
    edges: 8_735_513,
    kernelCells: 6_583_408,
    typescriptCells: 5_002_835,
  },
} as const;

it("the search does no more work on generated lines than before", async () => {
  const { characters, results } = await countWork();
  expect(characters).toBe(119_947);
  expect(results.map(({ dictionary }) => dictionary)).toEqual(Object.keys(AT_MOST));
  for (const { dictionary, ...counted } of results) {
    for (const [counter, most] of Object.entries(AT_MOST[dictionary as keyof typeof AT_MOST])) {
      expect(counted[counter as keyof LatticeWork], `${dictionary}, ${counter}`).toBeLessThanOrEqual(most);
    }
  }
});
