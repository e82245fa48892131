// AssemblyScript. Puts known words into the double array, as TypeScriptWords in
// src/mecab/dictionary/lazy-words-typescript.ts and GrowingTrie in src/base/double-array.ts do.

import { CHILDREN_CODES } from "../src/base/double-array-layout";
import { packedTokensAt, Unit, unitAt, WordTables, wordTablesAt } from "./records";

/** All UTF-16 code units. */
const CODES: u32 = 0x10000;
const MOST_USES: u64 = 0x100000000;
/** Bases below the last success that are tried again. */
const TRIED_BASES: u32 = 128;
/** The largest number of children that has a cursor of its own. */
const LARGEST_FILLER: u32 = 64;

/** An entry of a list of starts: a surface, its first code unit, its first token. */
const START_BYTES = 12;
/** Addresses of 512 nodes: a surface has at most 255 code units, and shares at most 255 with the one before. */
const PATH_BYTES = 0x800;

/** A node of the tree of words with one first character, which becomes a unit of the double array. */
@unmanaged
class TreeNode {
  parent: TreeNode;
  code: u32;
  /** The number of the word that ends here, plus 1; 0 for none. */
  word: u32;
  /** The number of children. */
  children: u32;
  /** The last child; 0 for none. */
  child: usize;
  /** The parent's child before this one; 0 for none. */
  sibling: usize;
  base: u32;
  unit: u32;
}

let tables: WordTables = wordTablesAt(0);
let codeCount: u32 = 0;

/** Sets the tables that the following calls work on. */
export function openWords(record: usize): void {
  tables = wordTablesAt(record);
}

/**
 * Joins packed tokens, as joinTokens in src/mecab/file/packed-tokens.ts does. Returns false if a token's pair is not
 * among the pairs.
 */
export function joinTokens(record: usize): bool {
  const packed = packedTokensAt(record);
  const next = packed.next;
  const first = packed.tokens;
  const end = packed.tokensEnd;
  let low = packed.low;
  let high = packed.high;
  for (let token = first; token < end; token += 4, low++, high++) {
    const pair = <usize>load<u8>(low) | ((<usize>load<u8>(high)) << 8);
    store<u32>(token, pair);
    const count = next + pair * sizeof<u32>();
    store<u32>(count, load<u32>(count, 4) + 1, 4);
  }
  const last = next + packed.pairCount * sizeof<u32>();
  for (let at = next; at < last; at += 4) store<u32>(at, load<u32>(at, 4) + load<u32>(at), 4);
  if (load<u32>(last) !== <u32>((end - first) / sizeof<u32>())) return false;
  const costs = packed.costs;
  for (let token = first; token < end; token += 4) {
    const pair = load<u32>(token);
    const cost = next + pair * sizeof<u32>();
    const at = load<u32>(cost);
    store<u32>(cost, at + 1);
    store<u32>(token, pair | ((<u32>load<u16>(costs + at * sizeof<u16>())) << 16));
  }
  return true;
}

/**
 * Lists the keys of code units, as unitKeys in src/base/double-array.ts does, where the tables have memory for nodes.
 * Returns the end of the list.
 *
 * @param uses memory for 65,536 integers, all zeros
 */
export function unitKeys(uses: usize): usize {
  const unitsEnd = tables.surfaceUnitsEnd;
  for (let at = tables.surfaceUnits; at < unitsEnd; at += 2) {
    const use = uses + <usize>load<u16>(at) * sizeof<u32>();
    store<u32>(use, load<u32>(use) + 1);
  }
  let end = tables.nodes;
  for (let unit: u32 = 0; unit < CODES; unit++) {
    const count = load<u32>(uses + <usize>unit * sizeof<u32>());
    if (count === 0) continue;
    store<f64>(end, <f64>((MOST_USES - <u64>count) * CODES + unit));
    end += 8;
  }
  return end;
}

/**
 * Lists the first words of each first code unit, and the end of all words, where the tables have memory for nodes.
 * Returns the end of the list, which ends early at a damaged surface.
 */
