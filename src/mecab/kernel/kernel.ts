import { fromBase64, inflate } from "#platform";
import type { Search } from "../lattice/search.js";
import { SEARCH_BYTES } from "../memory/layout.js";
import { KERNEL, KERNEL_BYTES } from "./kernel-module.js";

const PAGE_BYTES = 0x10000;

/** What the kernel does in the memory of one dictionary; the files of kernel/ tell what each means. */
export interface Kernel extends WebAssembly.Exports {
  read: Search["read"];
  search: Search["run"];
  trace: Search["trace"];
  traceFrom: Search["traceFrom"];
  openContexts(frequencies: number, count: number, contexts: number): void;
  decodeRow(row: number, columns: number, columnsEnd: number): number;
  layOutRow(row: number, rowEnd: number, cells: number): void;
  sortClasses(classes: number, values: number): void;
  refine(classes: number, labels: number, values: number, plus: number, refined: number): number;
  groupClasses(classes: number, labels: number): void;
  decodeWeights(matrix: number, coded: number): number;
  decodeResidual(matrix: number, coded: number): number;
  addTables(matrix: number, row: number, isCoarse: number, sums: number): void;
  fillRow(matrix: number, row: number, sums: number, cells: number): void;
  joinTokens(
    low: number,
    high: number,
    costs: number,
    pairCount: number,
    tokens: number,
    tokensEnd: number,
    next: number,
  ): number;
  openWords(shared: number, added: number, counts: number, units: number, tokens: number, scratch: number): void;
  unitKeys(unitsEnd: number, uses: number, keys: number): number;
  listStarts(count: number, list: number): number;
  openTrie(trie: number, trieUnits: number, taken: number, cursors: number, codes: number, codeCount: number): void;
  addWords(word: number, wordEnd: number, unit: number, token: number): number;
}

let ready: Promise<void> | undefined;
let compiled: WebAssembly.Module | null = null;

/**
 * Compiles the kernel, once a process. Dictionaries that are built before that are searched by TypeScript, as they are
 * where there is no WebAssembly, none with SIMD, or it is forbidden.
 */
export function kernelReady(): Promise<void> {
  ready ??= compileKernel();
  return ready;
}

async function compileKernel(): Promise<void> {
  try {
    // Not at once: browsers may forbid that for a module of more than 4 KB.
    compiled = await WebAssembly.compile((await inflate(fromBase64(KERNEL), KERNEL_BYTES)) as Uint8Array<ArrayBuffer>);
  } catch {
    compiled = null;
  }
}

/** Memory for a search and, behind it, tables of this size; null where the kernel cannot run. */
export function kernelMemory(tableBytes: number): WebAssembly.Memory | null {
  if (compiled === null) return null;
  try {
    return new WebAssembly.Memory({ initial: Math.ceil((SEARCH_BYTES + tableBytes) / PAGE_BYTES) });
  } catch {
    // There may be WebAssembly, but no room for it.
    return null;
  }
}

/**
 * The kernel, to work in a memory that {@link kernelMemory} made.
 *
 * @param makeRow as of a dictionary, for a search
 */
export function kernelIn(memory: WebAssembly.Memory, makeRow: (pair: number) => number = () => 0): Kernel {
  if (compiled === null) throw new TypeError("a memory without a kernel");
  return new WebAssembly.Instance(compiled, { env: { memory, makeRow } }).exports as Kernel;
}
