import { lower } from "../../text/normalize.js";
import { NONE, StartFinder, type Starts } from "../../text/start-finder.js";
import { ROOT, StringAutomaton, symbolAt, symbolsOf } from "../../text/string-automaton.js";
import { sizeAt } from "../../text/unit-buffer.js";
import { stripEnd, stripStart } from "../../text/whitespace.js";
import type { AddedToken } from "../added-token.js";
import type { KeptTokens } from "./kept-tokens.js";

/** With more added tokens, a text that contains the first code unit of one is not searched for each of them. */
const MOST_SEARCHED = 100;

/** A chunk of a text: an added token, or the stretch between two of them. */
export interface Chunk {
  readonly text: string;
  /** True if it is an added token. */
  readonly isToken: boolean;
  /** The start of `text` in the text that was cut, in UTF-16 code units. */
  readonly start: number;
}

/** The added tokens of a slow tokenizer. Reference: PreTrainedTokenizer and Trie of transformers 4.56.1. */
export class AddedTokens {
  readonly #ids = new Map<string, number>();
  readonly #tokens = new Map<number, AddedToken>();
  /** The tokens that texts are cut at. The value of each is its length, negated: the longest has the least. */
  readonly #prefixes = new StringAutomaton();
  readonly #starts = new StartFinder();
  /** Their first code units, each once, in a list: every text is searched for each. */
  readonly #firsts: string[] = [];
  /** The ids set since {@link lookForNew}. */
  #newIds: number[] = [];

  idOf(content: string): number | undefined {
    return this.#ids.get(content);
  }

  tokenOf(id: number): AddedToken | undefined {
    return this.#tokens.get(id);
  }

