import type { Dictionary } from "./dictionary.js";
import { KERNEL } from "./kernel-module.js";
import {
  END_ROW,
  SEARCH_BYTES,
  SPACE_CATEGORIES,
  TABLE_KINDS,
  TABLE_PAIRS,
  TABLE_TOKENS,
  TABLE_TRIE,
  TABLE_UNITS,
} from "./layout.js";
import type { Search } from "./search.js";

const PAGE_BYTES = 0x10000;

interface KernelExports extends WebAssembly.Exports {
  read: Search["read"];
  search: Search["run"];
  trace: Search["trace"];
}

let compiled: WebAssembly.Module | null | undefined;

/** The kernel's module, or null where there is no WebAssembly, none with SIMD, or it is forbidden. */
function kernelModule(): WebAssembly.Module | null {
  if (compiled === undefined) {
    try {
      compiled = new WebAssembly.Module(Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0)));
    } catch {
      compiled = null;
    }
  }
  return compiled;
}

/** Memory for a search and, behind it, tables of this size; null where the kernel cannot run. */
export function kernelMemory(tableBytes: number): WebAssembly.Memory | null {
  if (kernelModule() === null) return null;
  try {
    return new WebAssembly.Memory({ initial: Math.ceil((SEARCH_BYTES + tableBytes) / PAGE_BYTES) });
  } catch {
    // There may be WebAssembly, but no room for it.
    return null;
  }
}

/**
 * The search as a WebAssembly kernel (kernel/search.ts), in the memory that holds the dictionary's tables. All searches
 * of a dictionary share that memory: what one leaves there holds until the next begins.
 */
export class KernelSearch implements Search {
  readonly memory: Int32Array;
  readonly read: Search["read"];
  readonly run: Search["run"];
  readonly trace: Search["trace"];

  /** @param memory the dictionary's */
  constructor(dictionary: Dictionary, memory: WebAssembly.Memory) {
    const module = kernelModule();
    if (module === null) throw new TypeError("a memory without a kernel");
    this.memory = new Int32Array(memory.buffer);
    this.memory[TABLE_TRIE >> 2] = dictionary.trie.byteOffset;
    this.memory[TABLE_KINDS >> 2] = dictionary.kinds.byteOffset;
    this.memory[TABLE_TOKENS >> 2] = dictionary.tokens.byteOffset;
    this.memory[TABLE_PAIRS >> 2] = dictionary.pairs.byteOffset;
    this.memory[TABLE_UNITS >> 2] = dictionary.units.byteOffset;
    this.memory[END_ROW >> 2] = dictionary.endRow;
    this.memory[SPACE_CATEGORIES >> 2] = dictionary.spaceCategories;
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const { read, search, trace } = exports as KernelExports;
    this.read = read;
    this.run = search;
    this.trace = trace;
  }
}
