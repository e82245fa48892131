/**
 * The records of the search and of a dictionary's words that TypeScript and the kernel share, field by field. This file
 * and matrix-schema.ts, which has the records that decode the connection matrix, are the only places that say where a
 * field lies. Fields lie one after the other in the order given, without padding.
 *
 * `npm run kernel` makes two files of this one: kernel/records.ts, the AssemblyScript classes, and
 * src/mecab/memory/records.ts, the offsets and accessors for TypeScript. It makes src/mecab/matrix/records.ts, offsets
 * for both languages, of the other.
 */
export interface RecordSchema {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly Field[];
  /** The record that it begins with; its own fields follow. Default: none. */
  readonly begins?: RecordSchema;
  /** True if TypeScript gets the size and the offsets, in bytes. Default false. */
  readonly hasOffsets?: boolean;
  /** True if TypeScript gets a function that reads, and one that writes, each field. Default false. */
  readonly hasAccessors?: boolean;
  /**
   * The only address of the record, a multiple of 4. It must end before the next such record begins. Default: records lie
   * anywhere, and accessors take an address.
   */
  readonly address?: number;
  /** A function for TypeScript that lists all fields in order, so that a caller names each. */
  readonly factory?: string;
}

export interface Field {
  readonly name: string;
  readonly type: "u16" | "i32" | "address";
  readonly doc: string;
}

export const u16 = (name: string, doc: string): Field => ({ name, type: "u16", doc });
export const i32 = (name: string, doc: string): Field => ({ name, type: "i32", doc });
export const address = (name: string, doc: string): Field => ({ name, type: "address", doc });

