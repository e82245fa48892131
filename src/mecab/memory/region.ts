import { SEARCH_BYTES } from "./layout.js";

/** Where a search's memory may be used before there is a search. Lower addresses never are: 0 stands for nothing. */
const SCRATCH = 0x100;
const ALIGNMENT = 16;

/** A part of a kernel's memory, all zeros, in which things are placed one behind the other. */
export class Region {
  readonly #bytes: Uint8Array;
  #next: number;

  constructor(
    memory: WebAssembly.Memory,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.#bytes = new Uint8Array(memory.buffer);
    this.#next = start;
  }

  /** Whether all that was asked for found room. Where it did not, nothing may be done with the addresses. */
  get fits(): boolean {
    return this.#next <= this.end;
  }

  /** Leaves room for so many bytes and returns its address. */
  reserve(bytes: number): number {
    const address = this.#next;
    this.#next = address + aligned(bytes);
    return address;
  }

  /** Copies an array, if there is room, and returns its address. */
  place({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
    const address = this.reserve(byteLength);
    if (this.fits) this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), address);
    return address;
  }

  /** What is there. */
  copy(address: number, bytes: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(address, address + bytes) as Uint8Array<ArrayBuffer>;
  }

  /** Wipes out all that is there. */
  clear(): void {
    this.#bytes.fill(0, this.start, Math.min(this.#next, this.end));
    this.#next = this.start;
  }
}

/** How many bytes a {@link Region} takes for so many. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/**
 * The memory of a search, for work that is done before there is a search; it is to be cleared at the end.
 *
 * @param memory a dictionary's, in which no search was made yet
 */
export function scratchIn(memory: WebAssembly.Memory): Region {
  return new Region(memory, SCRATCH, SEARCH_BYTES);
}

/** Does work in the first of several regions that is large enough, and wipes it out; work tells by undefined that it is not. */
export function inFirstThatFits<Result>(
  regions: readonly Region[],
  work: (region: Region) => Result | undefined,
): Result | undefined {
  for (const room of regions) {
    try {
      const result = work(room);
      if (result !== undefined) return result;
    } finally {
      room.clear();
    }
  }
  return undefined;
}
