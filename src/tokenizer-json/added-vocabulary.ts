import { TextError, VocabularyError } from "../base/errors.js";
import { NONE, StartFinder } from "../text/start-finder.js";
import { isHighSurrogate, isLowSurrogate } from "../text/unit-buffer.js";
import type { JsonAddedToken, JsonTokenToAdd } from "./block-types.js";
import { NormalizedText } from "./normalized-text.js";
import type { Normalizer } from "./normalizer.js";
import { isWhiteSpace, isWord } from "./rust-unicode.js";
import type { TokenModel } from "./token-models.js";

/** An added token in a text, or a stretch of text without one. */
export interface Segment {
  readonly text: NormalizedText;
  /** The id of the added token, or -1. */
  readonly id: number;
}

/** The id of a segment that is not an added token. */
const ORDINARY = -1;
/** The longest added token in code units. */
const LONGEST_TOKEN = 0xffff;

/** An immutable snapshot of an added vocabulary. {@link AddedVocabulary.add} replaces it as a whole or not at all. */
interface State {
  readonly ids: ReadonlyMap<string, number>;
  readonly tokens: ReadonlyMap<number, JsonTokenToAdd>;
  readonly special: ReadonlySet<string>;
  /** Every token as it was added. Of tokens with the same content the special ones, and then the earlier ones, win. */
  readonly specialList: readonly JsonTokenToAdd[];
  readonly ordinaryList: readonly JsonTokenToAdd[];
}

const EMPTY: State = { ids: new Map(), tokens: new Map(), special: new Set(), specialList: [], ordinaryList: [] };

/** The tokens of a tokenizer.json that are not its model's. Reference: AddedVocabulary of tokenizers 0.22.2. */
export class AddedVocabulary {
  readonly #model: TokenModel;
  /** Normalizes the tokens that are added from now on, and all others again when one is added. */
  normalizer: Normalizer | undefined;
  #state = EMPTY;
  /** Finds the tokens that match the text as given. */
  #inText = new Matcher([]);
  /** Finds the tokens that match the normalized text. */
  #inNormalized = new Matcher([]);

  constructor(model: TokenModel, normalizer: Normalizer | undefined) {
    this.#model = model;
    this.normalizer = normalizer;
  }

