import { type CharacterInfo, characterInfo } from "../../src/mecab/file/tables.js";
import type { Tiny, Token } from "./tables.js";
import { tinyCharacters } from "./tables.js";

interface Node {
  readonly start: number;
  readonly end: number;
  readonly left: number;
  readonly right: number;
  readonly cost: number;
  total: number;
  previous: Node | undefined;
}

/**
 * MeCab's search as its description reads, node lists and all, by code points and without a thought for speed: what the
 * engine is compared with. Words are searched in a list, ties are settled by the order of insertion itself.
 */
export function slowWords(tiny: Tiny, text: string): string[] {
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
    const add = (start: number, end: number, tokens: readonly Token[]): void => {
      for (const [left, right, cost] of tokens) {
        nodes.push({ start, end, left, right, cost, total: 0, previous: undefined });
      }
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
      if (characters.slice(start, start + size).join("") === surface) add(start, start + size, tokens);
    }
    const info = infoOf(start);
    if (nodes.length > 0 && !info.invoke) return nodes;
    const unknown = tiny.categories.find(({ name }) => name === categoryNames[info.defaultCategory])?.unknown ?? [];
    let end = start + 1;
    let groupEnd = -1;
    if (info.group) {
      groupEnd = run(end, info);
      if (groupEnd - end <= 24) add(start, groupEnd, unknown);
    }
    for (let size = 1; size <= info.length && end <= length && end !== groupEnd; size++) {
      add(start, end, unknown);
      if (end === length || (info.categories & infoOf(end).categories) === 0) break;
      end++;
    }
    if (nodes.length === 0) add(start, end, unknown);
    return nodes;
  };

  const ends: Node[][] = Array.from({ length: length + 1 }, () => []);
  const connect = (node: Node, at: number): void => {
    node.total = Number.POSITIVE_INFINITY;
    for (const left of ends[at]) {
      const total = left.total + tiny.costs[node.left][left.right] + node.cost;
      if (total < node.total) {
        node.total = total;
        node.previous = left;
      }
    }
  };
  ends[0].push({ start: 0, end: 0, left: 0, right: 0, cost: 0, total: 0, previous: undefined });
  for (let at = 0; at < length; at++) {
    if (ends[at].length === 0) continue;
    for (const node of lookup(at).reverse()) {
      connect(node, at);
      ends[node.end].unshift(node);
    }
  }
  let last = length;
  while (ends[last].length === 0) last--;
  const end: Node = { start: last, end: last, left: 0, right: 0, cost: 0, total: 0, previous: undefined };
  connect(end, last);
  const result: string[] = [];
  for (let node = end.previous; node?.previous; node = node.previous) {
    result.unshift(characters.slice(node.start, node.end).join(""));
  }
  return result;
}
