import { grownInt32, MOST_KEPT, trimmed } from "../base/buffers.js";
import { VocabularyError } from "../base/errors.js";
import { MergeQueue } from "../subwords/bpe/merge-queue.js";
import type { TokenBuffer } from "../subwords/subword-model.js";
import { utf8Size } from "../text/utf8.js";

/** The options of a BPE model, under the names of the file. */
export interface BpeOptions {
  readonly unk_token?: string | null;
  /** The prefix that the vocabulary has before every character of a word but the first. */
  readonly continuing_subword_prefix?: string | null;
  /** The suffix that the vocabulary has after the last character of a word. */
  readonly end_of_word_suffix?: string | null;
  /** True if consecutive unknown characters become one token. */
  readonly fuse_unk: boolean;
  /**
   * True if an unknown character becomes its UTF-8 bytes, `<0x00>` to `<0xFF>`, provided the vocabulary has all of
   * them.
   */
  readonly byte_fallback: boolean;
  /** True if a word in the vocabulary becomes one token without merging; without effect if there is dropout. */
  readonly ignore_merges: boolean;
  /** The probability that a merge is passed over, at random and anew at each try; null or 0 for none. */
  readonly dropout?: number | null;
}

const NONE = -1;

/**
 * Byte-pair encoding as in tokenizers 0.22.2. Of all adjacent pairs of symbols in a word, the pair whose merge is
 * listed first is merged, the leftmost of equal ones. This repeats until no pair has a merge.
 */
export class RankedBpe {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #options: BpeOptions;
  readonly #merges: MergeTable;
  /** Ids of one-unit tokens by code unit, or NONE. */
  readonly #characters = new Int32Array(0x10000).fill(NONE);
  /** Ids of the tokens `<0x00>` to `<0xFF>` by byte, or NONE. */
  readonly #bytes: Int32Array;
  readonly #agenda = new MergeQueue();
  /** Merges that dropout passed over since the last one that was tried: triples of rank, left symbol and the id made. */
  readonly #skipped: number[] = [];
  /**
   * The symbols of the word, in parallel arrays: id, length in UTF-8 bytes (0 once merged into its left neighbour), and
   * the indices of the previous and the next symbol.
   */
  #symbols: Int32Array = new Int32Array(0);
  #sizes: Int32Array = new Int32Array(0);
  #previous: Int32Array = new Int32Array(0);
  #next: Int32Array = new Int32Array(0);
  #count = 0;
  /** UTF-8 bytes of an unknown token that the next characters can still extend; 0 if there is none. */
  #unknownSize = 0;

  constructor(ids: ReadonlyMap<string, number>, merges: MergeTable, options: BpeOptions) {
    this.#ids = ids;
    this.#merges = merges;
    this.#options = options;
    for (const [token, id] of ids) if (token.length === 1) this.#characters[token.charCodeAt(0)] = id;
    this.#bytes = Int32Array.from({ length: 256 }, (_, byte) => ids.get(byteToken(byte)) ?? NONE);
  }

