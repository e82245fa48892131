import type { Dictionary } from "../dictionary/dictionary.js";
import { kernelIn } from "../kernel/kernel.js";
import {
  setStateEndRow,
  setStateKinds,
  setStatePairs,
  setStateSpaceCategories,
  setStateTokens,
  setStateTrie,
  setStateUnits,
} from "../memory/records.js";
import type { Search } from "./search.js";

/**
 * The search in the WebAssembly kernel (kernel/search.ts), in the memory that holds the dictionary's tables. All
 * searches of a dictionary share that memory: a result is valid until the next search begins.
 */
export class KernelSearch implements Search {
  readonly memory: Int32Array;
  readonly read: Search["read"];
  readonly run: Search["run"];
  readonly trace: Search["trace"];
  readonly traceFrom: Search["traceFrom"];

  /** @param wasm the dictionary's memory as the kernel takes it */
  constructor({ words, rows, kinds, tokens, spaceCategories }: Dictionary, wasm: WebAssembly.Memory) {
    this.memory = new Int32Array(wasm.buffer);
    setStateTrie(this.memory, words.trie.byteOffset);
    setStateUnits(this.memory, words.units.byteOffset);
    setStateKinds(this.memory, kinds.byteOffset);
    setStateTokens(this.memory, tokens.byteOffset);
    setStatePairs(this.memory, rows.pairs.byteOffset);
    setStateEndRow(this.memory, rows.endRow);
    setStateSpaceCategories(this.memory, spaceCategories);
    const { read, search, trace, traceFrom } = kernelIn(wasm, rows.makeRow);
    this.read = read;
    this.run = search;
    this.trace = trace;
    this.traceFrom = traceFrom;
  }
}
