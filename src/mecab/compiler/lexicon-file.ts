import { DictionaryError } from "../../base/errors.js";
import { OnceLog } from "../../base/logger.js";

const MAGIC = 0xef718f77;
const VERSION = 102;
const HEADER_BYTES = 72;
const TOKEN_BYTES = 16;

/** The charsets that MeCab knows besides UTF-8. It takes every other name for UTF-8. */
const FOREIGN_CHARSETS = /^(sjis|shift[-_]?jis|cp932|euc([-_]?jp)?|ascii|utf[-_]?16.*)$/i;

/** The contents of a sys.dic or unk.dic: the surfaces in ascending order of their UTF-8 bytes, and their tokens. */
export interface LexiconFile {
  /** The number of right ids, the first axis of matrix.bin. */
  readonly rightIds: number;
  /** The number of left ids, the second axis of matrix.bin. */
  readonly leftIds: number;
  readonly surfaces: readonly string[];
  /** The index of the first token of each surface, and after the last surface the number of tokens. */
  readonly firstToken: Uint32Array;
  /** For each token its ids and word cost. The tokens of a surface are in the order of the file, which decides ties. */
  readonly left: Uint16Array;
  readonly right: Uint16Array;
  readonly cost: Int16Array;
}

const log = new OnceLog();

/**
 * Reads a sys.dic or unk.dic of MeCab 0.996 (dictionary version 102).
 *
 * Surfaces that are not UTF-8 are left out, with a warning: where MeCab finds such a word, fugashi raises
 * UnicodeDecodeError.
 *
 * @param name the file's name in errors
 * @throws DictionaryError if the bytes are not such a file, or not one in UTF-8
 */
export function readLexiconFile(bytes: Uint8Array, name: string): LexiconFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES) {
    throw new DictionaryError(name, `${bytes.length} bytes`, `a MeCab dictionary of at least ${HEADER_BYTES} bytes`);
  }
  const u32 = (offset: number): number => view.getUint32(offset, true);
  const size = (u32(0) ^ MAGIC) >>> 0;
  if (size !== bytes.length) {
    throw new DictionaryError(
      name,
      `${bytes.length} bytes, but ${size} in the header`,
      "a whole MeCab dictionary, whose magic number agrees with its size",
    );
  }
  if (u32(4) !== VERSION) {
    throw new DictionaryError(name, `dictionary version ${u32(4)}`, `version ${VERSION}`);
  }
  const [tokenCount, rightIds, leftIds, trieBytes, tokenBytes, featureBytes] = [12, 16, 20, 24, 28, 32].map(u32);
  if (
    HEADER_BYTES + trieBytes + tokenBytes + featureBytes !== size ||
    tokenBytes !== tokenCount * TOKEN_BYTES ||
    trieBytes % 8 !== 0 ||
    trieBytes === 0
  ) {
    throw new DictionaryError(
      name,
      `sections of ${trieBytes}, ${tokenBytes} and ${featureBytes} bytes for ${tokenCount} tokens in ${size} bytes`,
      "sections that fill the file and 16 bytes per token",
    );
  }
  const charset = new TextDecoder("latin1").decode(bytes.subarray(40, HEADER_BYTES)).replace(/\0.*$/s, "");
  if (FOREIGN_CHARSETS.test(charset)) {
    throw new DictionaryError(name, `charset ${charset}`, "a dictionary compiled in UTF-8");
  }

  const tokens = new DataView(bytes.buffer, bytes.byteOffset + HEADER_BYTES + trieBytes, tokenBytes);
  const left = new Uint16Array(tokenCount);
  const right = new Uint16Array(tokenCount);
  const cost = new Int16Array(tokenCount);
  for (let token = 0; token < tokenCount; token++) {
    left[token] = tokens.getUint16(token * TOKEN_BYTES, true);
    right[token] = tokens.getUint16(token * TOKEN_BYTES + 2, true);
    cost[token] = tokens.getInt16(token * TOKEN_BYTES + 6, true);
    if (left[token] >= leftIds || right[token] >= rightIds) {
      throw new DictionaryError(
        name,
        `token ${token} with ids ${left[token]}, ${right[token]}`,
        `ids below ${leftIds} and ${rightIds}`,
      );
    }
  }
  const trie = new DataView(bytes.buffer, bytes.byteOffset + HEADER_BYTES, trieBytes);
  const { surfaces, firstToken, broken } = readKeys(trie, tokenCount, name);
  if (broken.length === 0) return { rightIds, leftIds, left, right, cost, surfaces, firstToken };
  checkBroken(broken, surfaces, name);
  const kept = [...surfaces.keys()].filter((surface) => surfaces[surface] !== BROKEN);
  const firstKept = new Uint32Array(kept.length + 1);
  kept.forEach((surface, at) => {
    const [start, end] = [firstToken[surface], firstToken[surface + 1]];
    for (const list of [left, right, cost]) list.copyWithin(firstKept[at], start, end);
    firstKept[at + 1] = firstKept[at] + end - start;
  });
  const count = firstKept[kept.length];
  return {
    rightIds,
    leftIds,
    left: left.subarray(0, count),
    right: right.subarray(0, count),
    cost: cost.subarray(0, count),
    surfaces: kept.map((surface) => surfaces[surface]),
    firstToken: firstKept,
  };
}

