import { OptionError, VocabularyError } from "../../base/errors.js";
import { lower } from "../../text/normalize.js";
import { type AddedToken, complete, type TokenToAdd } from "../added-token.js";
import { namingExtraTokens } from "../extra-tokens.js";
import { type SpecialTokenName, SpecialTokens } from "../special-tokens.js";
import type { TokenId, TokenTable } from "../token-table.js";
import type { SharedOptions } from "../tokenizer-options.js";
import { AddedTokens } from "./added-tokens.js";
import type { Pipeline } from "./pipeline.js";

/** The longest added token in UTF-16 code units, as of a tokenizer.json. */
const LONGEST_TOKEN = 0xffff;

/**
 * All tokens of a slow tokenizer. Every change to them goes through it, so that the data derived from them stays up to
 * date. Reference: PreTrainedTokenizer of transformers 4.56.1.
 */
export class PipelineTable implements TokenTable<TokenId> {
  readonly added = new AddedTokens();
  /** The ids of vocabulary tokens whose strings have another id as added tokens; mostly there are none. */
  replaced: Map<number, number> | undefined;
  /** The number of changes so far, for callers that cache data derived from the table. */
  revision = 0;
  readonly #pipeline: Pipeline;
  readonly #lowers: boolean;
  #special: SpecialTokens;
  #specialIds: ReadonlySet<number> | undefined;
  /** The number of added tokens that the vocabulary does not have. */
  #extraCount = 0;