  /** The tokens in ascending order of ids. */
  tokens(): JsonAddedToken[] {
    return [...this.#state.tokens].sort(([a], [b]) => a - b).map(([id, token]) => ({ id, ...token }));
  }

  /** Ids by token. */
  ids(): ReadonlyMap<string, number> {
    return this.#state.ids;
  }

  tokenOf(id: number): string | undefined {
    return this.#state.tokens.get(id)?.content;
  }

  isSpecial(token: string): boolean {
    return this.#state.special.has(token);
  }

  /**
   * Adds tokens and returns the number added. A token of the model's vocabulary keeps its id, others get the next free
   * ids. Empty tokens, and tokens already present with the same flags, are skipped.
   *
   * @throws VocabularyError if a token is longer than 65,535 code units before or after normalization, contains a lone
   * surrogate, or is flagged `normalized` and normalizes to the empty string; then none is added
   */
  add(tokens: readonly JsonTokenToAdd[]): number {
    tokens.forEach(checkToken);
    const state = {
      ids: new Map(this.#state.ids),
      tokens: new Map(this.#state.tokens),
      special: new Set(this.#state.special),
      specialList: [...this.#state.specialList],
      ordinaryList: [...this.#state.ordinaryList],
    };
    for (const token of tokens) {
      if (!token.special || token.content === "" || state.special.has(token.content)) continue;
      state.specialList.push(token);
      state.special.add(token.content);
    }
    const existing = new Set(Array.from(state.tokens.values(), keyOf));
    let next = this.#nextId();
    let added = 0;
    for (const token of tokens) {
      if (token.content === "" || existing.has(keyOf(token))) continue;
      const id = state.ids.get(token.content) ?? this.#model.ids.get(token.content) ?? next++;
      state.ids.set(token.content, id);
      state.tokens.set(id, token);
      if (!state.special.has(token.content)) state.ordinaryList.push(token);
      existing.add(keyOf(token));
      added++;
    }
    this.#take(state);
    return added;
  }

  /** Splits a text at the added tokens without the flag `normalized`. No segment is empty. */
  cut(text: NormalizedText, encodesSpecial: boolean): Segment[] {
    return this.#cut(text, this.#inText, encodesSpecial);
  }

  /** Splits a normalized text at the added tokens with the flag `normalized`. No segment is empty. */
  cutNormalized(text: NormalizedText, encodesSpecial: boolean): Segment[] {
    return this.#cut(text, this.#inNormalized, encodesSpecial);
  }

  /** The id after the model's vocabulary and all added tokens. */
  #nextId(): number {
    const { size } = this.#model;
    let highest = -1;
    for (const id of this.#state.tokens.keys()) highest = Math.max(highest, id);
    return highest >= 0 && (highest >= size || size === 0) ? highest + 1 : size;
  }

  /** Adopts a state. If its tokens cannot be normalized, throws before anything changes. */
  #take(state: State): void {
    const inText: [string, number][] = [];
    const inNormalized: [string, number][] = [];
    for (const { content, normalized } of [...state.specialList, ...state.ordinaryList]) {
      const id = state.ids.get(content) ?? 0;
      if (normalized) inNormalized.push([this.#normalize(content), id]);
      else inText.push([content, id]);
    }
    const matchers = [new Matcher(inText), new Matcher(inNormalized)] as const;
    [this.#inText, this.#inNormalized] = matchers;
    this.#state = state;
  }

  #normalize(content: string): string {
    const text = new NormalizedText(content, 0, true);
    try {
      this.normalizer?.normalize(text);
    } catch (error) {
      throw error instanceof TextError ? new VocabularyError("added_tokens", content, error.expected) : error;
    }
    if (text.text === "" || text.length > LONGEST_TOKEN) {
      throw new VocabularyError("added_tokens", content, `a token of 1 to ${LONGEST_TOKEN} code units when normalized`);
    }
    return text.text;
  }

  /** Cuts at leftmost-longest matches. A match that the flags of its token forbid is skipped, shorter ones with it. */
  #cut(text: NormalizedText, matcher: Matcher, encodesSpecial: boolean): Segment[] {
    if (!matcher.mayBeIn(text.text)) return text.length > 0 ? [{ text: text.slice(0, text.length), id: ORDINARY }] : [];
    const { tokens, special } = this.#state;
    const segments: Segment[] = [];
    const push = (start: number, end: number, id: number) => {
      if (start > end)
        throw new TextError("text", text.text, "no added token within the whitespace that another takes in");
      if (start < end) segments.push({ text: text.slice(start, end), id });
    };
    let copied = 0;
    // The whitespace after one match often holds the next, and is searched once.
    let spaceEnd = 0;
    const find = matcher.over(text.text);
    for (let match = find(0); match; match = find(match.end)) {
      const token = tokens.get(match.id);
      if (!token || (encodesSpecial && special.has(token.content))) continue;
      if (token.single_word && touchesWord(text.text, match.start, match.end)) continue;
      const start = token.lstrip ? leftOf(text.text, match.start, copied) : match.start;
      if (token.rstrip) spaceEnd = rightOf(text.text, Math.max(match.end, spaceEnd));
      const end = token.rstrip ? spaceEnd : match.end;
      if (copied < start) push(copied, start, ORDINARY);
      push(start, end, match.id);
      copied = end;
    }
    if (copied !== text.length) push(copied, text.length, ORDINARY);
    return segments;
  }
}

interface Match {
  readonly start: number;
  readonly end: number;
  readonly id: number;
}

/** Finds any of a set of strings in a text. Immutable. */
class Matcher {
  /** The strings with their ids. Longer ones come first; of equal ones only the first is found. */
  readonly #tokens: readonly (readonly [string, number])[];
  readonly #starts = new StartFinder();
  /** The code units that the strings start with, each once. */
  readonly #firsts: readonly string[];

  /** @param tokens non-empty strings with their ids; of equal strings the first is found */
  constructor(tokens: readonly (readonly [string, number])[]) {
    this.#tokens = [...tokens].sort(([a], [b]) => b.length - a.length);
    for (const [value, [content]] of this.#tokens.entries()) this.#starts.add(content, value);
    this.#firsts = [...new Set(tokens.map(([content]) => content[0]))];
  }

  /** False only if the text contains none of the strings. Searches for their first units, unless these are many. */
  mayBeIn(text: string): boolean {
    if (this.#firsts.length > 8) return true;
    for (const first of this.#firsts) if (text.includes(first)) return true;
    return false;
  }

  /** A search for the leftmost match from a position on, the longest of those that start there. */
  over(text: string): (from: number) => Match | undefined {
    const starts = this.#starts.in(text);
    return (from) => {
      for (let start = from; start < text.length; start++) {
        const value = starts.at(start);
        if (value === NONE) continue;
        const [content, id] = this.#tokens[value];
        return { start, end: start + content.length, id };
      }
      return undefined;
    };
  }
}

function checkToken({ content }: JsonTokenToAdd): void {
  if (content.length > LONGEST_TOKEN) {
    throw new VocabularyError("added_tokens", `a token of ${content.length} code units`, `at most ${LONGEST_TOKEN}`);
  }
  if (/\p{Surrogate}/u.test(content))
    throw new VocabularyError("added_tokens", content, "a token without lone surrogates");
}

/** A key that is equal for tokens with equal content and flags. */
function keyOf({ content, single_word, lstrip, rstrip, normalized, special }: JsonTokenToAdd): string {
  return JSON.stringify([content, single_word, lstrip, rstrip, normalized, special]);
}

/** True if a word character comes directly before `start` or after `end`. */
function touchesWord(text: string, start: number, end: number): boolean {
  if (end < text.length && isWord(text.codePointAt(end) ?? 0)) return true;
  const isPair = start > 1 && isLowSurrogate(text.charCodeAt(start - 1)) && isHighSurrogate(text.charCodeAt(start - 2));
  return start > 0 && isWord(text.codePointAt(start - (isPair ? 2 : 1)) ?? 0);
}

/** The start of the whitespace that ends at a position, but no earlier than `least`, even if that comes later. */
function leftOf(text: string, from: number, least: number): number {
  let at = from;
  while (at > least && isWhiteSpace(text.charCodeAt(at - 1))) at--;
  return Math.max(at, least);
}

/** The end of the whitespace that starts at a position. */
function rightOf(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}
