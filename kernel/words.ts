// AssemblyScript. What src/mecab/dictionary/lazy-words.ts does to every word, and how GrowingTrie in src/base/double-array.ts adds words.

/** A trie's unit: BASE, CHECK, VALUE, COUNT. As in src/base/double-array.ts, like the other constants. */
const UNIT_SHIFT = 4;
const CHECK = 4;
const VALUE = 8;
const COUNT = 12;
const CODES: u32 = 0x10000;
const MOST_USES: u64 = 0x100000000;
const CHILDREN_SHIFT = 16;
const CHILDREN_CODES: u32 = 0xf;
const TRIED_BASES: u32 = 128;
const LARGEST_FILLER: u32 = 64;

/** A list of starts: a surface, its first unit, its first token. */
const START_BYTES = 12;
/** A word has at most 255 units more than another. */
const PATH_BYTES = 0x800;

/** A node of a tree of words, which is a unit of the trie to be. */
@unmanaged
class Node {
  parent: Node;
  code: u32;
  /** The number of the word that ends here, plus 1, or 0. */
  word: u32;
  /** How many children it has, the last of them, and its parent's child before itself, or 0. */
  children: u32;
  child: usize;
  sibling: usize;
  base: u32;
  unit: u32;
}

let shared: usize = 0;
let added: usize = 0;
let counts: usize = 0;
let surfaceUnits: usize = 0;
let tokens: usize = 0;
/** The table of UTF-16 units, with their codes. */
let codes: usize = 0;
let codeCount: u32 = 0;
let trie: usize = 0;
let trieUnits: u32 = 0;
/** A bit for each unit of the trie that is taken; behind them, by a family's size, the base from which it is tried. */
let taken: usize = 0;
let cursors: usize = 0;
/** Room for a path and for nodes. */
let scratch: usize = 0;

/** Addresses of the words' tables, and of room for a path and nodes. */
export function openWords(
  sharedTable: usize,
  addedTable: usize,
  countTable: usize,
  unitTable: usize,
  tokenTable: usize,
  room: usize,
): void {
  shared = sharedTable;
  added = addedTable;
  counts = countTable;
  surfaceUnits = unitTable;
  tokens = tokenTable;
  scratch = room;
}

/**
 * Joins tokens, as src/mecab/file/packed-tokens.ts does, and returns whether all are of one of the pairs.
 *
 * @param next room for 65,537 integers, all zeros
 */
export function joinTokens(
  low: usize,
  high: usize,
  costs: usize,
  pairCount: usize,
  tokenTable: usize,
  end: usize,
  next: usize,
): bool {
  for (let token = tokenTable; token < end; token += 4, low++, high++) {
    const pair = <usize>load<u8>(low) | (<usize>load<u8>(high) << 8);
    store<u32>(token, pair);
    const count = next + (pair << 2);
    store<u32>(count, load<u32>(count, 4) + 1, 4);
  }
  const last = next + (pairCount << 2);
  for (let at = next; at < last; at += 4) store<u32>(at, load<u32>(at, 4) + load<u32>(at), 4);
  if (load<u32>(last) !== <u32>((end - tokenTable) >> 2)) return false;
  for (let token = tokenTable; token < end; token += 4) {
    const pair = load<u32>(token);
    const cost = next + (pair << 2);
    const at = load<u32>(cost);
    store<u32>(cost, at + 1);
    store<u32>(token, pair | (<u32>load<u16>(costs + (at << 1)) << 16));
  }
  return true;
}

/**
 * Lists the keys of units, as unitKeys in src/base/double-array.ts makes them, and returns the end of the list.
 *
 * @param unitsEnd where the words' units end
 * @param uses room for 65,536 integers, all zeros
 */
export function unitKeys(unitsEnd: usize, uses: usize, keys: usize): usize {
  for (let at = surfaceUnits; at < unitsEnd; at += 2) {
    const use = uses + (<usize>load<u16>(at) << 2);
    store<u32>(use, load<u32>(use) + 1);
  }
  let end = keys;
  for (let unit: u32 = 0; unit < CODES; unit++) {
    const count = load<u32>(uses + (<usize>unit << 2));
    if (count === 0) continue;
    store<f64>(end, <f64>((MOST_USES - <u64>count) * CODES + unit));
    end += 8;
  }
  return end;
}

/** Lists where words with another first unit begin, at last where words end. Returns the end of the list. */
export function listStarts(count: u32, list: usize): usize {
  let end = list;
  let length: u32 = 0;
  let unit: u32 = 0;
  let token: u32 = 0;
  let word: u32 = 0;
  for (; word < count; word++) {
    const common = <u32>load<u8>(shared + word);
    const more = <u32>load<u8>(added + word);
    const tokenCount = <u32>load<u8>(counts + word);
    if (common > length || more === 0 || tokenCount === 0) break;
    if (common === 0) end = addStart(end, word, unit, token);
    length = common + more;
    unit += more;
    token += tokenCount;
  }
  return addStart(end, word, unit, token);
}

