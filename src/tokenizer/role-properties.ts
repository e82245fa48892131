import { contentOf } from "./added-token.js";
import { Callable } from "./callable.js";
import { SPECIAL_TOKEN_NAMES, type SpecialTokenName, type SpecialTokensToAdd } from "./special-tokens.js";
import type { TokenId, TokenTable } from "./token-table.js";

/** The strings of the tokens with a role, `pad_token` and the like; undefined without one. They can be set. */
export type RoleTokens = { [Name in SpecialTokenName]: string | undefined };

/** The ids of the tokens with a role, `pad_token_id` and the like; undefined without one. */
export type RoleIds<Id extends TokenId> = { readonly [Name in SpecialTokenName as `${Name}_id`]: Id | undefined };

/**
 * The properties of a tokenizer that say which of its tokens are special, among them those of {@link RoleTokens} and
 * {@link RoleIds}, which the class that extends this one declares. Reference: SpecialTokensMixin of transformers
 * 4.56.1.
 */
export abstract class RoleProperties<Id extends TokenId> extends Callable {
  protected abstract readonly table: TokenTable<Id>;

  static {
    for (const name of SPECIAL_TOKEN_NAMES) {
      Object.defineProperty(RoleProperties.prototype, name, {
        get(this: RoleProperties<TokenId>): string | undefined {
          return this.table.special.contentOf(name);
        },
        set(this: RoleProperties<TokenId>, token: string | undefined): void {
          this.table.special = this.table.special.with(name, token);
        },
      });
      Object.defineProperty(RoleProperties.prototype, `${name}_id`, {
        get(this: RoleProperties<TokenId>): TokenId | undefined {
          const token = this.table.special.contentOf(name);
          return token === undefined ? undefined : this.table.publicIdOf(token);
        },
      });
    }
  }

  /** The strings of all special tokens, each once: those with a role in the order of roles, then the others. */
  get all_special_tokens(): string[] {
    return [...this.table.special.byContent.keys()];
  }

  /** The ids of all special tokens. */
  get all_special_ids(): number[] {
    return this.convert_tokens_to_ids(this.all_special_tokens);
  }

  /** The strings of the special tokens without a role. */
  get additional_special_tokens(): string[] {
    return this.table.special.additional.map(contentOf);
  }

  /** The strings of special tokens by role, without roles that have none. */
  get special_tokens_map(): Record<string, string | string[]> {
    const entries = Object.entries(this.table.special.map(contentOf));
    return Object.fromEntries(entries.filter(([, token]) => token !== ""));
  }

  /**
   * The id of a token, or the unknown token's; of a list, the ids of its tokens in one list. A token with several ids, as
   * in bygpt-jp, has a list of its own.
   *
   * @throws VocabularyError if a slow tokenizer has no unknown token; a fast one gives undefined
   */
  convert_tokens_to_ids(token: string): Id;
  convert_tokens_to_ids(tokens: readonly string[]): number[];
  convert_tokens_to_ids(tokens: string | readonly string[]): Id | number[];
  convert_tokens_to_ids(tokens: string | readonly string[]): Id | number[] {
    return typeof tokens === "string"
      ? this.table.publicIdOf(tokens)
      : tokens.flatMap((token): TokenId => this.table.publicIdOf(token));
  }

  /**
   * Gives tokens their roles, and adds them as special tokens.
   *
   * @param replace true if `additional_special_tokens` replace the former ones, which remain added tokens
   * @returns the number of new ids; with a fast tokenizer, of tokens that were not there with these flags
   * @throws OptionError if a role is unknown or a token has no content; then nothing changes
   */
  add_special_tokens(tokens: SpecialTokensToAdd, replace = true): number {
    const { table } = this;
    const { special, taken } = table.special.taking(tokens, replace, table.complete);
    table.special = special;
    return table.add(taken, true);
  }
}
