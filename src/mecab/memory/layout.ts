/**
 * The memory of a search, which the kernel and TypeScript share: where its parts lie, and its limits.
 *
 * All addresses and sizes are in bytes; address 0 means none. The records in it are described in kernel/schema.ts.
 * docs/memory-map.md draws the whole. This file is TypeScript and AssemblyScript at once.
 */

/** The size of an integer, in which most tables are measured, and of a cell of the connection matrix. */
export const INT_BYTES = 4;
export const CELL_BYTES = 2;

/** Reasons to stop a search. The arena is nearly full. */
export const STOP_FULL = 1;
/** More nodes end at the position than a key can number. */
export const STOP_DENSE = 2;
/** A long run of whitespace begins at the position: more text is needed, and MeCab's window has to be measured. */
export const STOP_SPACE = 3;

/** Positions that are looked up in the double array together, so that their cache misses overlap. */
export const BLOCK = 512;
/** The walkers of a block. */
export const FRONT = 128;

/** The bits of a key that number a node among those that end at one position; the other bits are its cost. */
export const INDEX_BITS = 13;
/** The most nodes that one end may have: all numbers of INDEX_BITS bits, less three for a vector's last lanes. */
export const DENSEST = 0x1ffc;
/** The nodes that end at the current position: their keys, columns and addresses. */
export const KEYS = 0x2000;
export const COLUMNS = 0xa000;
export const HEADS = 0x12000;

/** Positions that are searched before the lattice is settled. */
export const WINDOW = 0x800;
/** Positions after the window that its words can reach. */
export const LOOKAHEAD = 0x400;
/** Positions after the window that a word can reach if long whitespace precedes it. */
export const LONGEST_LOOKAHEAD = 0x10000;
export const POSITIONS = 0x1a000;

/**
 * Short lines that are split in one call, in the positions that a line of at most {@link WINDOW} code units does not use:
 * their UTF-16 code units, two bytes each, one line after the other; where each line ends, in code units; the number of words
 * up to each line's end; and each word's start and end in its line, in code units, and its key.
 */
export const LINES_TEXT = 0x30000;
/** The most code units of such lines, and so the most words. */
export const LINES_UNITS = 0x8000;
export const LINES_ENDS = 0x40000;
/** The most such lines. */
export const LINES_COUNT = 0x2000;
export const LINES_WORDS = 0x48000;
export const LINES_SPANS = 0x50000;
export const LINES_KEYS = 0x90000;

/** Hits and nodes in the order in which they are made. */
export const ARENA = 0x122100;
/** From here on the arena may be too small for what one position and one block can need. */
export const ARENA_FULL = 0x600000;
/** The end of the search's memory. Traced words are written downwards from here. Tables follow. */
export const SEARCH_BYTES = 0x9e0000;

/** Rows of the connection matrix whose cells of one column are adjacent: 32 cells of 2 bytes, a cache line. */
export const GROUP_ROWS = 32;

/** The size of a context of coded numbers: the first slots of 21 symbols, and those of three more, which have none. */
export const CONTEXT_BYTES = 48;

export const FLAG_GROUP = 1;
export const FLAG_INVOKE = 2;
/** The kinds of UTF-16 code units that are not a character of the Basic Multilingual Plane. */
export const HIGH_SURROGATE = 0;
export const LOW_SURROGATE = 1;

/** MeCab's max-grouping-size: characters after the first in an unknown word of one category. */
export const LONGEST_GROUP = 24;
/**
 * The longest whitespace, in UTF-16 code units, that is skipped without a check. After more of it a word may lie beyond
 * the text that was read, or beyond MeCab's window.
 */
export const LONGEST_SPACE = 0x200;
/** Greater than every bound. */
export const UNBOUNDED = 0x7fffffff;
