import type { Dictionary } from "../dictionary/dictionary.js";
import { kernelIn } from "../kernel/kernel.js";
import { INT_BYTES } from "../memory/layout.js";
import { PAIR_BYTES, SEARCH_TABLES_ADDRESS, searchTables } from "../memory/records.js";
import type { WasmMemory } from "../memory/wasm-memory.js";
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
  /** Splits the lines whose text was written; see Lines. Returns the number of lines that it has split. */
  readonly splitLines: (count: number) => number;

  /** @param wasm the dictionary's memory as the kernel takes it */
  constructor({ words, rows, kinds, tokens, spaceCategories, beginPair }: Dictionary, wasm: WasmMemory) {
    this.memory = new Int32Array(wasm.buffer);
    const tables = searchTables({
      trie: words.trie.byteOffset,
      kinds: kinds.byteOffset,
      tokens: tokens.byteOffset,
      pairs: rows.pairs.byteOffset,
      units: words.units.byteOffset,
      spaceCategories,
      endRow: rows.endRow,
      beginPair: rows.pairs.byteOffset + beginPair * PAIR_BYTES,
    });
    this.memory.set(tables, SEARCH_TABLES_ADDRESS / INT_BYTES);
    const { read, search, trace, traceFrom, splitLines } = kernelIn(wasm, rows.makeRow);
    this.read = read;
    this.run = search;
    this.trace = trace;
    this.traceFrom = traceFrom;
    this.splitLines = splitLines;
  }
}
