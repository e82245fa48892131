import { OptionError, VocabularyError } from "../../base/errors.js";
import { lower } from "../../text/normalize.js";
import {
  contentOf,
  SPECIAL_TOKEN_NAMES,
  type SpecialToken,
  type SpecialTokenName,
  SpecialTokens,
} from "../special-tokens.js";
import { type AddedToken, AddedTokens } from "./added-tokens.js";
import type { Pipeline } from "./pipeline.js";

/** What can be added: a string, or a token with flags that are not the default. */
export type TokenToAdd = string | (Partial<AddedToken> & { readonly content: string });

/** Special tokens by role; those without one under `additional_special_tokens`. */
export interface SpecialTokensToAdd extends Partial<Readonly<Record<SpecialTokenName, TokenToAdd>>> {
  readonly additional_special_tokens?: readonly TokenToAdd[];
}

/**
 * All tokens of a tokenizer: the vocabulary's, the added ones, and which are special. Reference: PreTrainedTokenizer of
 * transformers 4.56.1.
 */
export class TokenTable {
  readonly added = new AddedTokens();
  readonly special = new SpecialTokens();
  /** Ids that an added token has where its string has another in the vocabulary; mostly there are none. */
  replaced: ReadonlyMap<number, number> | undefined;
  /** Counts the changes, for those who keep what they derive of the table. */
  revision = 0;
  readonly #pipeline: Pipeline;
  readonly #lowers: boolean;
  #specialIds: ReadonlySet<number> | undefined;

  /**
   * @param added the added tokens of a saved tokenizer, by id
   * @param lowers whether added tokens that are normalized are lower-cased
   */
  constructor(
    pipeline: Pipeline,
    special: SpecialTokensToAdd,
    added: ReadonlyMap<number, AddedToken>,
    lowers: boolean,
  ) {
    this.#pipeline = pipeline;
    this.#lowers = lowers;
    for (const [id, token] of added) this.added.set(token, id);
    for (const name of SPECIAL_TOKEN_NAMES) {
      // In a saved configuration null stands for a role that is not taken.
      const token = special[name] ?? undefined;
      if (token !== undefined) this.special.set(name, asGiven(token));
    }
    this.special.additional = (special.additional_special_tokens ?? []).map(asGiven);
    this.add(this.special.extended(), true);
  }

