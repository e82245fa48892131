/**
 * Where things are in the memory of a search, which the kernel and TypeScript share. All numbers are bytes.
 *
 * This file is TypeScript and AssemblyScript at once. An address is a byte's number in the memory; 0 is none.
 */

/** What the search leaves for its caller: the end of the arena's used part, … */
export const STATE_TOP = 64;
/** … the first position at which words have not been looked up, … */
export const STATE_WALKED = 68;
/** … the furthest position at which a node ends, … */
export const STATE_FURTHEST = 72;
/** … and why it stopped before the position it was to reach. */
export const STATE_STOP = 76;

/** The dictionary, for the kernel: addresses of its tables, then the categories of U+0020. */
export const TABLE_TRIE = 80;
export const TABLE_KINDS = 84;
export const TABLE_TOKENS = 88;
export const TABLE_PAIRS = 92;
export const TABLE_UNITS = 96;
export const SPACE_CATEGORIES = 100;
/** The row of the sentence's end. */
export const END_ROW = 104;

/** Nodes up to here were kept from before the window. */
export const STATE_KEPT_END = 108;

/** Reasons to stop: the arena is nearly full. */
export const STOP_FULL = 1;
/** More nodes end here than can be numbered. */
export const STOP_DENSE = 2;
/** So much whitespace begins here that more is to be read, and MeCab's window to be measured. */
export const STOP_SPACE = 3;

/** How many positions are looked up in the trie together. */
export const BLOCK = 512;
/** Walkers of a block: the position, the unit they come from, the unit they stand on. */
export const FRONT = 128;
export const WALKER_BYTES = 12;

/** A node's number among those that end at one position takes this many bits of a key, its cost the others. */
export const INDEX_BITS = 13;
export const DENSEST = 0x1ffc;
/** The nodes that end at the current position: keys, columns of the matrix, addresses; room for three more. */
export const KEYS = 0x2000;
export const COLUMNS = 0xa000;
export const HEADS = 0x12000;

/** A position: code and kind of its UTF-16 unit, its hits, the newest node that ends here, the bound of such nodes. */
export const POSITION_BYTES = 16;
export const POSITION_SHIFT = 4;
export const POSITION_HITS = 4;
export const POSITION_ENDS = 8;
export const POSITION_BOUND = 12;
/**
 * Positions that are searched before the past is settled; those behind them that words can reach without long
 * whitespace before them, and with it.
 */
export const WINDOW = 0x800;
export const LOOKAHEAD = 0x400;
export const LONGEST_LOOKAHEAD = 0x10000;
export const POSITIONS = 0x1a000;

/** Words found in the trie at a position: the first token's address, their number, the end, the hit before. */
export const HIT_BYTES = 16;
export const HIT_COUNT = 4;
export const HIT_END = 8;
export const HIT_NEXT = 12;

/** A node: its cost from the beginning, its pair, where its lookup began, its predecessor, the next of the same end. */
export const NODE_BYTES = 20;
export const NODE_PAIR = 4;
export const NODE_BEGIN = 8;
export const NODE_PREVIOUS = 12;
export const NODE_NEXT = 16;

/** Hits and nodes, as they are made. */
export const ARENA = 0x122100;
/** From here on there may be too little room for what one position and one block can need. */
export const ARENA_FULL = 0x600000;
/** The end of the search's memory, where the tables may begin. Words that were traced stand before it. */
export const SEARCH_BYTES = 0x9e0000;

/**
 * A word of the best path: the addresses of the positions where it starts and ends, and its key, which only equal words
 * share: the address of the first token of its surface, 0 where the surface is not in the dictionary.
 */
export const WORD_BYTES = 12;
export const WORD_END = 4;
export const WORD_KEY = 8;

/** A pair of ids: the address of the left id's row, 0 where that is still to be made, the right id's column, the least and the greatest cost there. */
export const PAIR_BYTES = 16;
export const PAIR_COLUMN = 4;
export const PAIR_LOWEST = 8;
export const PAIR_HIGHEST = 12;

/** Cells of the matrix that lie side by side: those of so many rows in one column, a line of the cache. */
export const GROUP_ROWS = 32;

/** A context of coded numbers: of its symbols the first slots, in 16 bits, and those of three more, which have none. */
export const CONTEXT_BYTES = 48;

/** A kind of character: categories, flags, length, the first unknown token's index, the number of unknown tokens. */
export const KIND_BYTES = 20;
export const KIND_FLAGS = 4;
export const KIND_LENGTH = 8;
export const KIND_UNKNOWN_FIRST = 12;
export const KIND_UNKNOWN_COUNT = 16;
export const FLAG_GROUP = 1;
export const FLAG_INVOKE = 2;
/** Kinds of UTF-16 units that are not a character of the Basic Multilingual Plane. */
export const HIGH_SURROGATE = 0;
export const LOW_SURROGATE = 1;

/** MeCab's max-grouping-size: characters after the first in an unknown word of one category. */
export const LONGEST_GROUP = 24;
/** With more whitespace, in UTF-16 units, before a word, it may lie behind what was read, or where MeCab does not look. */
export const LONGEST_SPACE = 0x200;
/** Above every bound. */
export const UNBOUNDED = 0x7fffffff;
