// Made from kernel/schema.ts by `npm run kernel`.

/** The end of the used part of the arena. */
export const stateTop = (memory: Int32Array): number => memory[16];

export const setStateTop = (memory: Int32Array, value: number): void => {
  memory[16] = value;
};

/** The first position whose words have not been looked up. */
export const stateWalked = (memory: Int32Array): number => memory[17];

export const setStateWalked = (memory: Int32Array, value: number): void => {
  memory[17] = value;
};

/** The furthest position where a node ends. */
export const stateFurthest = (memory: Int32Array): number => memory[18];

export const setStateFurthest = (memory: Int32Array, value: number): void => {
  memory[18] = value;
};

/** The reason why the search stopped before the given position: STOP_FULL, STOP_DENSE or STOP_SPACE. */
export const stateStop = (memory: Int32Array): number => memory[19];

export const setStateStop = (memory: Int32Array, value: number): void => {
  memory[19] = value;
};

/** The end of the nodes that were kept from before the window. */
export const stateKeptEnd = (memory: Int32Array): number => memory[20];

export const setStateKeptEnd = (memory: Int32Array, value: number): void => {
  memory[20] = value;
};

/** The node before the first word of the path that was traced last. */
export const statePathStart = (memory: Int32Array): number => memory[21];

export const setStatePathStart = (memory: Int32Array, value: number): void => {
  memory[21] = value;
};

/** A sum of loaded values, stored so that the compiler keeps the loads that prefetch. */
export const stateTouched = (memory: Int32Array): number => memory[22];

export const setStateTouched = (memory: Int32Array, value: number): void => {
  memory[22] = value;
};

/** The number of words of the lines that were split last. */
export const stateLineWords = (memory: Int32Array): number => memory[23];

export const setStateLineWords = (memory: Int32Array, value: number): void => {
  memory[23] = value;
};

/** The address of the record. */
export const SEARCH_TABLES_ADDRESS = 96;

/** The tables of a dictionary, as a search in the kernel finds them. */
export interface SearchTables {
  /** The double array of known words. */
  readonly trie: number;
  /** The kinds of characters. */
  readonly kinds: number;
  /** The tokens. */
  readonly tokens: number;
  /** The pairs of context ids. */
  readonly pairs: number;
  /** The table of UTF-16 code units. */
  readonly units: number;
  /** The categories of U+0020, a bit each. */
  readonly spaceCategories: number;
  /** The matrix row of the sentence's end. */
  readonly endRow: number;
  /** The pair of the sentence's beginning. */
  readonly beginPair: number;
}

/** The record as the kernel reads it. */
export function searchTables(record: SearchTables): Int32Array {
  return Int32Array.of(
    record.trie,
    record.kinds,
    record.tokens,
    record.pairs,
    record.units,
    record.spaceCategories,
    record.endRow,
    record.beginPair,
  );
}

/** The size in bytes of one `Position`. A UTF-16 code unit of the text. Before `read` its first 32 bits hold the code unit itself. */
export const POSITION_BYTES = 16;
/** Its binary logarithm. */
export const POSITION_SHIFT = 4;
/** The code of the unit in the double array; 0 if no word contains it. */
export const POSITION_CODE = 0;
/** The number of its kind of character. */
export const POSITION_KIND = 2;
/** The longest known word that begins here; 0 for none. */
export const POSITION_HITS = 4;
/** The newest node that ends here; 0 for none. */
export const POSITION_ENDS = 8;
/** No node that ends here and can win costs more in any context. */
export const POSITION_BOUND = 12;

/** The code of the unit in the double array; 0 if no word contains it. */
export const positionCode = (memory: Int32Array, position: number): number => memory[position >> 2] & 0xffff;

/** The number of its kind of character. */
export const positionKind = (memory: Int32Array, position: number): number => memory[position >> 2] >>> 16;

/** The longest known word that begins here; 0 for none. */
export const positionHits = (memory: Int32Array, position: number): number => memory[(position + 4) >> 2];

export const setPositionHits = (memory: Int32Array, position: number, value: number): void => {
  memory[(position + 4) >> 2] = value;
};

/** The newest node that ends here; 0 for none. */
export const positionEnds = (memory: Int32Array, position: number): number => memory[(position + 8) >> 2];

export const setPositionEnds = (memory: Int32Array, position: number, value: number): void => {
  memory[(position + 8) >> 2] = value;
};

