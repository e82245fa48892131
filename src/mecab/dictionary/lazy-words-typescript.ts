import { GrowingTrie, type UnitCodes, unitKeys } from "../../base/double-array.js";
import type { Surfaces } from "../file/tables.js";
import type { KnownTables, WordWork } from "./word-work.js";

/** The work on known words in TypeScript: the specification of the kernel's part (kernel/words.ts). */
export class TypeScriptWords implements WordWork {
  readonly surfaces: Surfaces;
  #trie: GrowingTrie | undefined;

  /** @param memory the memory of the double array, all zeros */
  constructor(
    private readonly tables: KnownTables,
    private readonly memory: Int32Array,
  ) {
    this.surfaces = tables.surfaces;
  }

  unitKeys(): Float64Array {
    return unitKeys(this.tables.surfaces);
  }

  listStarts(): Uint32Array {
    const { surfaces, tokenCounts } = this.tables;
    const { shared, added, count } = surfaces;
    const starts: number[] = [];
    let length = 0;
    let unit = 0;
    let token = 0;
    let surface = 0;
    for (; surface < count; surface++) {
      const common = shared[surface];
      if (common > length || added[surface] === 0 || tokenCounts[surface] === 0) break;
      if (common === 0) starts.push(surface, unit, token);
      length = common + added[surface];
      unit += added[surface];
      token += tokenCounts[surface];
    }
    starts.push(surface, unit, token);
    return Uint32Array.from(starts);
  }

  openTrie(codes: UnitCodes): void {
    this.#trie = new GrowingTrie(this.memory, codes);
  }

  addWords([from, fromUnit, fromToken, to, toUnit]: Uint32Array): boolean {
    const { surfaces, tokenCounts, tokens } = this.tables;
    const group = {
      count: to - from,
      shared: surfaces.shared.subarray(from, to),
      added: surfaces.added.subarray(from, to),
      units: surfaces.units.subarray(fromUnit, toUnit),
    };
    let token = fromToken;
    // The trie writes words in their order.
    const write = (word: number, trie: Int32Array, at: number): void => {
      const count = tokenCounts[from + word];
      trie[at] = count === 1 ? tokens[token] : token;
      trie[at + 1] = count;
      token += count;
    };
    return this.#trie?.add(group, write) ?? false;
  }
}
