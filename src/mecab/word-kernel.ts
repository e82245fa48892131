import type { UnitCodes } from "../trie.js";
import { UNIT_INTS } from "../trie.js";
import type { Dictionary } from "./dictionary.js";
import { type Kernel, kernelIn } from "./kernel.js";
import type { WordWork } from "./known-words.js";
import type { WordTables } from "./tables.js";

const UNITS = 0x10000;
const CURSOR_BYTES = 0x110;
/** A node of the tree of words that are added, with its code and its place in an order. */
const NODE_BYTES = 36;
/** The path to a node and the sizes of families; before, how often each unit occurs. */
const OTHER_BYTES = 0x50000;

/** How much memory {@link WordKernel} needs for itself. */
export function wordBytes({ surfaces }: WordTables, trieUnits: number): number {
  const { count, units } = surfaces;
  const tables = 3 * count + units.byteLength + trieUnits / 8 + CURSOR_BYTES + 0x40;
  return tables + NODE_BYTES * Math.max(count, units.length) + OTHER_BYTES;
}

/** The kernel's share of what is done to words, on tables of its own in a dictionary's memory. */
export class WordKernel implements WordWork {
  readonly #kernel: Kernel;
  readonly #memory: Uint8Array;
  readonly #dictionary: Pick<Dictionary, "trie" | "units">;
  readonly #count: number;
  readonly #unitsEnd: number;
  readonly #cursors: number;
  readonly #taken: number;
  readonly #scratch: number;

  /** @param address from where on the memory is all zeros, and has room for {@link wordBytes} */
  constructor(
    { surfaces, tokenCounts }: WordTables,
    dictionary: Pick<Dictionary, "trie" | "units" | "tokens">,
    memory: WebAssembly.Memory,
    address: number,
  ) {
    this.#kernel = kernelIn(memory);
    this.#memory = new Uint8Array(memory.buffer);
    this.#dictionary = dictionary;
    this.#count = surfaces.count;
    const { shared, added, units } = surfaces;
    const unitBytes = new Uint8Array(units.buffer, units.byteOffset, units.byteLength);
    const counts = tokenCounts.subarray(0, surfaces.count);
    let end = address;
    const addresses = [unitBytes, shared, added.subarray(0, surfaces.count), counts].map((table) => {
      this.#memory.set(table, end);
      end += table.length;
      return end - table.length;
    });
    this.#unitsEnd = address + units.byteLength;
    this.#cursors = (end + 15) & ~15;
    this.#taken = this.#cursors + CURSOR_BYTES;
    this.#scratch = (this.#taken + dictionary.trie.length / UNIT_INTS / 8 + 31) & ~15;
    const [unitTable, sharedTable, addedTable, countTable] = addresses;
    const tokenTable = dictionary.tokens.byteOffset;
    this.#kernel.openWords(sharedTable, addedTable, countTable, unitTable, tokenTable, this.#scratch);
  }

  countUnits(): Uint32Array {
    const end = this.#scratch + 4 * UNITS;
    this.#memory.fill(0, this.#scratch, end);
    this.#kernel.countUnits(this.#unitsEnd, this.#scratch);
    return new Uint32Array(this.#memory.slice(this.#scratch, end).buffer);
  }

  listStarts(): Uint32Array {
    const end = this.#kernel.listStarts(this.#count, this.#scratch);
    return new Uint32Array(this.#memory.slice(this.#scratch, end).buffer);
  }

  openTrie(codes: UnitCodes): void {
    const { trie, units } = this.#dictionary;
    const trieUnits = trie.length / UNIT_INTS;
    const codeCount = codes.units.length + 1;
    this.#kernel.openTrie(trie.byteOffset, trieUnits, this.#taken, this.#cursors, units.byteOffset, codeCount);
  }

  addWords([from, unit, token, to]: Uint32Array): boolean {
    return this.#kernel.addWords(from, to, unit, token) !== 0;
  }
}
