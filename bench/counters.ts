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

/** What the search takes for generated lines, the same ones each time: figures that no machine changes. */
export async function countWork(): Promise<Counters> {
  const lines = generateLines(COUNTED_LINES);
  const characters = lines.reduce((sum, line) => sum + countCharacters(line), 0);
  const text = `${COUNTED_LINES} generated lines`;
  const results = [
    { dictionary: "ipadic", ...latticeWork(await ipadic(), lines) },
    { dictionary: "unidic-lite", ...latticeWork(await unidicLite(), lines) },
  ];
  const markdown = `## Work of the lattice\n\n${text}.\n\n${countersTable(characters, results)}`;
  return { markdown, text, characters, results };
}

const COUNTED: Readonly<Record<keyof LatticeWork, string>> = {
  nodes: "nodes",
  edges: "edges, pairs of adjoining nodes",
  kernelCells: "matrix cells that the kernel reads",
  typescriptCells: "matrix cells that TypeScript reads",
};

export function countersRows(characters: number, results: readonly CountedWork[]): string[][] {
  return Object.entries(COUNTED).map(([counter, name]) => [
    name,
    ...results.map((work) => (work[counter as keyof LatticeWork] / characters).toFixed(1)),
  ]);
}

/** The counters a character, a column for each dictionary. */
function countersTable(characters: number, results: readonly CountedWork[]): string {
  return table(["a character", ...results.map(({ dictionary }) => dictionary)], countersRows(characters, results));
}
