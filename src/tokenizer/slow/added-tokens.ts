import { lower } from "../../text/normalize.js";
import { stripEnd, stripStart } from "../../text/whitespace.js";
import type { AddedToken } from "../added-token.js";
import type { KeptTokens } from "./kept-tokens.js";

/** With more added tokens, a text that contains the first code point of one is not searched for each of them. */
const MOST_SEARCHED = 100;

/** A chunk of a text: an added token, or the stretch between two of them. */
export interface Chunk {
  readonly text: string;
  /** True if it is an added token. */
  readonly isToken: boolean;
  /** The start of `text` in the text that was cut, in UTF-16 code units. */
  readonly start: number;
}

/** A node of the trie of added tokens, one code point deeper than its parent. */
interface Node {
  readonly children: Map<string, Node>;
  isEnd: boolean;
}

/** The added tokens of a slow tokenizer. Reference: PreTrainedTokenizer and Trie of transformers 4.56.1. */
export class AddedTokens {
  readonly #ids = new Map<string, number>();
  readonly #tokens = new Map<number, AddedToken>();
  readonly #root: Node = { children: new Map(), isEnd: false };
  /** Their first code points. */
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
   * False only if a text contains no added token. Few code points begin one, and most texts contain none of these.
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
    let node = this.#root;
    for (const character of content) {
      let child = node.children.get(character);
      if (!child) {
        child = { children: new Map(), isEnd: false };
        node.children.set(character, child);
        if (node === this.#root) this.#firsts.push(character);
      }
      node = child;
    }
    if (node !== this.#root) node.isEnd = true;
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
   * Runs the reference's own automaton over code points. Its matches are not leftmost-longest: when a token has ended, an
   * earlier start that is still open is followed further as if it had survived the current character.
   */
  #split(text: string): { text: string; start: number }[] {
    const characters = Array.from(text);
    const cuts = [0];
    const states = new Map<number, Node>();
    let skip = 0;
    for (let at = 0; at < characters.length; at++) {
      if (at < skip) continue;
      const dead: number[] = [];
      let found: Match | undefined;
      for (const [start, node] of states) {
        if (node.isEnd) {
          // Earlier starts have already consumed this character, or failed at it and are followed further all the same.
          found = lookAhead(characters, states, start, at);
          break;
        }
        const child = node.children.get(characters[at]);
        if (child) states.set(start, child);
        else dead.push(start);
      }
      if (found) {
        cuts.push(found.start, found.end);
        skip = found.end;
        states.clear();
      } else for (const start of dead) states.delete(start);
      const child = at >= skip ? this.#root.children.get(characters[at]) : undefined;
      if (child) states.set(at, child);
    }
    for (const [start, node] of states) {
      if (!node.isEnd) continue;
      cuts.push(start, characters.length);
      break;
    }
    return cutAt(characters, cuts);
  }
}

interface Match {
  readonly start: number;
  readonly end: number;
}

/** Finds the longest token among the open starts up to the one that ended before character `at`. */
function lookAhead(
  characters: readonly string[],
  states: ReadonlyMap<number, Node>,
  endedStart: number,
  at: number,
): Match {
  let start = endedStart;
  let end = at;
  for (const [openStart, openNode] of states) {
    if (openStart > start) break;
    let look = openStart < start ? at + 1 : at;
    for (let node: Node | undefined = openNode; node; node = node.children.get(characters[look++])) {
      if (node.isEnd) {
        start = openStart;
        end = look;
      }
    }
  }
  return { start, end };
}

function cutAt(characters: readonly string[], cuts: readonly number[]): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let from = 0;
  let unit = 0;
  for (const cut of [...cuts, characters.length]) {
    if (cut <= from) continue;
    const text = characters.slice(from, cut).join("");
    parts.push({ text, start: unit });
    unit += text.length;
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
  for (let at = 0; at < text.length; ) {
    const match = kept.at(text, at);
    if (match !== undefined) {
      for (const character of match) add(character, at, (at += character.length));
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    add(lower(character), at, at + character.length);
    at += character.length;
  }
}
