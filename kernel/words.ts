// AssemblyScript. What src/mecab/known-words.ts does to every word, and how GrowingTrie in src/trie.ts adds words.

/** A trie's unit: BASE, CHECK, VALUE, COUNT. As in src/trie.ts, like the other constants. */
const UNIT_SHIFT = 4;
const CHECK = 4;
const VALUE = 8;
const COUNT = 12;
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
  children: u32;
  /** Where the codes of its children end. */
  codesEnd: usize;
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

/** Addresses of the words' tables, of room for a list and of that for nodes. */
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

/** How often each UTF-16 unit occurs in words. */
export function countUnits(end: usize, uses: usize): void {
  for (let at = surfaceUnits; at < end; at += 2) {
    const use = uses + (<usize>load<u16>(at) << 2);
    store<u32>(use, load<u32>(use) + 1);
  }
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
  const nodesEnd = listNodes(word, wordEnd, surfaceUnits + (<usize>unit << 1));
  const families = listFamilies(nodesEnd);
  for (let at = families; load<usize>(at) !== 0; at += 4) {
    if (!placeChildren(nodeAt(load<usize>(at)))) return false;
  }
  writeNodes(nodesEnd, token);
  return true;
}

// @ts-ignore: AssemblyScript's decorator
@inline
function nodeAt(address: usize): Node {
  return changetype<Node>(address);
}

// @ts-ignore: AssemblyScript's decorator
@inline
function firstNode(): usize {
  return scratch + PATH_BYTES;
}

/** Nodes in the order in which they first appear, so that parents come first; the root is the first. Returns their end. */
function listNodes(word: u32, wordEnd: u32, units: usize): usize {
  const path = scratch;
  let end = addNode(firstNode(), 0, 0);
  store<usize>(path, firstNode());
  for (; word < wordEnd; word++) {
    let depth = <usize>load<u8>(shared + word);
    const length = depth + load<u8>(added + word);
    for (; depth < length; depth++, units += 2) {
      const parent = load<usize>(path + (depth << 2));
      nodeAt(parent).children++;
      store<usize>(path + (depth << 2), end, 4);
      end = addNode(end, parent, load<u16>(codes + (<usize>load<u16>(units) << 2)));
    }
    nodeAt(load<usize>(path + (length << 2))).word = word + 1;
  }
  return end;
}

function addNode(address: usize, parent: usize, code: u32): usize {
  const node = nodeAt(address);
  node.parent = nodeAt(parent);
  node.code = code;
  node.word = 0;
  node.children = 0;
  node.base = 0;
  node.unit = 0;
  return address + offsetof<Node>();
}

/** Lists behind the nodes the codes of their children, and those that have some, large families first, up to a 0. */
function listFamilies(nodesEnd: usize): usize {
  let end = nodesEnd;
  let largest: u32 = 0;
  for (let at = firstNode(); at < nodesEnd; at += offsetof<Node>()) {
    const node = nodeAt(at);
    node.codesEnd = end;
    end += node.children << 1;
    largest = max(largest, node.children);
  }
  for (let at = firstNode() + offsetof<Node>(); at < nodesEnd; at += offsetof<Node>()) {
    const parent = nodeAt(at).parent;
    store<u16>(parent.codesEnd, nodeAt(at).code);
    parent.codesEnd += 2;
  }
  // Where the families of a size begin, at largest - size; first the number of those that are one larger. The root has
  // its only child where the trie began with it.
  const starts = (end + 3) & ~3;
  const families = starts + ((largest + 2) << 2);
  memory.fill(starts, 0, families - starts);
  for (let at = firstNode() + offsetof<Node>(); at < nodesEnd; at += offsetof<Node>()) {
    const start = starts + ((largest - nodeAt(at).children) << 2);
    store<u32>(start, load<u32>(start, 4) + 1, 4);
  }
  for (let start = starts; start < families - 4; start += 4) {
    store<u32>(start, load<u32>(start) + load<u32>(start, 4), 4);
  }
  for (let at = firstNode() + offsetof<Node>(); at < nodesEnd; at += offsetof<Node>()) {
    const start = starts + ((largest - nodeAt(at).children) << 2);
    const place = load<u32>(start);
    store<u32>(start, place + 1);
    store<usize>(families + (place << 2), nodeAt(at).children > 0 ? at : 0);
  }
  return families;
}

/** Chooses a node's base so that no two children meet; false where there is no room. */
function placeChildren(node: Node): bool {
  const end = node.codesEnd;
  const start = end - (node.children << 1);
  const cursor = cursors + (min(node.children, LARGEST_FILLER + 1) << 2);
  const first = load<u32>(cursor);
  if (node.children === 1) {
    // An only child fits anywhere: it takes the first free place that every code can reach from a base.
    let window = max(first, codeCount + 31) & ~31;
    while (takenFrom(window) === -1) window += 32;
    if (window + codeCount + 64 > trieUnits) return false;
    store<u32>(cursor, window);
    const unit = window + ctz(~takenFrom(window));
    take(unit);
    node.base = unit - load<u16>(start);
    return true;
  }
  // The holes that larger families left are worth another look, where there are families enough to fill them.
  let window = first;
  let occupied = 0;
  for (; ; window += 32, occupied = 0) {
    if (window + codeCount + 64 > trieUnits) return false;
    for (let at = start; at < end && occupied !== -1; at += 2) occupied |= takenFrom(window + load<u16>(at));
    if (occupied !== -1) break;
  }
  if (window - first > TRIED_BASES) store<u32>(cursor, window - TRIED_BASES);
  node.base = window + ctz(~occupied);
  for (let at = start; at < end; at += 2) take(node.base + load<u16>(at));
  return true;
}

/** The bits of 32 units. */
function takenFrom(unit: u32): i32 {
  return <i32>(load<u64>(taken + ((unit >> 5) << 2)) >> (unit & 31));
}

function take(unit: u32): void {
  const bits = taken + ((unit >> 5) << 2);
  store<u32>(bits, load<u32>(bits) | (1 << (unit & 31)));
}

function writeNodes(nodesEnd: usize, token: u32): void {
  for (let at = firstNode() + offsetof<Node>(); at < nodesEnd; at += offsetof<Node>()) {
    const node = nodeAt(at);
    const parent = node.parent;
    node.unit = parent.base + node.code;
    const unit = trie + (<usize>node.unit << UNIT_SHIFT);
    store<u32>(unit, node.base);
    store<u32>(unit, parent.unit, CHECK);
    const family = trie + (<usize>parent.unit << UNIT_SHIFT);
    store<u32>(family, load<u32>(family, COUNT) | (1 << (CHILDREN_SHIFT + (node.code & CHILDREN_CODES))), COUNT);
    if (node.word === 0) continue;
    const count = <u32>load<u8>(counts + node.word - 1);
    store<u32>(unit, count === 1 ? load<u32>(tokens + (<usize>token << 2)) : token, VALUE);
    store<u32>(unit, count, COUNT);
    token += count;
  }
}
