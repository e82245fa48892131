import { OptionError } from "../../base/errors.js";
import type { JsonTokenToAdd } from "../../tokenizer-json/block-types.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import { type AddedToken, complete, contentOf, type SpecialToken, type TokenToAdd } from "../added-token.js";
import type { SpecialTokens } from "../special-tokens.js";
import type { TokenTable } from "../token-table.js";

const LARGEST_ID = 0xffff_ffff;

/** All tokens of a fast tokenizer. Reference: PreTrainedTokenizerFast of transformers 4.56.1, tokenizers 0.22.2. */
export class JsonTable implements TokenTable<number> {
  special: SpecialTokens;
  readonly #json: TokenizerJson;

  /**
   * @param added the added tokens of the configuration, by id; they and special tokens that are not among them are added to
   * the tokenizer.json
   * @throws VocabularyError if a token cannot be added
   */
  constructor(json: TokenizerJson, special: SpecialTokens, added: ReadonlyMap<number, AddedToken>) {
    this.special = special;
    this.#json = json;
    const { byContent } = special;
    const configured = [...added].sort(([a], [b]) => a - b).map(([, token]) => token);
    const known = new Set([...json.addedTokens, ...configured].map(contentOf));
    // A special token given as a string is known by that string. One with flags is known only if the configuration
    // lists it with the same flags.
    const isNew = (token: SpecialToken): boolean =>
      typeof token === "string" ? !known.has(token) : !configured.some((other) => isEqual(other, token));
    const tokens: readonly SpecialToken[] = [...configured, ...[...byContent.values()].filter(isNew)];
    json.addTokens(tokens.map((token) => toJson(token, byContent.has(contentOf(token)))));
  }

  get vocab_size(): number {
    return this.#json.vocabSize(false);
  }

  get size(): number {
    return this.#json.vocabSize(true);
  }

  vocabulary(): Map<string, number> {
    return new Map(this.#json.entries(true));
  }

  addedVocabulary(): Map<string, number> {
    return new Map(this.#json.addedTokens.map(({ content, id }) => [content, id]));
  }

  addedTokens(): [id: number, token: AddedToken][] {
    return this.#json.addedTokens.map(({ id, ...token }) => [id, token]);
  }

  /** The id of a token, or the unknown token's; undefined, despite the type, if there is no unknown token either. */
  publicIdOf(token: string): number {
    const id = this.#json.tokenToId(token);
    if (id !== undefined) return id;
    const unknown = this.special.contentOf("unk_token");
    return (unknown === undefined ? undefined : this.#json.tokenToId(unknown)) as number;
  }

  /**
   * The token of an id; undefined, despite the type, if it has none.
   *
   * @throws OptionError if it is not an integer of 32 bits
   */
  tokenOf(id: number): string {
    checkIds([id]);
    return this.#json.idToToken(id) as string;
  }

  tokensOf(ids: readonly number[], skips: boolean): string[] {
    const skipped = new Set(skips ? Array.from(this.special.byContent.keys(), (token) => this.publicIdOf(token)) : []);
    return ids.filter((id) => !skipped.has(id)).map((id) => this.tokenOf(id));
  }

  complete(token: TokenToAdd): AddedToken {
    return complete(token, true, true);
  }

  add(tokens: readonly TokenToAdd[], special: boolean): number {
    return this.#json.addTokens(tokens.map((token) => toJson(token, special)));
  }
}

function isEqual(a: AddedToken, b: AddedToken): boolean {
  return (Object.keys(b) as (keyof AddedToken)[]).every((field) => a[field] === b[field]);
}

/** A token with the fields that a tokenizer.json has, and no others. */
function toJson(token: TokenToAdd, isSpecial: boolean): JsonTokenToAdd {
  const { content, lstrip, normalized, rstrip, single_word, special } = complete(token, isSpecial, true);
  return { content, single_word, lstrip, rstrip, normalized, special };
}

/** @throws OptionError if an id is not an integer of 32 bits, without a sign */
export function checkIds(ids: readonly number[]): readonly number[] {
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id > LARGEST_ID);
  if (wrong === undefined) return ids;
  throw new OptionError("ids", wrong, `ids from 0 to ${LARGEST_ID}`);
}
