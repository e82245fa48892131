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
  decodeRow(words: number, columns: number, columnsEnd: number, contexts: number, row: number, parent: number): number;
  layOutRow(row: number, rowEnd: number, cells: number): void;
  highest(of: number, size: number): number;
  groupClasses(
    of: number,
    count: number,
    order: number,
    size: number,
    classes: number,
    starts: number,
    next: number,
  ): void;
  refine(
    labels: number,
    values: number,
    plus: number,
    order: number,
    size: number,
    of: number,
    entries: number,
    mask: number,
  ): number;
  decodeWeights(
    tables: number,
    tablesEnd: number,
    gaps: number,
    wholes: number,
    fractions: number,
    weights: number,
    room: number,
    next: number,
  ): number;
  decodeRest(
    gaps: number,
    numbers: number,
    count: number,
    rowOrder: number,
    rows: number,
    columnOrder: number,
    ranks: number,
    columns: number,
    rest: number,
  ): number;
  addTables(tables: number, tablesEnd: number, isCoarse: number, weights: number, row: number, sums: number): void;
  fillRow(sums: number, columns: number, rest: number, row: number, cells: number): void;
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