/** No node that ends here and can win costs more in any context. */
export const positionBound = (memory: Int32Array, position: number): number => memory[(position + 12) >> 2];

export const setPositionBound = (memory: Int32Array, position: number, value: number): void => {
  memory[(position + 12) >> 2] = value;
};

/** The size in bytes of one `Walker`. A lookup in progress: a position and how far its characters lead into the double array. */
export const WALKER_BYTES = 12;
/** The position where the word begins. */
export const WALKER_POSITION = 0;
/** The number of the unit that it comes from. */
export const WALKER_FROM = 4;
/** The unit that it is on. */
export const WALKER_UNIT = 8;

/** The size in bytes of one `Hit`. A known word found at a position. */
export const HIT_BYTES = 16;
/** Its binary logarithm. */
export const HIT_SHIFT = 4;
/** Its first token. */
export const HIT_TOKENS = 0;
/** The number of its tokens. */
export const HIT_COUNT = 4;
/** The position where it ends. */
export const HIT_END = 8;
/** The next shorter hit at the same position; 0 for none. */
export const HIT_NEXT = 12;

/** The size in bytes of one `Node`. A node of the lattice: a token of a word at a position, with its best predecessor. */
export const NODE_BYTES = 20;
/** The cost of the best path from the beginning up to and including this node. */
export const NODE_COST = 0;
/** Its left and right context ids. */
export const NODE_PAIR = 4;
/** The position where its lookup began, whitespace before the word included; 0 for none. */
export const NODE_BEGIN = 8;
/** Its best predecessor. */
export const NODE_PREVIOUS = 12;
/** The next older node that ends at the same position; 0 for none. */
export const NODE_NEXT = 16;

/** The cost of the best path from the beginning up to and including this node. */
export const nodeCost = (memory: Int32Array, node: number): number => memory[node >> 2];

export const setNodeCost = (memory: Int32Array, node: number, value: number): void => {
  memory[node >> 2] = value;
};

/** Its left and right context ids. */
export const nodePair = (memory: Int32Array, node: number): number => memory[(node + 4) >> 2];

export const setNodePair = (memory: Int32Array, node: number, value: number): void => {
  memory[(node + 4) >> 2] = value;
};

/** The position where its lookup began, whitespace before the word included; 0 for none. */
export const nodeBegin = (memory: Int32Array, node: number): number => memory[(node + 8) >> 2];

export const setNodeBegin = (memory: Int32Array, node: number, value: number): void => {
  memory[(node + 8) >> 2] = value;
};

/** Its best predecessor. */
export const nodePrevious = (memory: Int32Array, node: number): number => memory[(node + 12) >> 2];

export const setNodePrevious = (memory: Int32Array, node: number, value: number): void => {
  memory[(node + 12) >> 2] = value;
};

/** The next older node that ends at the same position; 0 for none. */
export const nodeNext = (memory: Int32Array, node: number): number => memory[(node + 16) >> 2];

export const setNodeNext = (memory: Int32Array, node: number, value: number): void => {
  memory[(node + 16) >> 2] = value;
};

/** The size in bytes of one `Pair`. A pair of a left and a right context id that some token has. */
export const PAIR_BYTES = 16;
/** Its binary logarithm. */
export const PAIR_SHIFT = 4;
/** The left id's row of the connection matrix; 0 until it is decoded. */
export const PAIR_ROW = 0;
/** The distance in bytes from the start of any row to its cell for the right id. */
export const PAIR_COLUMN = 4;
/** The lowest cost in that column. */
export const PAIR_LOWEST = 8;
/** The highest cost in that column. */
export const PAIR_HIGHEST = 12;

/** The left id's row of the connection matrix; 0 until it is decoded. */
export const pairRow = (memory: Int32Array, pair: number): number => memory[pair >> 2];

export const setPairRow = (memory: Int32Array, pair: number, value: number): void => {
  memory[pair >> 2] = value;
};

/** The distance in bytes from the start of any row to its cell for the right id. */
export const pairColumn = (memory: Int32Array, pair: number): number => memory[(pair + 4) >> 2];

export const setPairColumn = (memory: Int32Array, pair: number, value: number): void => {
  memory[(pair + 4) >> 2] = value;
};

/** The lowest cost in that column. */
export const pairLowest = (memory: Int32Array, pair: number): number => memory[(pair + 8) >> 2];

