import type { AddedToken } from "./slow/added-tokens.js";

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
export type SpecialTokenName = (typeof SPECIAL_TOKEN_NAMES)[number];

/** A special token as it was given: its string alone, or with flags. The two are saved differently. */
export type SpecialToken = string | AddedToken;

export function contentOf(token: SpecialToken): string {
  return typeof token === "string" ? token : token.content;
}

/** Which token has which role. Reference: SpecialTokensMixin of transformers 4.56.1. */
export class SpecialTokens {
  readonly #named = new Map<SpecialTokenName, SpecialToken>();
  /** Those without a role. */
  additional: readonly SpecialToken[] = [];

  get(name: SpecialTokenName): SpecialToken | undefined {
    return this.#named.get(name);
  }

  set(name: SpecialTokenName, token: SpecialToken | undefined): void {
    if (token === undefined) this.#named.delete(name);
    else this.#named.set(name, token);
  }

  /** All of them as they were given, each string once. */
  extended(): SpecialToken[] {
    const tokens = new Map<string, SpecialToken>();
    for (const token of [...this.#inOrder(), ...this.additional]) {
      const content = contentOf(token);
      if (content !== "" && !tokens.has(content)) tokens.set(content, token);
    }
    return [...tokens.values()];
  }

  /** The distinct strings of all. */
  contents(): string[] {
    return this.extended().map(contentOf);
  }

  /** Role to token; `additional_special_tokens` only if there are any. */
  map(): Record<string, SpecialToken | readonly SpecialToken[]> {
    const map: Record<string, SpecialToken | readonly SpecialToken[]> = {};
    for (const name of SPECIAL_TOKEN_NAMES) {
      const token = this.#named.get(name);
      if (token !== undefined && token !== "") map[name] = token;
    }
    if (this.additional.length > 0) map.additional_special_tokens = this.additional;
    return map;
  }

  #inOrder(): SpecialToken[] {
    return SPECIAL_TOKEN_NAMES.flatMap((name) => this.#named.get(name) ?? []);
  }
}