  /**
   * Appends the tokens of the code units [start, end), which must be well-formed. A byte token has the span of its
   * character.
   *
   * @throws VocabularyError if a character is unknown and the vocabulary lacks the unknown token
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    if (start === end) return;
    const { ignore_merges, dropout } = this.#options;
    const whole = ignore_merges && !dropout ? this.#ids.get(text.slice(start, end)) : undefined;
    if (whole !== undefined) {
      tokens.push(whole, start, end);
      return;
    }
    this.#cut(text, start, end);
    this.#merge(this.#options.dropout ?? 0);
    this.#write(text, start, tokens);
  }

  /** Fills the symbols with the characters of a word, or with their bytes. */
  #cut(text: string, start: number, end: number): void {
    this.#count = 0;
    if (this.#symbols.length > MOST_KEPT) this.#trim();
    this.#unknownSize = 0;
    const { byte_fallback, unk_token } = this.#options;
    for (let at = start, next = at; at < end; at = next) {
      const code = text.codePointAt(at) ?? 0;
      next = at + (code > 0xffff ? 2 : 1);
      const id = this.#idOf(text, at, next, start, end);
      if (id !== NONE) {
        this.#endUnknown();
        this.#add(id, utf8Size(code));
      } else if (!(byte_fallback && this.#addBytes(code)) && unk_token != null) {
        if (!this.#options.fuse_unk) this.#endUnknown();
        this.#unknownId();
        this.#unknownSize += utf8Size(code);
      }
      // Without an unk_token the character is dropped, and the spans of later symbols move left, as in the reference.
    }
    this.#endUnknown();
  }

  /** The id of the character at [at, next) in the word [start, end), or NONE. */
  #idOf(text: string, at: number, next: number, start: number, end: number): number {
    const prefix = at === start ? null : this.#options.continuing_subword_prefix;
    const suffix = next === end ? this.#options.end_of_word_suffix : null;
    if (next - at === 1 && !prefix && !suffix) return this.#characters[text.charCodeAt(at)];
    return this.#ids.get((prefix ?? "") + text.slice(at, next) + (suffix ?? "")) ?? NONE;
  }

  /** The id of the unknown token. @throws VocabularyError if the vocabulary lacks it */
  #unknownId(): number {
    const token = this.#options.unk_token ?? "";
    const id = this.#ids.get(token);
    if (id === undefined)
      throw new VocabularyError("vocabulary", `no token ${token}`, "the unk_token, which unknown text needs");
    return id;
  }

  /** Adds the pending unknown token. Byte tokens do not end it, so it comes after them, as in the reference. */
  #endUnknown(): void {
    if (this.#unknownSize === 0) return;
    const size = this.#unknownSize;
    this.#unknownSize = 0;
    this.#add(this.#unknownId(), size);
  }

  /** Adds the byte tokens of a character. False, with none added, if the vocabulary lacks one of them. */
  #addBytes(code: number): boolean {
    const bytes = this.#bytes;
    const size = utf8Size(code);
    for (let byte = 0; byte < size; byte++) if (bytes[byteOf(code, size, byte)] === NONE) return false;
    for (let byte = 0; byte < size; byte++) this.#add(bytes[byteOf(code, size, byte)], 1);
    return true;
  }

  #add(id: number, size: number): void {
    const at = this.#count++;
    if (at >= this.#symbols.length) this.#grow(2 * at + 64);
    this.#symbols[at] = id;
    this.#sizes[at] = size;
    this.#previous[at] = at - 1;
    this.#next[at] = at + 1;
  }

  #merge(dropout: number): void {
    const count = this.#count;
    const agenda = this.#agenda;
    const merges = this.#merges;
    const symbols = this.#symbols;
    const sizes = this.#sizes;
    const previous = this.#previous;
    const next = this.#next;
    agenda.clear();
    for (let at = 1; at < count; at++) this.#propose(at - 1, at);
    this.#skipped.length = 0;
    while (agenda.pop()) {
      const { left, tag } = agenda;
      if (dropout > 0) {
        if (Math.random() < dropout) {
          this.#skipped.push(agenda.rank, left, tag);
          continue;
        }
        this.#proposeSkipped();
      }
      const right = next[left];
      if (sizes[left] === 0 || right >= count) continue;
      // The entry is stale unless the pair that is there now still makes the same token.
      const merge = merges.find(symbols[left], symbols[right]);
      if (merge === NONE || merges.made[merge] !== tag) continue;
      symbols[left] = tag;
      sizes[left] += sizes[right];
      sizes[right] = 0;
      next[left] = next[right];
      if (next[left] < count) {
        previous[next[left]] = left;
        this.#propose(left, next[left]);
      }
      if (previous[left] >= 0) this.#propose(previous[left], left);
    }
  }

  /** Gives the merges that dropout passed over another chance, after one that it did not. */
  #proposeSkipped(): void {
    const skipped = this.#skipped;
    for (let at = 0; at < skipped.length; at += 3) {
      this.#agenda.push(skipped[at], skipped[at + 1], 0, 0, skipped[at + 2]);
    }
    skipped.length = 0;
  }

  #propose(left: number, right: number): void {
    const merge = this.#merges.find(this.#symbols[left], this.#symbols[right]);
    if (merge !== NONE) this.#agenda.push(merge, left, right, 0, this.#merges.made[merge]);
  }

  /**
   * Writes the symbols. Their sizes are laid end to end over the bytes of the word, and each span is widened to whole
   * characters. If characters were dropped, spans therefore lie to the left of their text, as in the reference.
   */
  #write(text: string, start: number, tokens: TokenBuffer): void {
    let unit = start;
    let code = text.codePointAt(unit) ?? 0;
    let left = utf8Size(code);
    for (let at = 0; at < this.#count; at = this.#next[at]) {
      const from = unit;
      let size = this.#sizes[at];
      for (; size > left; left = utf8Size(code)) {
        size -= left;
        unit += code > 0xffff ? 2 : 1;
        code = text.codePointAt(unit) ?? 0;
      }
      const to = unit + (code > 0xffff ? 2 : 1);
      tokens.push(this.#symbols[at], from, to);
      left -= size;
      if (left > 0) continue;
      unit = to;
      code = text.codePointAt(unit) ?? 0;
      left = utf8Size(code);
    }
  }

  #trim(): void {
    this.#symbols = trimmed(this.#symbols);
    this.#sizes = trimmed(this.#sizes);
    this.#previous = trimmed(this.#previous);
    this.#next = trimmed(this.#next);
  }

  #grow(capacity: number): void {
    this.#symbols = grownInt32(this.#symbols, capacity);
    this.#sizes = grownInt32(this.#sizes, capacity);
    this.#previous = grownInt32(this.#previous, capacity);
    this.#next = grownInt32(this.#next, capacity);
  }
}