  /** The tokens by id, in ascending order; of tokens with the same id only the last. */
  entries(): [id: number, token: AddedToken][] {
    return [...this.#tokens].sort(([a], [b]) => a - b);
  }

  /** The strings with their ids, including a string whose id went to another token. */
  ids(): ReadonlyMap<string, number> {
    return this.#ids;
  }

  /** The tokens, in the order in which their ids were first used. */
  tokens(): IterableIterator<AddedToken> {
    return this.#tokens.values();
  }

  /** Gives a token its id; texts are cut at it only after {@link lookForNew}. */
  set(token: AddedToken, id: number): void {
    this.#ids.set(token.content, id);
    this.#tokens.set(id, token);
    this.#newIds.push(id);
  }

  /** Starts to cut texts at the tokens that were set, except at one whose id has since gone to another token. */
  lookForNew(): void {
    for (const id of this.#newIds) this.#lookFor(this.#tokens.get(id)?.content ?? "");
    this.#newIds = [];
  }

  /** Cuts a text at its added tokens and applies their flags; no chunk is empty. */
  cut(text: string): Chunk[] {
    if (!this.mayBeIn(text)) return text === "" ? [] : [{ text, isToken: false, start: 0 }];
    const parts = this.#split(text);
    const texts = parts.map((part) => part.text);
    const starts = parts.map((part) => part.start);
    for (let at = 0; at < texts.length; at++) this.#applyFlags(texts, starts, at);
    return texts
      .map((part, at) => ({ text: part, isToken: this.#ids.has(part), start: starts[at] }))
      .filter((chunk) => chunk.text !== "");
  }

  /**
   * False only if a text contains no added token. Few code units begin one, and most texts contain none of these.
   */
  mayBeIn(text: string): boolean {
    for (const first of this.#firsts) {
      if (!text.includes(first)) continue;
      if (this.#ids.size > MOST_SEARCHED) return true;
      for (const content of this.#ids.keys()) if (text.includes(content)) return true;
      return false;
    }
    return false;
  }

  #lookFor(content: string): void {
    if (content === "") return;
    if (this.#prefixes.child(ROOT, symbolAt(content, 0)) === ROOT) this.#firsts.push(content[0]);
    this.#prefixes.add(symbolsOf(content), -content.length);
    this.#starts.add(content, -content.length);
  }

  #applyFlags(texts: string[], starts: number[], at: number): void {
    const content = texts[at];
    const id = this.#ids.get(content);
    const token = id === undefined ? undefined : this.#tokens.get(id);
    if (!token) return;
    const left = texts[at - 1] ?? "";
    const right = texts[at + 1] ?? "";
    if (token.rstrip && right !== "") {
      texts[at + 1] = stripStart(right);
      starts[at + 1] += right.length - texts[at + 1].length;
    }
    if (token.lstrip && left !== "") texts[at - 1] = stripEnd(left);
    if (!token.single_word) return;
    if (left !== "" && !left.endsWith(" ")) {
      texts[at - 1] += content;
      texts[at] = "";
    } else if (right !== "" && !right.startsWith(" ")) {
      texts[at + 1] = content + texts[at + 1];
      starts[at + 1] = starts[at];
      texts[at] = "";
    }
  }

  /**
   * Cuts as the reference does. Its matches are not leftmost-longest: when a token has ended, an earlier start that is
   * still open is followed further as if it had survived the current character.
   */
  #split(text: string): { text: string; start: number }[] {
    const prefixes = this.#prefixes;
    const starts = this.#starts.in(text);
    const cuts = [0];
    let node = ROOT;
    for (let at = 0; ; ) {
      const longest = -prefixes.least(node);
      if (longest > 0) {
        const [start, end] = at < text.length ? this.#lookAhead(text, node, at, starts) : [at - longest, at];
        cuts.push(start, end);
        at = end;
        node = ROOT;
      } else if (at < text.length) {
        for (const end = at + sizeAt(text, at); at < end; at++) node = prefixes.next(node, symbolAt(text, at));
      } else break;
    }
    return cutAt(text, cuts);
  }

  /**
   * The longest token of the earliest open start that has one. A start is open if all from there to the end of the first
   * token, `at`, begins a token.
   */
  #lookAhead(text: string, node: number, at: number, starts: Starts): readonly [start: number, end: number] {
    const prefixes = this.#prefixes;
    for (let open = node; ; open = prefixes.link(open)) {
      const start = at - prefixes.depth(open);
      const longest = starts.at(start);
      if (longest !== NONE) return [start, start - longest];
      if (this.#walk(open, text, at, at + sizeAt(text, at)) !== ROOT) continue;
      const end = this.#endAfter(open, text, at + sizeAt(text, at));
      if (end > 0) return [start, end];
    }
  }

  /** The node that the units [start, end) lead to, or ROOT. */
  #walk(from: number, text: string, start: number, end: number): number {
    let node = from;
    for (let at = start; at < end; at++) {
      node = this.#prefixes.child(node, symbolAt(text, at));
      if (node === ROOT) break;
    }
    return node;
  }

  /** The end of the longest token that goes on from a node at a place of the text; 0 if there is none. */
  #endAfter(from: number, text: string, start: number): number {
    let longest = 0;
    let node = from;
    for (let at = start; at < text.length; ) {
      node = this.#prefixes.child(node, symbolAt(text, at++));
      if (node === ROOT) break;
      if (this.#prefixes.own(node) !== NONE) longest = at;
    }
    return longest;
  }
}

function cutAt(text: string, cuts: readonly number[]): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let from = 0;
  for (const cut of [...cuts, text.length]) {
    if (cut <= from) continue;
    parts.push({ text: text.slice(from, cut), start: from });
    from = cut;
  }
  return parts;
}

/**
 * Lower-cases a text code point by code point, each alone (so there is no final sigma), except the given strings. If
 * several match at a place, the first in the list is kept, not the longest. Reference: `tokenize` of transformers 4.56.1
 * with do_lower_case.
 *
 * @param add takes the text made of [start, end), in UTF-16 code units
 */
export function lowerBetween(
  text: string,
  kept: KeptTokens,
  add: (made: string, start: number, end: number) => void,
): void {
  const keptAt = kept.in(text);
  for (let at = 0; at < text.length; ) {
    const match = keptAt(at);
    if (match !== undefined) {
      for (const character of match) add(character, at, (at += character.length));
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    add(lower(character), at, at + character.length);
    at += character.length;
  }
}