/** The string in place of a surface that is not UTF-8. No surface is empty. */
const BROKEN = "";

/**
 * Warns of the surfaces that are left out. Without another word that such a surface begins with, MeCab finds no unknown
 * words where a text has its bytes, and would find some if it were left out.
 *
 * @throws DictionaryError if a broken surface begins with no other word
 */
function checkBroken(broken: readonly Uint8Array[], surfaces: readonly string[], name: string): void {
  const all = new Set(surfaces);
  const decoder = new TextDecoder();
  for (const bytes of broken) {
    const [start] = decoder.decode(bytes).split("\ufffd", 1);
    if (!Array.from(start, (_, at) => start.slice(0, at + 1)).some((prefix) => all.has(prefix))) {
      throw new DictionaryError(name, `the surface with bytes ${[...bytes]}`, "surfaces in UTF-8");
    }
  }
  log.warn(
    name,
    `${name}: ${broken.length} of ${surfaces.length} surfaces are not UTF-8 and are left out; ` +
      "where MeCab finds one of them, Python raises UnicodeDecodeError",
  );
}

/** The keys of a lexicon. */
interface Keys {
  /** The surfaces in ascending order of their bytes; {@link BROKEN} for one that is not UTF-8. */
  readonly surfaces: string[];
  /** The index of the first token of each surface, and after the last surface the number of tokens. */
  readonly firstToken: Uint32Array;
  /** The bytes of the surfaces that are not UTF-8. */
  readonly broken: Uint8Array[];
}

/**
 * Lists the keys of a Darts double array and the tokens of each, in ascending byte order.
 *
 * The child of state b by byte c is unit b + c + 1 if the check of that unit is b. If the check of unit b itself is b, a
 * key ends in state b, and the base of that unit holds its tokens.
 */
function readKeys(trie: DataView, tokenCount: number, name: string): Keys {
  const damaged = (value: string): DictionaryError =>
    new DictionaryError(name, value, "a double array whose keys name each token once, in order");
  const units = trie.byteLength / 8;
  const base = (unit: number): number => trie.getInt32(unit * 8, true);
  const check = (unit: number): number => trie.getUint32(unit * 8 + 4, true);

  // A linked list of units for each state, in descending order.
  const newest = new Int32Array(units).fill(-1);
  const older = new Int32Array(units);
  for (let unit = 1; unit < units; unit++) {
    const state = check(unit);
    if (state === 0 || state >= units || state > unit || unit - state > 256) continue;
    older[unit] = newest[state];
    newest[state] = unit;
  }

  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const surfaces: string[] = [];
  const broken: Uint8Array[] = [];
  const firstToken = new Uint32Array(tokenCount + 1);
  let tokensRead = 0;
  const path: number[] = [];
  // A stack of units and the depths of their keys. Children are pushed in descending order, so popped in ascending order.
  const pending: [unit: number, depth: number][] = [[0, 0]];
  let visited = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [unit, depth] = next;
    const state = base(unit);
    if (++visited > units || state <= 0 || state >= units) throw damaged(`unit ${unit} leading to ${state}`);
    if (unit !== 0) path[depth - 1] = unit - check(unit) - 1;
    if (check(state) === state && base(state) < 0) {
      const value = -base(state) - 1;
      if (depth === 0 || value >>> 8 !== tokensRead || (value & 0xff) === 0) {
        throw damaged(`a key of ${depth} bytes with value ${value} after ${tokensRead} tokens`);
      }
      const key = Uint8Array.from(path.slice(0, depth));
      try {
        surfaces.push(decoder.decode(key));
      } catch {
        surfaces.push(BROKEN);
        broken.push(key);
      }
      firstToken[surfaces.length - 1] = tokensRead;
      tokensRead += value & 0xff;
    }
    for (let child = newest[state]; child !== -1; child = older[child]) {
      if (child !== state) pending.push([child, depth + 1]);
    }
  }
  if (tokensRead !== tokenCount) throw damaged(`${tokensRead} tokens with a surface, of ${tokenCount}`);
  firstToken[surfaces.length] = tokensRead;
  return { surfaces, firstToken: firstToken.slice(0, surfaces.length + 1), broken };
}