export function listStarts(count: u32): usize {
  const shared = tables.shared;
  const added = tables.added;
  const counts = tables.counts;
  let end = tables.nodes;
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

/** Makes an empty double array for characters of `count` codes, of memory that is all zeros. */
export function openTrie(count: u32): void {
  codeCount = count;
  for (let unit: u32 = 0; unit < count; unit++) {
    unitOf(unit).check = -1;
    take(unit);
  }
}

/**
 * Adds the words [word, wordEnd). All have the same first character, and none was added before.
 *
 * @param unit the number of the first word's first code unit
 * @param token the number of its first token
 * @returns false if the double array is too small
 */
export function addWords(word: u32, wordEnd: u32, unit: u32, token: u32): bool {
  const root = tables.nodes + PATH_BYTES;
  const nodesEnd = listNodes(word, wordEnd, tables.surfaceUnits + <usize>unit * sizeof<u16>(), root);
  for (let at = root + offsetof<TreeNode>(); at < nodesEnd; at += offsetof<TreeNode>()) {
    const node = changetype<TreeNode>(at);
    if (node.children > 0 && !placeChildren(node)) return false;
  }
  // The root needs no base of its own: it is 0, and openTrie has reserved the unit of the root's only child.
  for (let at = root + offsetof<TreeNode>(); at < nodesEnd; at += offsetof<TreeNode>()) {
    token += writeNode(changetype<TreeNode>(at), token);
  }
  return true;
}

/** Nodes in the order in which they first appear, so that parents come first. Returns their end. */
function listNodes(word: u32, wordEnd: u32, units: usize, root: usize): usize {
  // For each depth the address of the node on the way to the current word.
  const path = tables.nodes;
  const shared = tables.shared;
  const added = tables.added;
  const codes = tables.units;
  memory.fill(root, 0, offsetof<TreeNode>());
  store<usize>(path, root);
  let end = root + offsetof<TreeNode>();
  for (; word < wordEnd; word++) {
    let at = path + <usize>load<u8>(shared + word) * sizeof<usize>();
    const pathEnd = at + <usize>load<u8>(added + word) * sizeof<usize>();
    for (; at < pathEnd; at += 4, units += 2) {
      const parent = changetype<TreeNode>(load<usize>(at));
      const node = changetype<TreeNode>(end);
      memory.fill(end, 0, offsetof<TreeNode>());
      node.parent = parent;
      node.code = load<u16>(codes + <usize>load<u16>(units) * sizeof<u32>());
      node.sibling = parent.child;
      parent.child = end;
      parent.children++;
      store<usize>(at, end, 4);
      end += offsetof<TreeNode>();
    }
    changetype<TreeNode>(load<usize>(at)).word = word + 1;
  }
  return end;
}

/** Chooses a node's base so that no two children take one unit. Returns false if the double array is too small. */
function placeChildren(node: TreeNode): bool {
  // Nodes with few children are common, so gaps between larger families are worth another look.
  const cursor = tables.cursors + min(node.children, LARGEST_FILLER + 1) * sizeof<u32>();
  const first = load<u32>(cursor);
  const taken = tables.taken;
  let window = first;
  let occupied = -1;
  for (; occupied === -1; window += 32) {
    if (window + codeCount + 64 > <u32>tables.trieUnits) return false;
    occupied = 0;
    for (let child = node.child; child !== 0 && occupied !== -1; child = changetype<TreeNode>(child).sibling) {
      // The bits of 32 units.
      const unit = window + changetype<TreeNode>(child).code;
      occupied |= <i32>(load<u64>(taken + (unit >> 5) * sizeof<u32>()) >> (unit & 31));
    }
  }
  window -= 32;
  if (window - first > TRIED_BASES) store<u32>(cursor, window - TRIED_BASES);
  node.base = window + ctz(~occupied);
  for (let child = node.child; child !== 0; child = changetype<TreeNode>(child).sibling) {
    take(node.base + changetype<TreeNode>(child).code);
  }
  return true;
}

function take(unit: u32): void {
  const bits = tables.taken + (unit >> 5) * sizeof<u32>();
  store<u32>(bits, load<u32>(bits) | (1 << (unit & 31)));
}

/** Writes a node's unit and returns the number of the word's tokens, 0 if no word ends there. */
function writeNode(node: TreeNode, token: u32): u32 {
  const parent = node.parent;
  node.unit = parent.base + node.code;
  const unit = unitOf(node.unit);
  unit.base = node.base;
  unit.check = parent.unit;
  const family = unitOf(parent.unit);
  family.children = <u16>(<u32>family.children | (1 << (node.code & CHILDREN_CODES)));
  if (node.word === 0) return 0;
  const count = <u32>load<u8>(tables.counts + node.word - 1);
  unit.value = count === 1 ? load<i32>(tables.tokens + <usize>token * sizeof<u32>()) : <i32>token;
  unit.count = <u16>count;
  return count;
}

/** A unit of the double array by its number. */
function unitOf(unit: u32): Unit {
  return unitAt(tables.trie + <usize>unit * offsetof<Unit>());
}
