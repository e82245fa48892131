/**
 * The search of a text's lattice, over a memory that memory/layout.ts and kernel/schema.ts describe. Positions and nodes
 * are given by their addresses.
 *
 * Two engines implement it: TypeScript and the WebAssembly kernel. They leave the same memory, except that TypeScript
 * does not add nodes that cannot win.
 */
export interface Search {
  /** The memory as 32-bit integers: the one at address a has index a / 4. */
  readonly memory: Int32Array;
  /**
   * Prepares the positions [from, to), where the caller has written the UTF-16 code units, and makes `to` a sentinel at
   * which every lookup ends.
   *
   * @returns `to`, or the first position that it cannot prepare: a lone surrogate, U+0000, or a character whose words
   * are not in the double array yet
   */
  read(from: number, to: number): number;
  /**
   * Searches the positions [from, to): adds the nodes of all words that are looked up there, each with its best
   * predecessor.
   *
   * @param end the end of the text, or of the part of it that is in memory
   * @param firstLimit the position where words looked up at `from` must end at the latest; 0 for no limit
   * @returns `to`, or the position before which it stopped, with the reason in the state
   */
  run(from: number, to: number, end: number, firstLimit: number): number;
  /**
   * Follows the best path from the sentence's end after `last` back to its beginning or to a node that was kept. Writes
   * the words of the path before the end of the memory.
   *
   * @returns the address of the first word; the node before it is in the state as `pathStart`
   */
  trace(last: number): number;
  /** Does the same as {@link trace} for the best path to a node, which ends at the position `end`. */
  traceFrom(node: number, end: number): number;
}