/** The merges of a BPE model: the id that each pair of ids makes. A merge is identified by its rank in the list. */
export class MergeTable {
  readonly #lefts: Int32Array;
  readonly #rights: Int32Array;
  /** The id that each merge makes. */
  readonly made: Int32Array;
  /** Open-addressing hash table from pairs to rank + 1; 0 marks a free slot. */
  readonly #table: Int32Array;
  readonly #mask: number;

  /**
   * @param merges triples of the left id, the right id and the id they make; a later merge of a pair replaces an
   * earlier one
   */
  constructor(merges: Int32Array) {
    const count = merges.length / 3;
    this.#lefts = new Int32Array(count);
    this.#rights = new Int32Array(count);
    this.made = new Int32Array(count);
    this.#mask = 2 ** Math.ceil(Math.log2(2 * count + 2)) - 1;
    this.#table = new Int32Array(this.#mask + 1);
    for (let merge = 0; merge < count; merge++) {
      const left = merges[3 * merge];
      const right = merges[3 * merge + 1];
      this.#lefts[merge] = left;
      this.#rights[merge] = right;
      this.made[merge] = merges[3 * merge + 2];
      this.#table[this.#slot(left, right)] = merge + 1;
    }
  }

  /** The rank of a pair's merge, or -1. */
  find(left: number, right: number): number {
    return this.#table[this.#slot(left, right)] - 1;
  }

  /** The pairs in the order of their ranks, without those that a later merge replaced. */
  *pairs(): Iterable<readonly [left: number, right: number]> {
    for (let merge = 0; merge < this.#lefts.length; merge++) {
      const pair = [this.#lefts[merge], this.#rights[merge]] as const;
      if (this.find(...pair) === merge) yield pair;
    }
  }

  /** The slot of a pair, or the free slot where it would go. */
  #slot(left: number, right: number): number {
    const table = this.#table;
    const mask = this.#mask;
    let slot = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 7;
    for (slot &= mask; table[slot] !== 0; slot = (slot + 1) & mask) {
      const merge = table[slot] - 1;
      if (this.#lefts[merge] === left && this.#rights[merge] === right) break;
    }
    return slot;
  }
}

function byteToken(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}

/** The byte at index `byte` of a code point whose UTF-8 form has `size` bytes. */
function byteOf(code: number, size: number, byte: number): number {
  if (size === 1) return code;
  const bits = code >>> (6 * (size - 1 - byte));
  return byte === 0 ? ((0xf00 >>> size) & 0xff) | bits : 0x80 | (bits & 0x3f);
}
