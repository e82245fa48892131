import type { Dictionary } from "../dictionary/dictionary.js";
import { kernelIn } from "../kernel/kernel.js";
import {
  END_ROW,
  SPACE_CATEGORIES,
  TABLE_KINDS,
  TABLE_PAIRS,
  TABLE_TOKENS,
  TABLE_TRIE,
  TABLE_UNITS,
} from "../memory/layout.js";
import type { Search } from "./search.js";

/**
 * The search as a WebAssembly kernel (kernel/search.ts), in the memory that holds the dictionary's tables. All searches
 * of a dictionary share that memory: what one leaves there holds until the next begins.
 */
export class KernelSearch implements Search {
  readonly memory: Int32Array;
  readonly read: Search["read"];
  readonly run: Search["run"];
  readonly trace: Search["trace"];
  readonly traceFrom: Search["traceFrom"];

  /** @param memory the dictionary's */
  constructor(dictionary: Dictionary, memory: WebAssembly.Memory) {
    this.memory = new Int32Array(memory.buffer);
    this.memory[TABLE_TRIE >> 2] = dictionary.trie.byteOffset;
    this.memory[TABLE_KINDS >> 2] = dictionary.kinds.byteOffset;
    this.memory[TABLE_TOKENS >> 2] = dictionary.tokens.byteOffset;
    this.memory[TABLE_PAIRS >> 2] = dictionary.pairs.byteOffset;
    this.memory[TABLE_UNITS >> 2] = dictionary.units.byteOffset;
    this.memory[END_ROW >> 2] = dictionary.endRow;
    this.memory[SPACE_CATEGORIES >> 2] = dictionary.spaceCategories;
    const { read, search, trace, traceFrom } = kernelIn(memory, dictionary.makeRow);
    this.read = read;
    this.run = search;
    this.trace = trace;
    this.traceFrom = traceFrom;
  }
}
