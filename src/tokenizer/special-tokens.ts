import { OptionError } from "../base/errors.js";
import { proposal } from "../base/nearest.js";
import { type AddedToken, asGiven, contentOf, type SpecialToken, type TokenToAdd } from "./added-token.js";

/** The roles of special tokens, in the order in which transformers lists them. */
export const SPECIAL_TOKEN_NAMES = [
  "bos_token",
  "eos_token",
  "unk_token",
  "sep_token",
  "pad_token",
  "cls_token",
  "mask_token",
] as const;
/** The role of a special token, such as "pad_token"; each role has at most one token. */
export type SpecialTokenName = (typeof SPECIAL_TOKEN_NAMES)[number];

/** The role of tokens without a role of their own. */
export const ADDITIONAL = "additional_special_tokens";
const ROLE_NAMES: readonly string[] = SPECIAL_TOKEN_NAMES;

/** Special tokens by role; those without a role under `additional_special_tokens`. */
export interface SpecialTokensToAdd extends Partial<Readonly<Record<SpecialTokenName, TokenToAdd>>> {
  readonly additional_special_tokens?: readonly TokenToAdd[];
}

/** The token of each role: first the roles that every tokenizer has, then those of a model's own. */
type Roles = ReadonlyMap<string, SpecialToken | undefined>;

/** Special tokens with roles of a model's own, such as `image_token`, by role. */
export type ExtraTokens = Readonly<Record<string, TokenToAdd>>;

/**
 * The special tokens of a tokenizer and their roles. It is immutable: each change returns a new instance. Reference:
 * SpecialTokensMixin of transformers 4.56.1.
 */
export class SpecialTokens {
  readonly #roles: Roles;
  /** The special tokens without a role. */
  readonly additional: readonly SpecialToken[];
  #byContent: ReadonlyMap<string, SpecialToken> | undefined;
  #additionalContents: ReadonlySet<string> | undefined;

  constructor(roles: Roles, additional: readonly SpecialToken[]) {
    this.#roles = roles;
    this.additional = additional;
  }

  /**
   * All special tokens by their strings, none empty: those with a role in the order of roles, then those without, then
   * those with a role of the model's own.
   */
  get byContent(): ReadonlyMap<string, SpecialToken> {
    this.#byContent ??= this.#listed();
    return this.#byContent;
  }

  #listed(): ReadonlyMap<string, SpecialToken> {
    const byContent = new Map<string, SpecialToken>();
    const roles = this.#roles;
    const own = [...roles].flatMap(([name, token]) => (ROLE_NAMES.includes(name) ? [] : (token ?? [])));
    for (const token of [...SPECIAL_TOKEN_NAMES.flatMap((name) => roles.get(name) ?? []), ...this.additional, ...own]) {
      const content = contentOf(token);
      if (content !== "" && !byContent.has(content)) byContent.set(content, token);
    }
    return byContent;
  }

  /** True if a token without a role has these contents. */
  isAdditional(content: string): boolean {
    this.#additionalContents ??= new Set(this.additional.map(contentOf));
    return this.#additionalContents.has(content);
  }

  /** The special tokens that a tokenizer's arguments name; null, as in a saved configuration, means none. */
  static of(given: SpecialTokensToAdd, extra: ExtraTokens = {}): SpecialTokens {
    const roles = new Map<string, SpecialToken | undefined>();
    for (const name of SPECIAL_TOKEN_NAMES) {
      const token = given[name] ?? undefined;
      roles.set(name, token && asGiven(token));
    }
    for (const [name, token] of Object.entries(extra)) roles.set(name, asGiven(token));
    return new SpecialTokens(roles, (given[ADDITIONAL] ?? []).map(asGiven));
  }

  /** The names of all roles, whether they have a token or not. */
  get roles(): string[] {
    return [...this.#roles.keys()];
  }

  /** The string of the token with a role. */
  contentOf(name: string): string | undefined {
    const token = this.#roles.get(name);
    return token && contentOf(token);
  }

  /** A copy with another token in a role, or with none. */
  with(name: string, token: SpecialToken | undefined): SpecialTokens {
    return new SpecialTokens(new Map(this.#roles).set(name, token), this.additional);
  }

  /** A copy with other tokens without a role. */
  withAdditional(tokens: readonly SpecialToken[]): SpecialTokens {
    return new SpecialTokens(this.#roles, tokens);
  }

  /** A copy with more tokens without a role. */
  withMore(tokens: readonly SpecialToken[]): SpecialTokens {
    return new SpecialTokens(this.#roles, [...this.additional, ...tokens]);
  }

  /**
   * A copy with the given tokens in their roles, and a list of the tokens taken. Additional tokens that are already
   * known are not taken.
   *
   * @param replaces true if the given tokens without a role replace the former ones
   * @throws OptionError if a role is unknown
   */
  taking(
    given: SpecialTokensToAdd,
    replaces: boolean,
    complete: (token: TokenToAdd) => AddedToken,
  ): { readonly special: SpecialTokens; readonly taken: readonly AddedToken[] } {
    const roles = new Map(this.#roles);
    let { additional } = this;
    const taken: AddedToken[] = [];
    for (const [role, token] of Object.entries(given)) {
      if (role === ADDITIONAL) {
        if (!Array.isArray(token)) throw new OptionError(ADDITIONAL, token, "a list of tokens");
        const known = new Set(replaces ? [] : additional.map(contentOf));
        const others = Array.from(token as readonly TokenToAdd[], complete).filter(
          ({ content }) => !known.has(content),
        );
        additional = replaces && others.length > 0 ? others : [...additional, ...others];
        for (const other of others) taken.push(other);
      } else {
        const completed = complete(token);
        if (!roles.has(role)) throw unknownRole(role, [...roles.keys()]);
        roles.set(role, completed);
        taken.push(completed);
      }
    }
    return { special: new SpecialTokens(roles, additional), taken };
  }

  /** The result of a function for the token of each role; `additional_special_tokens` only if there are any. */
  map<Value>(change: (token: SpecialToken) => Value): Record<string, Value | Value[]> {
    const map: Record<string, Value | Value[]> = {};
    for (const [name, token] of this.#roles) if (token) map[name] = change(token);
    if (this.additional.length > 0) map[ADDITIONAL] = this.additional.map(change);
    return map;
  }
}

function unknownRole(role: string, names: readonly string[]): OptionError {
  const near = proposal(role, [...names, ADDITIONAL]);
  return new OptionError("special tokens", role, `${names.join(", ")} or ${ADDITIONAL}${near}`);
}
