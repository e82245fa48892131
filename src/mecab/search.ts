/**
 * The forward search of a text's lattice, over a memory laid out as layout.ts says. There are two, equal in all that
 * they leave behind but the speed: TypeScript, and a WebAssembly kernel.
 */
export interface Search {
  /** The memory, as 32-bit integers: the one of address a at a / 4. */
  readonly memory: Int32Array;
  /**
   * Searches the positions [from, to): makes the nodes of all words that are looked up there, each with its best
   * predecessor. Positions are given by their addresses.
   *
   * @param end the end of the text, or of as much of it as the memory holds
   * @param firstLimit where words that are looked up at `from` must end at the latest; 0 for anywhere
   * @returns `to`, or the position before which it stopped, with the reason in the memory
   */
  run(from: number, to: number, end: number, firstLimit: number): number;
}
