import { ipadic } from "../src/mecab/ipadic.js";
import { unidicLite } from "../src/mecab/unidic-lite.js";
import { generateLines } from "./generated-lines.js";
import { type LatticeWork, latticeWork } from "./lattice-work.js";
import { table } from "./markdown.js";
import { countCharacters } from "./statistics.js";

const COUNTED_LINES = 2000;

export interface CountedWork extends LatticeWork {
  readonly dictionary: string;
}

export interface Counters {
  readonly markdown: string;
  readonly text: string;
  /** In code points. */
  readonly characters: number;
  readonly results: readonly CountedWork[];
}

/** Counts the work of the search on generated lines, which are always the same: the counts depend on no machine. */
export async function countWork(): Promise<Counters> {
  const lines = generateLines(COUNTED_LINES);
  const characters = lines.reduce((sum, line) => sum + countCharacters(line), 0);
  const text = `${COUNTED_LINES} generated lines`;
  const results = [
    { dictionary: "ipadic", ...latticeWork(await ipadic(), lines) },
    { dictionary: "unidic-lite", ...latticeWork(await unidicLite(), lines) },
  ];
  const markdown = `## Lattice work\n\nCounted over ${text}.\n\n${countersTable(characters, results)}`;
  return { markdown, text, characters, results };
}

const COUNTED: Readonly<Record<keyof LatticeWork, string>> = {
  nodes: "nodes",
  edges: "edges (pairs of adjacent nodes)",
  kernelCells: "matrix cells that the WebAssembly kernel reads",
  typescriptCells: "matrix cells that the TypeScript engine reads",
};

/** Counts per character: one row per counter, one column per dictionary after the counter's name. */
export function countersRows(characters: number, results: readonly CountedWork[]): string[][] {
  return Object.entries(COUNTED).map(([counter, name]) => [
    name,
    ...results.map((work) => (work[counter as keyof LatticeWork] / characters).toFixed(1)),
  ]);
}

function countersTable(characters: number, results: readonly CountedWork[]): string {
  return table(["per character", ...results.map(({ dictionary }) => dictionary)], countersRows(characters, results));
}
