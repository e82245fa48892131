/**
 * The search of a text's lattice, over a memory laid out as layout.ts says. There are two, equal in all that they leave
 * behind but the nodes that cannot win: TypeScript, and a WebAssembly kernel. Positions and nodes are given by their
 * addresses.
 */
export interface Search {
  /** The memory, as 32-bit integers: the one of address a at a / 4. */
  readonly memory: Int32Array;
  /**
   * Prepares the positions [from, to), of which each holds its UTF-16 code unit, and makes `to` a stop.
   *
   * @returns `to`, or the first position that is not read: of a lone surrogate, of U+0000, or of a character whose words
   * are still to be made
   */
  read(from: number, to: number): number;
  /**
   * Searches the positions [from, to): makes the nodes of all words that are looked up there, each with its best
   * predecessor.
   *
   * @param end the end of the text, or of as much of it as the memory holds
   * @param firstLimit where words that are looked up at `from` must end at the latest; 0 for anywhere
   * @returns `to`, or the position before which it stopped, with the reason in the memory
   */
  run(from: number, to: number, end: number, firstLimit: number): number;
  /**
   * Follows the best path from the sentence's end after `last` back to its beginning or to a node that was kept, and
   * writes its words before the end of the memory.
   *
   * @returns the address of the first word; the node before it is left in the memory as STATE_STOP
   */
  trace(last: number): number;
  /** The same of the best path to a node, which ends at the position `end`. */
  traceFrom(node: number, end: number): number;
}
