import type { Dictionary } from "../src/mecab/dictionary/dictionary.js";
import { Lattice } from "../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../src/mecab/lattice/search-kernel.js";
import { WINDOW } from "../src/mecab/memory/layout.js";
import { nodeBegin, stateFurthest } from "../src/mecab/memory/records.js";
import { listEnds } from "../tools/lattice-ends.js";

/** Amounts of work of a lattice search, the same on every machine. They include the edges to the end of the sentence. */
export interface LatticeWork {
  /** Words looked up, unknown words included. */
  readonly nodes: number;
  /** Pairs of a node and a node that ends where it begins. A plain Viterbi search compares all of them. */
  readonly edges: number;
  /** Matrix cells that the kernel reads: for each node its kept predecessors, rounded up to a multiple of four. */
  readonly kernelCells: number;
  /** Matrix cells that the TypeScript engine reads: for each node its kept predecessors. */
  readonly typescriptCells: number;
}

/** Matrix cells that the kernel reads at once. */
const LANES = 4;

/**
 * Counts the work from the lattice that the kernel leaves in its memory, so that the kernel itself need not count.
 *
 * @param texts texts shorter than a window, whose lattices are complete in memory after the search
 * @throws RangeError for a text that does not fit into one window
 */
export function latticeWork(dictionary: Dictionary, texts: readonly string[]): LatticeWork {
  const { wasm } = dictionary.memory;
  if (wasm === null) throw new Error("no WebAssembly with SIMD, so the kernel's work cannot be counted");
  const search = new KernelSearch(dictionary, wasm);
  const lattice = new Lattice(dictionary, search);
  return texts.map((text) => workOf(text, dictionary, search.memory, lattice)).reduce(sumOf);
}

function workOf(text: string, dictionary: Dictionary, memory: Int32Array, lattice: Lattice): LatticeWork {
  if (text.length >= WINDOW)
    throw new RangeError(`a text of ${text.length} UTF-16 code units does not fit into one window`);
  lattice.segment(text);
  const ends = listEnds(dictionary, memory);
  const lastEnds = ends.get(stateFurthest(memory))?.nodes.length ?? 0;
  let nodes = 0;
  let edges = lastEnds;
  let kernelCells = lastEnds;
  let typescriptCells = lastEnds;
  for (const node of [...ends.values()].flatMap((each) => each.nodes)) {
    const before = ends.get(nodeBegin(memory, node));
    // The node of the beginning of the sentence has no predecessors.
    if (before === undefined) continue;
    nodes++;
    edges += before.nodes.length;
    kernelCells += Math.ceil(before.kept.length / LANES) * LANES;
    typescriptCells += before.kept.length;
  }
  return { nodes, edges, kernelCells, typescriptCells };
}

function sumOf(a: LatticeWork, b: LatticeWork): LatticeWork {
  return {
    nodes: a.nodes + b.nodes,
    edges: a.edges + b.edges,
    kernelCells: a.kernelCells + b.kernelCells,
    typescriptCells: a.typescriptCells + b.typescriptCells,
  };
}