export const RECORDS: readonly RecordSchema[] = [
  {
    name: "State",
    doc: "The state of a search between calls.",
    address: 64,
    fields: [
      address("top", "The end of the used part of the arena."),
      address("walked", "The first position whose words have not been looked up."),
      address("furthest", "The furthest position where a node ends."),
      i32("stop", "The reason why the search stopped before the given position: STOP_FULL, STOP_DENSE or STOP_SPACE."),
      address("keptEnd", "The end of the nodes that were kept from before the window."),
      address("pathStart", "The node before the first word of the path that was traced last."),
      i32("touched", "A sum of loaded values, stored so that the compiler keeps the loads that prefetch."),
      i32("lineWords", "The number of words of the lines that were split last."),
    ],
    hasAccessors: true,
  },
  {
    name: "SearchTables",
    doc: "The tables of a dictionary, as a search in the kernel finds them.",
    address: 96,
    fields: [
      address("trie", "The double array of known words."),
      address("kinds", "The kinds of characters."),
      address("tokens", "The tokens."),
      address("pairs", "The pairs of context ids."),
      address("units", "The table of UTF-16 code units."),
      i32("spaceCategories", "The categories of U+0020, a bit each."),
      address("endRow", "The matrix row of the sentence's end."),
      address("beginPair", "The pair of the sentence's beginning."),
    ],
    factory: "searchTables",
  },
  {
    name: "Position",
    doc: "A UTF-16 code unit of the text. Before `read` its first 32 bits hold the code unit itself.",
    fields: [
      u16("code", "The code of the unit in the double array; 0 if no word contains it."),
      u16("kind", "The number of its kind of character."),
      address("hits", "The longest known word that begins here; 0 for none."),
      address("ends", "The newest node that ends here; 0 for none."),
      i32("bound", "No node that ends here and can win costs more in any context."),
    ],
    hasOffsets: true,
    hasAccessors: true,
  },
  {
    name: "Unit",
    doc: "A unit of the double array of known words; see src/base/double-array.ts.",
    fields: [
      i32("base", "The unit that code 0 leads to."),
      i32("check", "The unit that leads here."),
      i32("value", "The only token of the word that ends here, or the index of its first token."),
      u16("count", "The number of tokens of the word that ends here; 0 for none."),
      u16("children", "Bit c modulo 16 is set if code c leads on."),
    ],
  },
  {
    name: "Walker",
    doc: "A lookup in progress: a position and how far its characters lead into the double array.",
    fields: [
      address("position", "The position where the word begins."),
      i32("from", "The number of the unit that it comes from."),
      address("unit", "The unit that it is on."),
    ],
    hasOffsets: true,
  },
  {
    name: "Hit",
    doc: "A known word found at a position.",
    fields: [
      address("tokens", "Its first token."),
      i32("count", "The number of its tokens."),
      address("end", "The position where it ends."),
      address("next", "The next shorter hit at the same position; 0 for none."),
    ],
    hasOffsets: true,
  },
  {
    name: "Node",
    doc: "A node of the lattice: a token of a word at a position, with its best predecessor.",
    fields: [
      i32("cost", "The cost of the best path from the beginning up to and including this node."),
      address("pair", "Its left and right context ids."),
      address("begin", "The position where its lookup began, whitespace before the word included; 0 for none."),
      address("previous", "Its best predecessor."),
      address("next", "The next older node that ends at the same position; 0 for none."),
    ],
    hasOffsets: true,
    hasAccessors: true,
  },
  {
    name: "Pair",
    doc: "A pair of a left and a right context id that some token has.",
    fields: [
      address("row", "The left id's row of the connection matrix; 0 until it is decoded."),
      address("column", "The distance in bytes from the start of any row to its cell for the right id."),
      i32("lowest", "The lowest cost in that column."),
      i32("highest", "The highest cost in that column."),
    ],
    hasOffsets: true,
    hasAccessors: true,
  },
  {
    name: "Word",
    doc: "A word of the best path.",
    fields: [
      address("start", "The position where it starts, after whitespace."),
      address("end", "The position where it ends."),
      address("key", "The first token of its surface, which only equal words share; 0 for an unknown word."),
    ],
    hasOffsets: true,
    hasAccessors: true,
  },
  {
    name: "Kind",
    doc: "A kind of character: an entry of char.bin, with the unknown words that it allows.",
    fields: [
      i32("categories", "Bit i: the character belongs to category i."),
      i32("flags", "FLAG_GROUP and FLAG_INVOKE."),
      i32("length", "Unknown words of 1 to this many characters are tried."),
      i32("unknownFirst", "The index of the first token of its unknown words."),
      i32("unknownCount", "The number of tokens of its unknown words."),
    ],
    hasOffsets: true,
  },
  {
    name: "WordTables",
    doc: "The addresses of the tables with which the kernel adds known words to the double array.",
    fields: [
      address("shared", "For each surface the code units that it shares with the one before, in 8 bits."),
      address("added", "For each surface the code units that follow, in 8 bits."),
      address("counts", "For each surface the number of its tokens, in 8 bits."),
      address("surfaceUnits", "The code units that follow, one surface after the other."),
      address("surfaceUnitsEnd", "Their end."),
      address("tokens", "All tokens."),
      address("units", "The table of UTF-16 code units, with their codes."),
      address("trie", "The double array."),
      i32("trieUnits", "Its size in units."),
      address("taken", "A bit for each unit of the double array that is taken."),
      address("cursors", "For each number of children, the base from which it is tried."),
      address("nodes", "Memory for a path of 512 addresses, followed by the tree nodes of one first character."),
    ],
    factory: "wordTables",
  },
  {
    name: "PackedTokens",
    doc: "Tokens as a file stores them, and the addresses to write the joined tokens to.",
    fields: [
      address("low", "The lower byte of each token's pair."),
      address("high", "The upper byte of each token's pair."),
      address("costs", "Word costs, those of the first pair first."),
      i32("pairCount", "The number of pairs."),
      address("tokens", "The joined tokens."),
      address("tokensEnd", "Their end."),
      address("next", "65,537 integers, all zeros at first."),
    ],
    factory: "packedTokens",
  },
];