  /**
   * @param options the special tokens, and the added tokens of a saved tokenizer
   * @param lowers true if added tokens that are normalized are lower-cased
   * @throws OptionError if a special token has no content
   */
  constructor(pipeline: Pipeline, options: SharedOptions, lowers: boolean) {
    this.#pipeline = pipeline;
    const named = namingExtraTokens(options);
    this.#special = SpecialTokens.of(named, named.extra_special_tokens);
    this.#lowers = lowers;
    for (const [id, token] of options.added_tokens_decoder ?? []) this.#set(token, id);
    this.add([...this.#special.byContent.values()], true);
    this.#update();
  }

  get special(): SpecialTokens {
    return this.#special;
  }

  set special(special: SpecialTokens) {
    this.#special = special;
    this.#update();
  }

  get vocab_size(): number {
    return this.#pipeline.vocab_size;
  }

  get size(): number {
    return (this.#pipeline.strings?.size ?? this.vocab_size) + this.#extraCount;
  }

  vocabulary(): Map<string, number> {
    const vocabulary = new Map(this.#pipeline.entries());
    for (const [id, { content }] of this.addedTokens()) vocabulary.set(content, id);
    return vocabulary;
  }

  addedVocabulary(): Map<string, number> {
    return new Map(this.added.ids());
  }

  addedTokens(): [id: number, token: AddedToken][] {
    return this.added.entries();
  }

  publicIdOf(token: string): TokenId {
    const id = this.idOf(token);
    return this.#pipeline.patches?.expand(id) ?? id;
  }

  complete(token: TokenToAdd): AddedToken {
    return complete(token, true, false);
  }

  /** The id of a token, or the unknown token's. @throws VocabularyError if there is no unknown token either */
  idOf(token: string): number {
    const id = this.added.idOf(token) ?? this.#pipeline.idOf(token) ?? this.#unknownId();
    if (id === undefined) throw new VocabularyError("vocabulary", token, "a token of it: it has no unknown token");
    return id;
  }

  /** The id of the token with a role. */
  idOfRole(name: SpecialTokenName): number | undefined {
    const token = this.#special.contentOf(name);
    return token === undefined ? undefined : this.idOf(token);
  }

  get specialIds(): ReadonlySet<number> {
    this.#specialIds ??= new Set(Array.from(this.#special.byContent.keys(), (token) => this.idOf(token)));
    return this.#specialIds;
  }

  /** The token of an id, or the unknown token; an empty string without one. */
  tokenOf(id: number): string {
    return this.added.tokenOf(id)?.content ?? this.#pipeline.tokenOf(id) ?? this.#special.contentOf("unk_token") ?? "";
  }

  tokensOf(ids: readonly number[], skips: boolean): string[] {
    const collapsed = this.#pipeline.patches?.collapse(ids) ?? ids;
    const kept = skips ? collapsed.filter((id) => !this.specialIds.has(id)) : collapsed;
    return kept.map((id) => this.tokenOf(id));
  }

  /** True if a token is decoded apart from those around it: an added token that has no role. */
  standsAlone(token: string): boolean {
    const id = this.added.idOf(token);
    if (id === undefined) return false;
    if (!this.#special.byContent.has(token)) return true;
    return id >= this.vocab_size && this.#special.isAdditional(token);
  }

  /**
   * Adds tokens, each string once; a special one gets a place among the special tokens.
   *
   * @param special true makes all of them special
   * @returns the number of new ids
   * @throws OptionError if an item is not a token
   */
  add(tokens: readonly TokenToAdd[], special: boolean): number {
    const known = this.size;
    const { byContent } = this.#special;
    const newSpecial = new Map<string, AddedToken>();
    const isSpecial = (content: string): boolean => byContent.has(content) || newSpecial.has(content);
    let count = 0;
    for (const given of tokens) {
      const isString = typeof given === "string";
      if (isString && this.added.idOf(given) !== undefined) continue;
      const token = this.#inCase(complete(given, special || (isString && isSpecial(given)), false));
      if (token.content === "") continue;
      const existing = this.added.idOf(token.content) ?? this.#vocabularyIdOf(token.content);
      if (token.special && !isSpecial(token.content)) newSpecial.set(token.content, token);
      this.#set(token, existing ?? known + count++);
    }
    this.added.lookForNew();
    // Many tokens may be added one by one, so the tables that depend on them are only made anew for special tokens.
    if (newSpecial.size > 0) this.special = this.#special.withMore([...newSpecial.values()]);
    else this.#forgetIds();
    return count;
  }

  /** Gives an added token its id, which another added token may have had. */
  #set(token: AddedToken, id: number): void {
    if (token.content.length > LONGEST_TOKEN) {
      throw new OptionError("added token", `${token.content.length} UTF-16 code units`, `at most ${LONGEST_TOKEN}`);
    }
    const former = this.added.tokenOf(id);
    if (former && this.#vocabularyIdOf(former.content) === undefined) this.#extraCount--;
    if (this.#vocabularyIdOf(token.content) === undefined) this.#extraCount++;
    this.added.set(token, id);
    this.#replace(token.content, id);
  }

  #update(): void {
    this.#forgetIds();
    this.#pipeline.takeSpecialTokens?.(this.#special);
    this.replaced = undefined;
    for (const [content, id] of this.added.ids()) this.#replace(content, id);
  }

  #forgetIds(): void {
    this.revision++;
    this.#specialIds = undefined;
  }

  #replace(content: string, id: number): void {
    const usual = this.#pipeline.idOf(content);
    if (usual === undefined) return;
    if (usual !== id) this.replaced = (this.replaced ?? new Map()).set(usual, id);
    else if (this.replaced?.delete(usual) && this.replaced.size === 0) this.replaced = undefined;
  }

  #unknownId(): number | undefined {
    if (this.#pipeline.unknownId !== undefined) return this.#pipeline.unknownId;
    const content = this.#special.contentOf("unk_token");
    if (content === undefined) return undefined;
    return (this.#pipeline.strings && this.added.idOf(content)) ?? this.#pipeline.idOf(content);
  }

  /** The id of a string in the list of the vocabulary. */
  #vocabularyIdOf(content: string): number | undefined {
    const { strings } = this.#pipeline;
    return strings ? strings.get(content) : this.#pipeline.idOf(content);
  }

  #inCase(token: AddedToken): AddedToken {
    const lowers = this.#lowers && !token.special && token.normalized;
    return lowers ? { ...token, content: lower(token.content) } : token;
  }
}
