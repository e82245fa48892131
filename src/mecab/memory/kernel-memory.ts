import { INT_BYTES, SEARCH_BYTES } from "./layout.js";
import { Region } from "./region.js";
import type { WasmMemory } from "./wasm-memory.js";

/** A cache line: each region begins with one. */
const ALIGNMENT = 64;
const PAGE_BYTES = 0x10000;
/** The search's state lies below this address. No address there is ever handed out, since address 0 means none. */
const SCRATCH = 0x100;

/** The regions after the search's memory, in the order in which they lie. */
const TABLES = ["units", "kinds", "tokens", "pairs", "cells", "trie", "nodes", "words", "rows"] as const;

/** A region of a dictionary's memory; docs/memory-map.md says what each holds and who owns it. */
export type RegionName = (typeof TABLES)[number] | "search";

/** The sizes of the regions in bytes; a missing one is empty. */
export type RegionSizes = Readonly<Partial<Record<(typeof TABLES)[number], number>>>;

/**
 * The memory of one dictionary: named regions in one buffer, all zeros at first.
 *
 * A region has one owner, which alone writes to it. Until the owner needs it, a region may be lent: the borrower gets
 * it empty and all zeros, and {@link borrow} zeroes it again. Without a kernel there is no "search" region, since the
 * TypeScript search has a memory of its own.
 */
export class KernelMemory {
  readonly buffer: ArrayBuffer;
  readonly #regions: ReadonlyMap<RegionName, Region>;

  /**
   * @param wasm a memory of {@link pagesFor} pages that the kernel can use; null if the kernel cannot run
   */
  constructor(
    sizes: RegionSizes,
    readonly wasm: WasmMemory | null,
  ) {
    const start = wasm === null ? 0 : SEARCH_BYTES;
    this.buffer = wasm?.buffer ?? new ArrayBuffer(start + totalOf(sizes));
    let address = start;
    this.#regions = new Map<RegionName, Region>([
      ["search", new Region(this.buffer, SCRATCH, start === 0 ? 0 : start - SCRATCH)],
      ...TABLES.map((name): [RegionName, Region] => {
        const region = new Region(this.buffer, address, sizes[name] ?? 0);
        address += lines(region.size);
        return [name, region];
      }),
    ]);
  }

  region(name: RegionName): Region {
    return this.#regions.get(name) as Region;
  }

  /** A region as 32-bit integers. */
  ints(name: RegionName): Int32Array {
    const { address, size } = this.region(name);
    return new Int32Array(this.buffer, address, size / INT_BYTES);
  }

  /**
   * Runs `work` in the first of the regions that is large enough, then zeroes it.
   *
   * @param names regions whose owners do not use them yet
   * @param work returns undefined if the region is too small
   * @returns undefined if all regions are too small
   */
  borrow<Result>(names: readonly RegionName[], work: (region: Region) => Result | undefined): Result | undefined {
    for (const name of names) {
      const region = this.region(name);
      try {
        const result = work(region);
        if (result !== undefined) return result;
      } finally {
        region.clear();
      }
    }
    return undefined;
  }
}

/** The size in WebAssembly pages of a memory with these regions and that of a search. */
export function pagesFor(sizes: RegionSizes): number {
  return Math.ceil((SEARCH_BYTES + totalOf(sizes)) / PAGE_BYTES);
}

function totalOf(sizes: RegionSizes): number {
  return TABLES.reduce((sum, name) => sum + lines(sizes[name] ?? 0), 0);
}

function lines(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
