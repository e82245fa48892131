import { SEARCH_BYTES } from "./layout.js";

/** Lower addresses are never used: 0 stands for nothing. */
const START = 0x100;
const ALIGNMENT = 16;

/**
 * The memory of a search, for work that is done before there is a search: what is placed there lies one behind the
 * other, and is wiped out at the end.
 */
export class Scratch {
  readonly #memory: Uint8Array;
  #end = START;

  /** @param memory a dictionary's, in which no search was made yet */
  constructor(memory: WebAssembly.Memory) {
    this.#memory = new Uint8Array(memory.buffer, 0, SEARCH_BYTES);
  }

  /** Whether all that was asked for found room. Where it did not, nothing may be done with the addresses. */
  get fits(): boolean {
    return this.#end <= SEARCH_BYTES;
  }

  /** Copies an array, if there is room, and returns its address. */
  place({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
    const address = this.reserve(byteLength);
    if (this.fits) this.#memory.set(new Uint8Array(buffer, byteOffset, byteLength), address);
    return address;
  }

  /** Leaves room, all zeros, and returns its address. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end = (address + bytes + ALIGNMENT - 1) & -ALIGNMENT;
    return address;
  }

  clear(): void {
    this.#memory.fill(0, START, this.#end);
    this.#end = START;
  }
}
