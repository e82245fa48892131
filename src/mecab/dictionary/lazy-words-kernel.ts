import { UNIT_INTS, type UnitCodes } from "../../base/double-array.js";
import type { CodedTokens } from "../file/packed-tokens.js";
import type { Surfaces, WordTables } from "../file/tables.js";
import { type Kernel, kernelIn } from "../kernel/kernel.js";
import { inFirstThatFits, type Region, scratchIn } from "../memory/region.js";
import type { Dictionary } from "./dictionary.js";
import type { WordWork } from "./lazy-words.js";

const UNITS = 0x10000;
const USE_BYTES = 4;
const CURSOR_BYTES = 0x110;

/**
 * As {@link joinTokens}, in a dictionary's memory; undefined where there is too little of it.
 *
 * @param regions there, of which one may take what is coded
 */
export function joinTokensInKernel(
  { low, high, costs }: CodedTokens,
  pairCount: number,
  tokens: Int32Array,
  memory: WebAssembly.Memory,
  regions: readonly Region[],
): boolean | undefined {
  return inFirstThatFits(regions, (room) => {
    const [lows, highs, costTable] = [low, high, costs].map((table) => room.place(table));
    const next = room.reserve((UNITS + 1) * USE_BYTES);
    if (!room.fits) return undefined;
    const end = tokens.byteOffset + tokens.byteLength;
    return kernelIn(memory).joinTokens(lows, highs, costTable, pairCount, tokens.byteOffset, end, next) !== 0;
  });
}

/** How much memory {@link WordKernel} needs for itself. */
export function wordBytes({ surfaces }: WordTables, trieUnits: number): number {
  return 3 * surfaces.count + surfaces.units.byteLength + trieUnits / 16 + CURSOR_BYTES + 0x40;
}

/** The kernel's share of what is done to words, on tables of its own in a dictionary's memory. */
export class WordKernel implements WordWork {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #dictionary: Pick<Dictionary, "trie" | "units">;
  readonly surfaces: Surfaces;
  readonly #cursors: number;
  readonly #taken: number;
  readonly #trieUnits: number;
  readonly #nodes: number;

  /** @param address from where on the memory is all zeros, and has room for {@link wordBytes} */
  constructor(
    { surfaces, tokenCounts }: WordTables,
    dictionary: Pick<Dictionary, "trie" | "units" | "tokens">,
    memory: WebAssembly.Memory,
    address: number,
  ) {
    this.#kernel = kernelIn(memory);
    this.#memory = memory;
    const bytes = new Uint8Array(memory.buffer);
    this.#dictionary = dictionary;
    const { count, shared, added, units } = surfaces;
    const unitBytes = new Uint8Array(units.buffer, units.byteOffset, units.byteLength);
    const counts = tokenCounts.subarray(0, count);
    let end = address;
    const addresses = [unitBytes, shared, added.subarray(0, count), counts].map((table) => {
      bytes.set(table, end);
      end += table.length;
      return end - table.length;
    });
    this.#cursors = (end + 15) & ~15;
    this.#taken = this.#cursors + CURSOR_BYTES;
    // Half of the trie's room is more than it comes to fill. The other half is for nodes: a unit's room is half of one's.
    this.#trieUnits = dictionary.trie.length / UNIT_INTS / 2;
    this.#nodes = dictionary.trie.byteOffset + this.#trieUnits * UNIT_INTS * 4;
    const [unitTable, sharedTable, addedTable, countTable] = addresses;
    this.surfaces = {
      count,
      shared: new Uint8Array(memory.buffer, sharedTable, count),
      added: new Uint8Array(memory.buffer, addedTable, count),
      units: new Uint16Array(memory.buffer, unitTable, units.length),
    };
    const tokenTable = dictionary.tokens.byteOffset;
    this.#kernel.openWords(sharedTable, addedTable, countTable, unitTable, tokenTable, this.#nodes);
  }

  unitKeys(): Float64Array {
    const { byteOffset, byteLength } = this.surfaces.units;
    const scratch = scratchIn(this.#memory);
    const uses = scratch.reserve(UNITS * USE_BYTES);
    const end = this.#kernel.unitKeys(byteOffset + byteLength, uses, this.#nodes);
    scratch.clear();
    return new Float64Array(this.#memory.buffer.slice(this.#nodes, end));
  }

  listStarts(): Uint32Array {
    const { count, units } = this.surfaces;
    // Words without a unit are none, and the list of them might not fit.
    if (count > units.length) return new Uint32Array(0);
    const end = this.#kernel.listStarts(count, this.#nodes);
    return new Uint32Array(this.#memory.buffer.slice(this.#nodes, end));
  }

  openTrie(codes: UnitCodes): void {
    const { trie, units } = this.#dictionary;
    const codeCount = codes.units.length + 1;
    this.#kernel.openTrie(trie.byteOffset, this.#trieUnits, this.#taken, this.#cursors, units.byteOffset, codeCount);
  }

  addWords([from, unit, token, to]: Uint32Array): boolean {
    return this.#kernel.addWords(from, to, unit, token) !== 0;
  }
}
