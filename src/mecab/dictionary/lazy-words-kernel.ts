import { UNIT_INTS, type UnitCodes } from "../../base/double-array.js";
import type { Surfaces, WordTables } from "../file/tables.js";
import { type Kernel, kernelIn } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { INT_BYTES } from "../memory/layout.js";
import { wordTables } from "../memory/records.js";
import { aligned } from "../memory/region.js";
import type { WasmMemory } from "../memory/wasm-memory.js";
import type { KnownTables, WordWork } from "./word-work.js";

/** A count for each UTF-16 code unit. */
const USES_BYTES = 4 * 0x10000;
/** A cursor for each number of children up to 64, and one for more, of 4 bytes each; see kernel/words.ts. */
const CURSOR_BYTES = 0x110;
const RECORD_BYTES = 0x40;

/** The bytes that {@link KernelWords} needs for its tables. */
export function wordBytes({ surfaces }: Pick<WordTables, "surfaces">, trieUnits: number): number {
  const { count, units } = surfaces;
  const tables = 3 * aligned(count) + aligned(units.byteLength);
  return tables + aligned(CURSOR_BYTES) + aligned(takenBytes(trieUnits)) + RECORD_BYTES;
}

/** A bit for each unit of the double array, which takes half of its largest size. */
function takenBytes(trieUnits: number): number {
  return trieUnits / 16 + 8;
}

/** The work on known words in the kernel (kernel/words.ts), with tables in the region "words". */
export class KernelWords implements WordWork {
  readonly surfaces: Surfaces;
  readonly #memory: KernelMemory;
  readonly #kernel: Kernel;

  /** @param wasm the memory as the kernel takes it */
  constructor({ surfaces, tokenCounts }: KnownTables, memory: KernelMemory, wasm: WasmMemory) {
    this.#memory = memory;
    this.#kernel = kernelIn(wasm);
    const { buffer } = memory;
    const { count, units } = surfaces;
    const region = memory.region("words");
    const trie = memory.region("trie");
    const trieUnits = trie.size / UNIT_INTS / INT_BYTES;
    const shared = region.place(surfaces.shared);
    const added = region.place(surfaces.added.subarray(0, count));
    const surfaceUnits = region.place(units);
    const record = wordTables({
      shared,
      added,
      counts: region.place(tokenCounts.subarray(0, count)),
      surfaceUnits,
      surfaceUnitsEnd: surfaceUnits + units.byteLength,
      tokens: memory.region("tokens").address,
      units: memory.region("units").address,
      trie: trie.address,
      trieUnits,
      cursors: region.reserve(CURSOR_BYTES),
      taken: region.reserve(takenBytes(2 * trieUnits)),
      nodes: memory.region("nodes").address,
    });
    this.surfaces = {
      count,
      shared: new Uint8Array(buffer, shared, count),
      added: new Uint8Array(buffer, added, count),
      units: new Uint16Array(buffer, surfaceUnits, units.length),
    };
    this.#kernel.openWords(region.place(record));
  }

  unitKeys(): Float64Array {
    const end = this.#memory.borrow(["search"], (region) => this.#kernel.unitKeys(region.reserve(USES_BYTES)));
    return new Float64Array(this.#listUpTo(end));
  }

  listStarts(): Uint32Array {
    const { count, units } = this.surfaces;
    // Surfaces without a code unit are damaged, and a list of them might not fit.
    if (count > units.length) return new Uint32Array(0);
    return new Uint32Array(this.#listUpTo(this.#kernel.listStarts(count)));
  }

  openTrie(codes: UnitCodes): void {
    this.#kernel.openTrie(codes.units.length + 1);
  }

  addWords([from, unit, token, to]: Uint32Array): boolean {
    return this.#kernel.addWords(from, to, unit, token) !== 0;
  }

  /** A list that the kernel wrote at the start of the region "nodes". */
  #listUpTo(end: number | undefined): ArrayBuffer {
    return this.#memory.buffer.slice(this.#memory.region("nodes").address, end);
  }
}