function addStart(list: usize, word: u32, unit: u32, token: u32): usize {
  store<u32>(list, word);
  store<u32>(list, unit, 4);
  store<u32>(list, token, 8);
  return list + START_BYTES;
}

/** Makes an empty trie of memory that is all zeros. */
export function openTrie(address: usize, units: u32, bits: usize, cursorTable: usize, unitCodes: usize, count: u32): void {
  trie = address;
  trieUnits = units;
  taken = bits;
  cursors = cursorTable;
  codes = unitCodes;
  codeCount = count;
  for (let unit: u32 = 0; unit < count; unit++) {
    store<i32>(trie + (<usize>unit << UNIT_SHIFT), -1, CHECK);
    take(unit);
  }
}

/**
 * Adds the words [word, wordEnd), which begin with one character that none before began with.
 *
 * @param unit the number of the first one's first unit
 * @param token the number of its first token
 * @returns whether there was room
 */
export function addWords(word: u32, wordEnd: u32, unit: u32, token: u32): bool {
  const root = scratch + PATH_BYTES;
  const nodesEnd = listNodes(word, wordEnd, surfaceUnits + (<usize>unit << 1), root);
  for (let at = root + offsetof<Node>(); at < nodesEnd; at += offsetof<Node>()) {
    const node = changetype<Node>(at);
    if (node.children > 0 && !placeChildren(node)) return false;
  }
  // The root's base is 0, and it has its only child where the trie began with that.
  for (let at = root + offsetof<Node>(); at < nodesEnd; at += offsetof<Node>()) {
    token += writeNode(changetype<Node>(at), token);
  }
  return true;
}

/** Nodes in the order in which they first appear, so that parents come first. Returns their end. */
function listNodes(word: u32, wordEnd: u32, units: usize, root: usize): usize {
  // By depth the address of the node on the way to the current word.
  const path = scratch;
  memory.fill(root, 0, offsetof<Node>());
  store<usize>(path, root);
  let end = root + offsetof<Node>();
  for (; word < wordEnd; word++) {
    let at = path + (<usize>load<u8>(shared + word) << 2);
    const pathEnd = at + (<usize>load<u8>(added + word) << 2);
    for (; at < pathEnd; at += 4, units += 2) {
      const parent = changetype<Node>(load<usize>(at));
      const node = changetype<Node>(end);
      memory.fill(end, 0, offsetof<Node>());
      node.parent = parent;
      node.code = load<u16>(codes + (<usize>load<u16>(units) << 2));
      node.sibling = parent.child;
      parent.child = end;
      parent.children++;
      store<usize>(at, end, 4);
      end += offsetof<Node>();
    }
    changetype<Node>(load<usize>(at)).word = word + 1;
  }
  return end;
}

/** Chooses a node's base so that no two children meet; false where there is no room. */
function placeChildren(node: Node): bool {
  // The holes that larger families left are worth another look, where there are families enough to fill them.
  const cursor = cursors + (min(node.children, LARGEST_FILLER + 1) << 2);
  const first = load<u32>(cursor);
  let window = first;
  let occupied = -1;
  for (; occupied === -1; window += 32) {
    if (window + codeCount + 64 > trieUnits) return false;
    occupied = 0;
    for (let child = node.child; child !== 0 && occupied !== -1; child = changetype<Node>(child).sibling) {
      // The bits of 32 units.
      const unit = window + changetype<Node>(child).code;
      occupied |= <i32>(load<u64>(taken + ((unit >> 5) << 2)) >> (unit & 31));
    }
  }
  window -= 32;
  if (window - first > TRIED_BASES) store<u32>(cursor, window - TRIED_BASES);
  node.base = window + ctz(~occupied);
  for (let child = node.child; child !== 0; child = changetype<Node>(child).sibling) {
    take(node.base + changetype<Node>(child).code);
  }
  return true;
}

function take(unit: u32): void {
  const bits = taken + ((unit >> 5) << 2);
  store<u32>(bits, load<u32>(bits) | (1 << (unit & 31)));
}

/** Returns how many tokens it has. */
function writeNode(node: Node, token: u32): u32 {
  const parent = node.parent;
  node.unit = parent.base + node.code;
  const unit = trie + (<usize>node.unit << UNIT_SHIFT);
  store<u32>(unit, node.base);
  store<u32>(unit, parent.unit, CHECK);
  const family = trie + (<usize>parent.unit << UNIT_SHIFT);
  store<u32>(family, load<u32>(family, COUNT) | (1 << (CHILDREN_SHIFT + (node.code & CHILDREN_CODES))), COUNT);
  if (node.word === 0) return 0;
  const count = <u32>load<u8>(counts + node.word - 1);
  store<u32>(unit, count === 1 ? load<u32>(tokens + (<usize>token << 2)) : token, VALUE);
  store<u32>(unit, count, COUNT);
  return count;
}
