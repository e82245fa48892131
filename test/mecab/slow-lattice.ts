import { type CharacterInfo, characterInfo } from "../../src/mecab/file/tables.js";
import type { LatticeNode } from "../../src/mecab/index.js";
import type { Tiny, Token } from "./tables.js";
import { tinyCharacters } from "./tables.js";

/** A node; its positions count code points. */
interface Node {
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly right: number;
  readonly cost: number;
  readonly isKnown: boolean;
  connection: number;
  total: number;
  previous: Node | undefined;
}

/** The words of the best path through {@link slowLattice}. */
export function slowWords(tiny: Tiny, text: string): string[] {
  const words = slowLattice(tiny, text).slice(1, -1);
  return words.filter(({ isBest }) => isBest).map(({ surface }) => surface);
}

/**
 * The lattice of a text by a direct implementation of MeCab's search, node lists included: the oracle for the engines.
 *
 * It works on code points and without regard to speed. Words are searched in a list; the order of insertion decides ties.
 */
export function slowLattice(tiny: Tiny, text: string): LatticeNode[] {
  const characters = Array.from(text.split("\0")[0]);
  const length = characters.length;
  const entries = tinyCharacters(tiny);
  const categoryNames = tiny.categories.map(({ name }) => name);
  const infoOf = (at: number): CharacterInfo => {
    const code = characters[at].codePointAt(0) ?? 0;
    return characterInfo(entries[code > 0xffff ? 0 : code]);
  };
  const words = [...tiny.words].sort(([a], [b]) => a.length - b.length);

  const lookup = (begin: number): Node[] => {
    const nodes: Node[] = [];
    const add = (start: number, end: number, tokens: readonly Token[], isKnown: boolean): void => {
      for (const [left, right, cost] of tokens) nodes.push(makeNode(start, end, left, right, cost, isKnown));
    };
    const run = (from: number, first: CharacterInfo): number => {
      let at = from;
      for (let info = first; at < length && (info.categories & infoOf(at).categories) !== 0; at++) info = infoOf(at);
      return at;
    };
    const start = run(begin, characterInfo(entries[0x20]));
    if (start === length) return nodes;
    for (const [surface, ...tokens] of words) {
      const size = Array.from(surface).length;
      if (characters.slice(start, start + size).join("") === surface) add(start, start + size, tokens, true);
    }
    const info = infoOf(start);
    if (nodes.length > 0 && !info.invoke) return nodes;
    const unknown = tiny.categories.find(({ name }) => name === categoryNames[info.defaultCategory])?.unknown ?? [];
    let end = start + 1;
    let groupEnd = -1;
    if (info.group) {
      groupEnd = run(end, info);
      if (groupEnd - end <= 24) add(start, groupEnd, unknown, false);
    }
    for (let size = 1; size <= info.length && end <= length && end !== groupEnd; size++) {
      add(start, end, unknown, false);
      if (end === length || (info.categories & infoOf(end).categories) === 0) break;
      end++;
    }
    if (nodes.length === 0) add(start, end, unknown, false);
    return nodes;
  };

  const ends: Node[][] = Array.from({ length: length + 1 }, () => []);
  const connect = (node: Node, at: number): void => {
    node.total = Number.POSITIVE_INFINITY;
    for (const left of ends[at]) {
      const connection = tiny.costs[node.left][left.right];
      const total = left.total + connection + node.cost;
      if (total < node.total) Object.assign(node, { connection, total, previous: left });
    }
  };
  const nodes: Node[] = [];
  const beginning = makeNode(0, 0, 0, 0, 0, true);
  ends[0].push(beginning);
  for (let at = 0; at < length; at++) {
    if (ends[at].length === 0) continue;
    const found = lookup(at);
    nodes.push(...found);
    for (const node of found.reverse()) {
      connect(node, at);
      ends[node.end].unshift(node);
    }
  }
  let last = length;
  while (ends[last].length === 0) last--;
  const end = makeNode(length, length, 0, 0, 0, true);
  connect(end, last);
  nodes.sort((a, b) => a.start - b.start || a.end - b.end || Number(b.isKnown) - Number(a.isKnown));
  return toLatticeNodes([beginning, ...nodes, end], characters);
}

function makeNode(start: number, end: number, left: number, right: number, cost: number, isKnown: boolean): Node {
  return { start, end, left, right, cost, isKnown, connection: 0, total: 0, previous: undefined };
}

function toLatticeNodes(nodes: readonly Node[], characters: readonly string[]): LatticeNode[] {
  const units = [0];
  for (const character of characters) units.push((units.at(-1) ?? 0) + character.length);
  const best = new Set<Node>();
  for (let node = nodes.at(-1); node; node = node.previous) best.add(node);
  const indices = new Map(nodes.map((node, index) => [node, index]));
  return nodes.map((node) => ({
    surface: characters.slice(node.start, node.end).join(""),
    start: units[node.start],
    end: units[node.end],
    leftId: node.left,
    rightId: node.right,
    wordCost: node.cost,
    connectionCost: node.connection,
    totalCost: node.total,
    isKnown: node.isKnown,
    isBest: best.has(node),
    previous: (node.previous && indices.get(node.previous)) ?? -1,
  }));
}