  /** The number of distinct strings with an id. */
  get size(): number {
    let extra = 0;
    for (const { content } of this.added.tokens()) if (this.#vocabularyIdOf(content) === undefined) extra++;
    return (this.#pipeline.strings?.size ?? this.#pipeline.vocab_size) + extra;
  }

  /** @throws VocabularyError where there is no unknown token to take instead */
  idOf(token: string): number {
    const id = this.added.idOf(token) ?? this.#pipeline.idOf(token) ?? this.#unknownId();
    if (id === undefined) throw new VocabularyError("vocabulary", token, "a token of it: it has no unknown token");
    return id;
  }

  idOfSpecial(name: SpecialTokenName): number | undefined {
    const token = this.special.get(name);
    return token === undefined ? undefined : this.idOf(contentOf(token));
  }

  get specialIds(): ReadonlySet<number> {
    this.#specialIds ??= new Set(this.special.contents().map((token) => this.idOf(token)));
    return this.#specialIds;
  }

  tokenOf(id: number): string {
    return (
      this.added.tokenOf(id)?.content ?? this.#pipeline.tokenOf(id) ?? contentOf(this.special.get("unk_token") ?? "")
    );
  }

  /** Whether a token is decoded apart from those around it: an added one that has no role. */
  standsAlone(token: string, special: ReadonlySet<string>): boolean {
    const id = this.added.idOf(token);
    if (id === undefined) return false;
    if (!special.has(token)) return true;
    return id >= this.#pipeline.vocab_size && this.special.additional.some((other) => contentOf(other) === token);
  }

  /** Adds tokens, each string once. @returns how many ids are new */
  add(tokens: readonly TokenToAdd[], special: boolean): number {
    const known = this.size;
    const specialContents = new Set(this.special.contents());
    let count = 0;
    for (const given of tokens) {
      if (typeof given === "string" && this.added.idOf(given) !== undefined) continue;
      const token = this.#inCase(complete(given, special || (typeof given === "string" && specialContents.has(given))));
      if (token.content === "") continue;
      const existing = this.added.idOf(token.content) ?? this.#vocabularyIdOf(token.content);
      if (token.special && !specialContents.has(token.content)) {
        this.special.additional = [...this.special.additional, token];
        specialContents.add(token.content);
      }
      this.added.set(token, existing ?? known + count++);
    }
    this.added.lookForNew();
    this.rolesChanged();
    return count;
  }

  /** Gives tokens their roles and adds them. @param replaces whether those without a role replace the former ones */
  addSpecial(tokens: SpecialTokensToAdd, replaces: boolean): number {
    const toAdd: AddedToken[] = [];
    for (const [role, given] of Object.entries(tokens)) {
      if (role === "additional_special_tokens") toAdd.push(...this.#takeAdditional(given, replaces));
      else {
        const token = complete(given, true);
        this.special.set(roleOf(role), token);
        toAdd.push(token);
      }
    }
    return this.add(toAdd, true);
  }

  /** To be called when the special tokens have changed in another way than by {@link add}. */
  rolesChanged(): void {
    this.revision++;
    this.#specialIds = undefined;
    this.#pipeline.specialTokensChanged?.(this.special);
    const replaced = new Map<number, number>();
    for (const [content, id] of this.added.ids()) {
      const usual = this.#pipeline.idOf(content);
      if (usual !== undefined && usual !== id) replaced.set(usual, id);
    }
    this.replaced = replaced.size > 0 ? replaced : undefined;
  }

  #takeAdditional(given: readonly TokenToAdd[], replaces: boolean): AddedToken[] {
    const known = new Set(replaces ? [] : this.special.additional.map(contentOf));
    const taken = given.map((token) => complete(token, true)).filter(({ content }) => !known.has(content));
    const isReplaced = replaces && taken.length > 0;
    this.special.additional = isReplaced ? taken : [...this.special.additional, ...taken];
    return taken;
  }

  #unknownId(): number | undefined {
    if (this.#pipeline.unknownId !== undefined) return this.#pipeline.unknownId;
    const unknown = this.special.get("unk_token");
    if (unknown === undefined) return undefined;
    const content = contentOf(unknown);
    return (this.#pipeline.strings && this.added.idOf(content)) ?? this.#pipeline.idOf(content);
  }

  #vocabularyIdOf(content: string): number | undefined {
    const { strings } = this.#pipeline;
    return strings ? strings.get(content) : this.#pipeline.idOf(content);
  }

  #inCase(token: AddedToken): AddedToken {
    const lowers = this.#lowers && !token.special && token.normalized;
    return lowers ? { ...token, content: lower(token.content) } : token;
  }
}

/** A token with the flags that transformers' AddedToken has by default. */
function complete(given: TokenToAdd, special: boolean): AddedToken {
  const flags = { lstrip: false, rstrip: false, single_word: false };
  if (typeof given === "string") return { ...flags, content: given, normalized: !special, special };
  if (typeof given?.content !== "string") throw new OptionError("token", given, "a string, or a token with content");
  return { ...flags, normalized: !(given.special ?? false), ...given, special: special || (given.special ?? false) };
}

function asGiven(token: TokenToAdd): SpecialToken {
  return typeof token === "string" ? token : complete(token, token.special ?? false);
}

function roleOf(role: string): SpecialTokenName {
  const name = SPECIAL_TOKEN_NAMES.find((known) => known === role);
  if (name) return name;
  throw new OptionError("special tokens", role, `${SPECIAL_TOKEN_NAMES.join(", ")} or additional_special_tokens`);
}
