import { anyOf, listOf, NATURAL, orNull } from "../base/options.js";
import { optional } from "../base/signatures.js";
import { asGiven, contentOf, type TokenToAdd } from "./added-token.js";
import { Callable } from "./callable.js";
import type { Call } from "./calls.js";
import type { BatchEncoding, Encoding } from "./encoding.js";
import { defineProperty, refuseSetting } from "./properties.js";
import { SPECIAL_TOKEN_NAMES, type SpecialTokensToAdd } from "./special-tokens.js";
import type { TokenId, TokenTable } from "./token-table.js";
import { TOKEN } from "./tokenizer-options.js";

const ROLE = optional(orNull(TOKEN));
const ID = optional(orNull(anyOf(NATURAL, listOf(NATURAL))));

/**
 * The strings of the tokens with a role; undefined means none. Setting one of a slow tokenizer changes the special
 * tokens around texts. In a fast one, the post-processor decides those.
 */
export interface RoleTokens {
  /** The token that begins a text. */
  bos_token: string | undefined;
  /** The token that ends a text. */
  eos_token: string | undefined;
  /** The token that replaces unknown text. */
  unk_token: string | undefined;
  /** The token that separates two texts. */
  sep_token: string | undefined;
  /** The token that pads a text. */
  pad_token: string | undefined;
  /** The token that begins a text for classification. */
  cls_token: string | undefined;
  /** The token that hides tokens for the model to predict. */
  mask_token: string | undefined;
}

/**
 * The ids of the tokens with a role; undefined without one. Setting one gives the role to the token of that id.
 *
 * @throws VocabularyError as `convert_tokens_to_ids`
 */
export interface RoleIds<Id extends TokenId> {
  /** The id of the token that begins a text. */
  bos_token_id: Id | undefined;
  /** The id of the token that ends a text. */
  eos_token_id: Id | undefined;
  /** The id of the token that replaces unknown text. */
  unk_token_id: Id | undefined;
  /** The id of the token that separates two texts. */
  sep_token_id: Id | undefined;
  /** The id of the token that pads a text. */
  pad_token_id: Id | undefined;
  /** The id of the token that begins a text for classification. */
  cls_token_id: Id | undefined;
  /** The id of the token that hides tokens for the model to predict. */
  mask_token_id: Id | undefined;
}

/**
 * The properties of a tokenizer that say which of its tokens are special. Reference: SpecialTokensMixin of transformers
 * 4.56.1.
 */
export abstract class RoleProperties<Id extends TokenId, Overflow extends Encoding | BatchEncoding> extends Callable<
  Call<Overflow>,
  RoleTokens & RoleIds<Id>
> {
  protected abstract readonly table: TokenTable<Id>;

  static {
    const { prototype } = RoleProperties<TokenId, Encoding | BatchEncoding>;
    for (const name of SPECIAL_TOKEN_NAMES) RoleProperties.#defineRole(prototype, name);
    defineProperty(
      prototype,
      "additional_special_tokens",
      listOf(TOKEN),
      ({ table }) => table.special.additional.map(contentOf),
      ({ table }, tokens) => {
        table.special = table.special.withAdditional((tokens as TokenToAdd[]).map(asGiven));
      },
    );
    refuseSetting(prototype, "add_special_tokens, or a property such as pad_token", [
      "all_special_tokens",
      "all_special_ids",
      "special_tokens_map",
    ]);
  }

  /** Makes the properties of a role and of its id, for all tokenizers or for one. */
  static #defineRole(owner: AnyRoleProperties, name: string): void {
    defineProperty(
      owner,
      name,
      ROLE,
      ({ table }) => table.special.contentOf(name),
      ({ table }, token) => {
        const given = (token ?? undefined) as TokenToAdd | undefined;
        table.special = table.special.with(name, given && asGiven(given));
      },
    );
    defineProperty(
      owner,
      `${name}_id`,
      ID,
      ({ table }) => {
        const token = table.special.contentOf(name);
        return token === undefined ? undefined : table.publicIdOf(token);
      },
      ({ table }, id) => {
        table.special = table.special.with(name, tokenOf(table, (id ?? undefined) as TokenId | undefined));
      },
    );
  }

  /** Makes the properties of roles that only this tokenizer has. A name that there is keeps its meaning, as in Python. */
  protected defineRoles(names: readonly string[]): void {
    for (const name of names) if (!(name in this)) RoleProperties.#defineRole(this, name);
  }

  /** The strings of the special tokens without a role. Setting them adds no ids; {@link add_special_tokens} does. */
  declare additional_special_tokens: string[];

  /** The strings of all special tokens, each once: those with a role in the order of roles, then the others. */
  get all_special_tokens(): string[] {
    return [...this.table.special.byContent.keys()];
  }

  /** The ids of all special tokens. */
  get all_special_ids(): number[] {
    return this.convert_tokens_to_ids(this.all_special_tokens);
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
   * @returns the number of new ids; with a fast tokenizer, the number of tokens that were not present with these flags
   * @throws OptionError if a role is unknown or a token has no content; then nothing changes
   */
  add_special_tokens(tokens: SpecialTokensToAdd, replace = true): number {
    const { table } = this;
    const { special, taken } = table.special.taking(tokens, replace, table.complete);
    table.special = special;
    return table.add(taken, true);
  }
}

type AnyRoleProperties = RoleProperties<TokenId, Encoding | BatchEncoding>;

/** The token of an id, or of the list of ids that a token has in bygpt-jp. */
function tokenOf(table: TokenTable<TokenId>, id: TokenId | undefined): string | undefined {
  if (id === undefined) return undefined;
  return typeof id === "number" ? table.tokenOf(id) : table.tokensOf(id, false)[0];
}
