const ALIGNMENT = 16;

/** A part of a memory in which a single owner or borrower places arrays one after the other. */
export class Region {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #next: number;

  /**
   * @param address its first byte
   * @param size in bytes
   */
  constructor(
    buffer: ArrayBufferLike,
    readonly address: number,
    readonly size: number,
  ) {
    this.#bytes = new Uint8Array(buffer);
    this.#end = address + size;
    this.#next = address;
  }

  /** False once more was reserved than the region holds. Nothing may then be done with the addresses. */
  get fits(): boolean {
    return this.#next <= this.#end;
  }

  /** Reserves memory and returns its address. */
  reserve(bytes: number): number {
    const address = this.#next;
    this.#next = address + aligned(bytes);
    return address;
  }

  /** Copies an array into the region, if it fits, and returns its address. */
  place({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
    const address = this.reserve(byteLength);
    if (this.fits) this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), address);
    return address;
  }

  /** A copy of the bytes at an address. */
  copy(address: number, bytes: number): Uint8Array {
    return this.#bytes.slice(address, address + bytes);
  }

  /** Zeroes everything that was reserved and makes the region empty again. */
  clear(): void {
    this.#bytes.fill(0, this.address, Math.min(this.#next, this.#end));
    this.#next = this.address;
  }
}

/** The bytes that a {@link Region} takes for an array of so many bytes. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
