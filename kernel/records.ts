// Made from kernel/schema.ts by `npm run kernel`.

/** The state of a search between calls. */
@unmanaged
export class State {
  /** The end of the used part of the arena. */
  top: usize;
  /** The first position whose words have not been looked up. */
  walked: usize;
  /** The furthest position where a node ends. */
  furthest: usize;
  /** The reason why the search stopped before the given position: STOP_FULL, STOP_DENSE or STOP_SPACE. */
  stop: i32;
  /** The end of the nodes that were kept from before the window. */
  keptEnd: usize;
  /** The node before the first word of the path that was traced last. */
  pathStart: usize;
  /** A sum of loaded values, stored so that the compiler keeps the loads that prefetch. */
  touched: i32;
  /** The number of words of the lines that were split last. */
  lineWords: i32;
}

export const state = changetype<State>(64);

/** The tables of a dictionary, as a search in the kernel finds them. */
@unmanaged
export class SearchTables {
  /** The double array of known words. */
  trie: usize;
  /** The kinds of characters. */
  kinds: usize;
  /** The tokens. */
  tokens: usize;
  /** The pairs of context ids. */
  pairs: usize;
  /** The table of UTF-16 code units. */
  units: usize;
  /** The categories of U+0020, a bit each. */
  spaceCategories: i32;
  /** The matrix row of the sentence's end. */
  endRow: usize;
  /** The pair of the sentence's beginning. */
  beginPair: usize;
}

export const searchTables = changetype<SearchTables>(96);

/** A UTF-16 code unit of the text. Before `read` its first 32 bits hold the code unit itself. */
@unmanaged
export class Position {
  /** The code of the unit in the double array; 0 if no word contains it. */
  code: u16;
  /** The number of its kind of character. */
  kind: u16;
  /** The longest known word that begins here; 0 for none. */
  hits: usize;
  /** The newest node that ends here; 0 for none. */
  ends: usize;
  /** No node that ends here and can win costs more in any context. */
  bound: i32;
}

export function positionAt(address: usize): Position {
  return changetype<Position>(address);
}

/** A unit of the double array of known words; see src/base/double-array.ts. */
@unmanaged
export class Unit {
  /** The unit that code 0 leads to. */
  base: i32;
  /** The unit that leads here. */
  check: i32;
  /** The only token of the word that ends here, or the index of its first token. */
  value: i32;
  /** The number of tokens of the word that ends here; 0 for none. */
  count: u16;
  /** Bit c modulo 16 is set if code c leads on. */
  children: u16;
}

export function unitAt(address: usize): Unit {
  return changetype<Unit>(address);
}

/** A lookup in progress: a position and how far its characters lead into the double array. */
@unmanaged
export class Walker {
  /** The position where the word begins. */
  position: usize;
  /** The number of the unit that it comes from. */
  from: i32;
  /** The unit that it is on. */
  unit: usize;
}

export function walkerAt(address: usize): Walker {
  return changetype<Walker>(address);
}

/** A known word found at a position. */
@unmanaged
export class Hit {
  /** Its first token. */
  tokens: usize;
  /** The number of its tokens. */
  count: i32;
  /** The position where it ends. */
  end: usize;
  /** The next shorter hit at the same position; 0 for none. */
  next: usize;
}

export function hitAt(address: usize): Hit {
  return changetype<Hit>(address);
}

/** A node of the lattice: a token of a word at a position, with its best predecessor. */
@unmanaged
export class Node {
  /** The cost of the best path from the beginning up to and including this node. */
  cost: i32;
  /** Its left and right context ids. */
  pair: usize;
  /** The position where its lookup began, whitespace before the word included; 0 for none. */
  begin: usize;
  /** Its best predecessor. */
  previous: usize;
  /** The next older node that ends at the same position; 0 for none. */
  next: usize;
}

export function nodeAt(address: usize): Node {
  return changetype<Node>(address);
}

/** A pair of a left and a right context id that some token has. */
@unmanaged
export class Pair {
  /** The left id's row of the connection matrix; 0 until it is decoded. */
  row: usize;
  /** The distance in bytes from the start of any row to its cell for the right id. */
  column: usize;
  /** The lowest cost in that column. */
  lowest: i32;
  /** The highest cost in that column. */
  highest: i32;
}

export function pairAt(address: usize): Pair {
  return changetype<Pair>(address);
}

/** A word of the best path. */
@unmanaged
export class Word {
  /** The position where it starts, after whitespace. */
  start: usize;
  /** The position where it ends. */
  end: usize;
  /** The first token of its surface, which only equal words share; 0 for an unknown word. */
  key: usize;
}

export function wordAt(address: usize): Word {
  return changetype<Word>(address);
}

/** A kind of character: an entry of char.bin, with the unknown words that it allows. */
@unmanaged
export class Kind {
  /** Bit i: the character belongs to category i. */
  categories: i32;
  /** FLAG_GROUP and FLAG_INVOKE. */
  flags: i32;
  /** Unknown words of 1 to this many characters are tried. */
  length: i32;
  /** The index of the first token of its unknown words. */
  unknownFirst: i32;
  /** The number of tokens of its unknown words. */
  unknownCount: i32;
}

export function kindAt(address: usize): Kind {
  return changetype<Kind>(address);
}

/** The addresses of the tables with which the kernel adds known words to the double array. */
@unmanaged
export class WordTables {
  /** For each surface the code units that it shares with the one before, in 8 bits. */
  shared: usize;
  /** For each surface the code units that follow, in 8 bits. */
  added: usize;
  /** For each surface the number of its tokens, in 8 bits. */
  counts: usize;
  /** The code units that follow, one surface after the other. */
  surfaceUnits: usize;
  /** Their end. */
  surfaceUnitsEnd: usize;
  /** All tokens. */
  tokens: usize;
  /** The table of UTF-16 code units, with their codes. */
  units: usize;
  /** The double array. */
  trie: usize;
  /** Its size in units. */
  trieUnits: i32;
  /** A bit for each unit of the double array that is taken. */
  taken: usize;
  /** For each number of children, the base from which it is tried. */
  cursors: usize;
  /** Memory for a path of 512 addresses, followed by the tree nodes of one first character. */
  nodes: usize;
}

export function wordTablesAt(address: usize): WordTables {
  return changetype<WordTables>(address);
}

/** Tokens as a file stores them, and the addresses to write the joined tokens to. */
@unmanaged
export class PackedTokens {
  /** The lower byte of each token's pair. */
  low: usize;
  /** The upper byte of each token's pair. */
  high: usize;
  /** Word costs, those of the first pair first. */
  costs: usize;
  /** The number of pairs. */
  pairCount: i32;
  /** The joined tokens. */
  tokens: usize;
  /** Their end. */
  tokensEnd: usize;
  /** 65,537 integers, all zeros at first. */
  next: usize;
}

export function packedTokensAt(address: usize): PackedTokens {
  return changetype<PackedTokens>(address);
}
