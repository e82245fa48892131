import { fromBase64, inflate } from "#platform";
import { KernelMemory, pagesFor, type RegionSizes } from "../memory/kernel-memory.js";
import type { WasmMemory } from "../memory/wasm-memory.js";
import { KERNEL, KERNEL_BYTES } from "./kernel-module.js";

/** The functions of the kernel, which work in the memory of one dictionary. The files of kernel/ document each. */
export interface Kernel extends WebAssembly.Exports {
  read(from: number, to: number): number;
  search(from: number, to: number, end: number, firstLimit: number): number;
  trace(last: number): number;
  splitLines(count: number): number;
  traceFrom(node: number, end: number): number;
  openContexts(frequencies: number, count: number, contexts: number): void;
  decodeRow(row: number, columns: number, columnsEnd: number): number;
  isWithinBounds(cells: number, lowest: number, highest: number, columns: number): number;
  layOutRow(row: number, rowEnd: number, cells: number): void;
  sortClasses(classes: number, values: number): void;
  refine(classes: number, labels: number, values: number, plus: number, refined: number): number;
  groupClasses(classes: number, labels: number): void;
  decodeWeights(matrix: number, coded: number): number;
  decodeResidual(matrix: number, coded: number): number;
  addTables(matrix: number, row: number, isCoarse: number, sums: number): void;
  fillRow(matrix: number, row: number, sums: number, cells: number): void;
  /** @param packed the address of a PackedTokens record */
  joinTokens(packed: number): number;
  /** @param tables the address of a WordTables record */
  openWords(tables: number): void;
  unitKeys(uses: number): number;
  listStarts(count: number): number;
  openTrie(codeCount: number): void;
  addWords(word: number, wordEnd: number, unit: number, token: number): number;
}

let ready: Promise<void> | undefined;
let compiled: WebAssembly.Module | null = null;

/**
 * Compiles the kernel, once per process. Dictionaries that are built before it has finished are searched by
 * TypeScript, and so are all dictionaries if WebAssembly or its SIMD is missing or forbidden.
 */
export function kernelReady(): Promise<void> {
  ready ??= compileKernel();
  return ready;
}

async function compileKernel(): Promise<void> {
  try {
    // Browsers may forbid synchronous compilation of a module of more than 4 KB.
    compiled = await WebAssembly.compile((await inflate(fromBase64(KERNEL), KERNEL_BYTES)) as Uint8Array<ArrayBuffer>);
  } catch {
    compiled = null;
  }
}

/**
 * Allocates a dictionary's memory, where the kernel can use it if it can run.
 *
 * @param sizesOf the sizes of the regions with and without the kernel
 */
export function allocateMemory(sizesOf: (hasKernel: boolean) => RegionSizes): KernelMemory {
  if (compiled !== null) {
    const sizes = sizesOf(true);
    try {
      return new KernelMemory(sizes, new WebAssembly.Memory({ initial: pagesFor(sizes) }));
    } catch {
      // WebAssembly runs, but there is too little memory for it.
    }
  }
  return new KernelMemory(sizesOf(false), null);
}

/**
 * An instance of the kernel in a dictionary's memory.
 *
 * @param makeRow decodes the row of a pair that a search needs
 */
export function kernelIn(memory: WasmMemory, makeRow: (pair: number) => number = () => 0): Kernel {
  if (compiled === null) throw new TypeError("the kernel is not compiled");
  return new WebAssembly.Instance(compiled, { env: { memory }, search: { makeRow } }).exports as Kernel;
}
