import type { AddedToken, TokenToAdd } from "./added-token.js";
import type { SpecialTokens } from "./special-tokens.js";

/** A token in the ids of a text: its id, or the list of its ids if a token has several, as in bygpt-jp. */
export type TokenId = number | readonly number[];

/** All tokens of a tokenizer: those of the vocabulary, the added tokens, and which of them are special. */
export interface TokenTable<Id extends TokenId> {
  /** The special tokens; setting them is the only way to change a role. */
  special: SpecialTokens;
  /** The number of tokens in the vocabulary, without added tokens. */
  readonly vocab_size: number;
  /** The number of distinct strings with an id. */
  readonly size: number;
  /** All tokens with their ids, including added tokens. */
  vocabulary(): Map<string, number>;
  /** The added tokens with their ids. */
  addedVocabulary(): Map<string, number>;
  /** The added tokens by id, in ascending order. */
  addedTokens(): readonly (readonly [id: number, token: AddedToken])[];
  /** The id that a token has in the ids of a text, or the unknown token's. */
  publicIdOf(token: string): Id;
  /** The token of an id. */
  tokenOf(id: number): string;
  /** The tokens of the ids of a text. @param skips true to drop special tokens */
  tokensOf(ids: readonly number[], skips: boolean): string[];
  /** A special token with the flags that the caller left out. */
  complete(token: TokenToAdd): AddedToken;
  /** Adds tokens and returns the number of new ones. @param special true makes all of them special */
  add(tokens: readonly TokenToAdd[], special: boolean): number;
}
