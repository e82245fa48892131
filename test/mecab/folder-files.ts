import type { MecabFiles } from "../../src/mecab/compiler/folder.js";
import { type Tiny, type Token, tinyCharacters } from "./tables.js";

/**
 * The files that mecab-dict-index would write for a tiny dictionary. In a surface, a lone surrogate U+DC80 to U+DCFF is
 * one byte, 0x80 to 0xFF.
 */
export function folderFiles(tiny: Tiny, charset = "UTF-8"): MecabFiles {
  const leftIds = tiny.costs.length;
  const rightIds = tiny.costs[0].length;
  const words = tiny.words.map(([surface, ...tokens]): [string, readonly Token[]] => [surface, tokens]);
  const unknown = tiny.categories.map(({ name, unknown }): [string, readonly Token[]] => [name, unknown]);
  return {
    "sys.dic": lexiconFile(words, rightIds, leftIds, charset),
    "unk.dic": lexiconFile(unknown, rightIds, leftIds, charset),
    "matrix.bin": matrixFile(tiny.costs),
    "char.bin": charactersFile(tiny),
    dicrc: new TextEncoder().encode("; made for a test\nbos-feature = BOS/EOS\ncost-factor = 700\n"),
  };
}

function matrixFile(costs: Tiny["costs"]): Uint8Array {
  const cells = Int16Array.from([costs[0].length, costs.length, ...costs.flat()]);
  return new Uint8Array(cells.buffer);
}

function charactersFile(tiny: Tiny): Uint8Array {
  const characters = tinyCharacters(tiny);
  const categoryNames = tiny.categories.map(({ name }) => name);
  const file = new Uint8Array(4 + 32 * categoryNames.length + 4 * 0xffff);
  const view = new DataView(file.buffer);
  view.setUint32(0, categoryNames.length, true);
  categoryNames.forEach((name, index) => {
    file.set(new TextEncoder().encode(name), 4 + 32 * index);
  });
  for (let code = 0; code < 0xffff; code++) {
    view.setUint32(4 + 32 * categoryNames.length + 4 * code, characters[code], true);
  }
  return file;
}

interface Key {
  readonly bytes: Uint8Array;
  readonly value: number;
}

function lexiconFile(
  entries: readonly [string, readonly Token[]][],
  rightIds: number,
  leftIds: number,
  charset: string,
): Uint8Array {
  const encoder = new TextEncoder();
  const sorted = entries
    .map(([surface, tokens]) => ({ bytes: bytesOf(surface), tokens }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const tokens = sorted.flatMap((entry) => [...entry.tokens]);
  let first = 0;
  const keys = sorted.map((entry): Key => {
    const value = first * 256 + entry.tokens.length;
    first += entry.tokens.length;
    return { bytes: entry.bytes, value };
  });
  const trie = doubleArray(keys);
  const features = encoder.encode("*\0");
  const size = 72 + trie.byteLength + 16 * tokens.length + features.length;
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  const header = [0xef718f77 ^ size, 102, 0, tokens.length, rightIds, leftIds, trie.byteLength, 16 * tokens.length];
  [...header, features.length, 0].forEach((value, index) => {
    view.setUint32(4 * index, value, true);
  });
  file.set(encoder.encode(charset), 40);
  file.set(new Uint8Array(trie.buffer), 72);
  tokens.forEach(([left, right, cost], index) => {
    const at = 72 + trie.byteLength + 16 * index;
    view.setUint16(at, left, true);
    view.setUint16(at + 2, right, true);
    view.setInt16(at + 6, cost, true);
  });
  file.set(features, size - features.length);
  return file;
}

function bytesOf(surface: string): Uint8Array {
  return Buffer.concat(
    surface.split(/([\udc80-\udcff])/).map((part, at) => {
      return at % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - 0xdc00);
    }),
  );
}

/** A double array in the format of Darts: (base, check) pairs. The children of each state get 257 units of their own. */
function doubleArray(keys: readonly Key[]): Int32Array {
  const units: number[] = [0, 0];
  let next = 1;
  const place = (family: readonly Key[], depth: number): number => {
    const base = next;
    next += 257;
    const children = new Map<number, Key[]>();
    for (const key of family) {
      if (key.bytes.length === depth) {
        units[2 * base] = -key.value - 1;
        units[2 * base + 1] = base;
        continue;
      }
      const siblings = children.get(key.bytes[depth]) ?? [];
      children.set(key.bytes[depth], [...siblings, key]);
    }
    for (const [byte, child] of children) {
      const unit = base + byte + 1;
      units[2 * unit] = place(child, depth + 1);
      units[2 * unit + 1] = base;
    }
    return base;
  };
  units[0] = place(keys, 0);
  return Int32Array.from({ length: 2 * (next + 257) }, (_, index) => units[index] ?? 0);
}