export const setPairLowest = (memory: Int32Array, pair: number, value: number): void => {
  memory[(pair + 8) >> 2] = value;
};

/** The highest cost in that column. */
export const pairHighest = (memory: Int32Array, pair: number): number => memory[(pair + 12) >> 2];

export const setPairHighest = (memory: Int32Array, pair: number, value: number): void => {
  memory[(pair + 12) >> 2] = value;
};

/** The size in bytes of one `Word`. A word of the best path. */
export const WORD_BYTES = 12;
/** The position where it starts, after whitespace. */
export const WORD_START = 0;
/** The position where it ends. */
export const WORD_END = 4;
/** The first token of its surface, which only equal words share; 0 for an unknown word. */
export const WORD_KEY = 8;

/** The position where it starts, after whitespace. */
export const wordStart = (memory: Int32Array, word: number): number => memory[word >> 2];

export const setWordStart = (memory: Int32Array, word: number, value: number): void => {
  memory[word >> 2] = value;
};

/** The position where it ends. */
export const wordEnd = (memory: Int32Array, word: number): number => memory[(word + 4) >> 2];

export const setWordEnd = (memory: Int32Array, word: number, value: number): void => {
  memory[(word + 4) >> 2] = value;
};

/** The first token of its surface, which only equal words share; 0 for an unknown word. */
export const wordKey = (memory: Int32Array, word: number): number => memory[(word + 8) >> 2];

export const setWordKey = (memory: Int32Array, word: number, value: number): void => {
  memory[(word + 8) >> 2] = value;
};

/** The size in bytes of one `Kind`. A kind of character: an entry of char.bin, with the unknown words that it allows. */
export const KIND_BYTES = 20;
/** Bit i: the character belongs to category i. */
export const KIND_CATEGORIES = 0;
/** FLAG_GROUP and FLAG_INVOKE. */
export const KIND_FLAGS = 4;
/** Unknown words of 1 to this many characters are tried. */
export const KIND_LENGTH = 8;
/** The index of the first token of its unknown words. */
export const KIND_UNKNOWN_FIRST = 12;
/** The number of tokens of its unknown words. */
export const KIND_UNKNOWN_COUNT = 16;

/** The addresses of the tables with which the kernel adds known words to the double array. */
export interface WordTables {
  /** For each surface the code units that it shares with the one before, in 8 bits. */
  readonly shared: number;
  /** For each surface the code units that follow, in 8 bits. */
  readonly added: number;
  /** For each surface the number of its tokens, in 8 bits. */
  readonly counts: number;
  /** The code units that follow, one surface after the other. */
  readonly surfaceUnits: number;
  /** Their end. */
  readonly surfaceUnitsEnd: number;
  /** All tokens. */
  readonly tokens: number;
  /** The table of UTF-16 code units, with their codes. */
  readonly units: number;
  /** The double array. */
  readonly trie: number;
  /** Its size in units. */
  readonly trieUnits: number;
  /** A bit for each unit of the double array that is taken. */
  readonly taken: number;
  /** For each number of children, the base from which it is tried. */
  readonly cursors: number;
  /** Memory for a path of 512 addresses, followed by the tree nodes of one first character. */
  readonly nodes: number;
}

/** The record as the kernel reads it. */
export function wordTables(record: WordTables): Int32Array {
  return Int32Array.of(
    record.shared,
    record.added,
    record.counts,
    record.surfaceUnits,
    record.surfaceUnitsEnd,
    record.tokens,
    record.units,
    record.trie,
    record.trieUnits,
    record.taken,
    record.cursors,
    record.nodes,
  );
}

/** Tokens as a file stores them, and the addresses to write the joined tokens to. */
export interface PackedTokens {
  /** The lower byte of each token's pair. */
  readonly low: number;
  /** The upper byte of each token's pair. */
  readonly high: number;
  /** Word costs, those of the first pair first. */
  readonly costs: number;
  /** The number of pairs. */
  readonly pairCount: number;
  /** The joined tokens. */
  readonly tokens: number;
  /** Their end. */
  readonly tokensEnd: number;
  /** 65,537 integers, all zeros at first. */
  readonly next: number;
}

/** The record as the kernel reads it. */
export function packedTokens(record: PackedTokens): Int32Array {
  return Int32Array.of(
    record.low,
    record.high,
    record.costs,
    record.pairCount,
    record.tokens,
    record.tokensEnd,
    record.next,
  );
}
