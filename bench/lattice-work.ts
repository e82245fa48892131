import type { Dictionary } from "../src/mecab/dictionary/dictionary.js";
import { Lattice } from "../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../src/mecab/lattice/search-kernel.js";
import { POSITIONS, WINDOW } from "../src/mecab/memory/layout.js";
import {
  nodeBegin,
  nodeCost,
  nodeNext,
  nodePair,
  POSITION_BYTES,
  pairLowest,
  positionBound,
  positionEnds,
  stateFurthest,
} from "../src/mecab/memory/records.js";

/** What the search of a lattice takes, whatever the machine. The edges to the sentence's end are among the others. */
export interface LatticeWork {
  /** Words looked up, the unknown ones included. */
  readonly nodes: number;
  /** Pairs of a node and one that ends where it begins: what a plain Viterbi search compares. */
  readonly edges: number;
  /** Cells of the matrix that the kernel reads: a node's predecessors but the beaten ones, by fours. */
  readonly kernelCells: number;
  /** Cells of the matrix that TypeScript reads: a node's predecessors but the beaten ones. */
  readonly typescriptCells: number;
}

/** The nodes that end at a position, by their addresses. */
export interface Ends {
  readonly nodes: readonly number[];
  /** Those that no other one beats in every context. */
  readonly kept: readonly number[];
}

/** The cells that the kernel reads at a time. */
const LANES = 4;

/**
 * Counts what the kernel leaves in its memory, so that it need not count itself.
 *
 * @param texts each shorter than a window of the lattice, which is then there as a whole when the search has ended
 */
export function latticeWork(dictionary: Dictionary, texts: readonly string[]): LatticeWork {
  const { wasm } = dictionary.memory;
  if (wasm === null) throw new Error("no WebAssembly with SIMD, so the kernel's work cannot be counted");
  const search = new KernelSearch(dictionary, wasm);
  const lattice = new Lattice(dictionary, search);
  return texts.map((text) => workOf(text, dictionary, search.memory, lattice)).reduce(sumOf);
}

function workOf(text: string, dictionary: Dictionary, memory: Int32Array, lattice: Lattice): LatticeWork {
  if (text.length >= WINDOW) throw new RangeError(`a text of ${text.length} UTF-16 units does not fit one window`);
  lattice.segment(text);
  const ends = listEnds(dictionary, memory);
  const lastEnds = ends.get(stateFurthest(memory))?.nodes.length ?? 0;
  let nodes = 0;
  let edges = lastEnds;
  let kernelCells = lastEnds;
  let typescriptCells = lastEnds;
  for (const node of [...ends.values()].flatMap((each) => each.nodes)) {
    const before = ends.get(nodeBegin(memory, node));
    // The sentence's beginning begins nowhere.
    if (before === undefined) continue;
    nodes++;
    edges += before.nodes.length;
    kernelCells += Math.ceil(before.kept.length / LANES) * LANES;
    typescriptCells += before.kept.length;
  }
  return { nodes, edges, kernelCells, typescriptCells };
}

/** By position, the nodes that end there, of the text searched last; none where there are none. */
export function listEnds(dictionary: Dictionary, memory: Int32Array): ReadonlyMap<number, Ends> {
  const tables = new Int32Array(dictionary.memory.buffer);
  const ends = new Map<number, Ends>();
  for (let position = POSITIONS; position <= stateFurthest(memory); position += POSITION_BYTES) {
    const bound = positionBound(memory, position);
    const nodes: number[] = [];
    for (let node = positionEnds(memory, position); node !== 0; node = nodeNext(memory, node)) nodes.push(node);
    const isKept = (node: number): boolean =>
      nodeCost(memory, node) + pairLowest(tables, nodePair(memory, node)) <= bound;
    if (nodes.length > 0) ends.set(position, { nodes, kept: nodes.filter(isKept) });
  }
  return ends;
}

function sumOf(a: LatticeWork, b: LatticeWork): LatticeWork {
  return {
    nodes: a.nodes + b.nodes,
    edges: a.edges + b.edges,
    kernelCells: a.kernelCells + b.kernelCells,
    typescriptCells: a.typescriptCells + b.typescriptCells,
  };
}
