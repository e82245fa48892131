import { cleanUp } from "../clean-up.js";
import type { Pipeline } from "./pipeline.js";
import type { TokenTable } from "./token-table.js";

export interface DecodeOptions {
  /** Whether to drop special tokens, the unknown token included. Default false. */
  readonly skip_special_tokens?: boolean;
  /** Whether to remove the spaces before English punctuation. By default the tokenizer's. */
  readonly clean_up_tokenization_spaces?: boolean | null | undefined;
  /** Whether added tokens stand between spaces. Default true. */
  readonly spaces_between_special_tokens?: boolean;
  /** Of byte models: what becomes of bytes that are no text: they vanish, or become U+FFFD. Default "ignore". */
  readonly errors?: "ignore" | "replace";
}

/** The tokens of ids. @param skips whether to drop special ones */
export function tokensOf(ids: readonly number[], table: TokenTable, skips: boolean): string[] {
  const skipped = new Set(skips ? table.special.contents().map((token) => table.idOf(token)) : []);
  const tokens: string[] = [];
  for (const id of ids) if (!skipped.has(id)) tokens.push(table.tokenOf(id));
  return tokens;
}

/**
 * The text of ids: that of the runs between added tokens that have no role, and these. Reference: `_decode` of
 * PreTrainedTokenizer of transformers 4.56.1.
 */
export function decode(ids: readonly number[], pipeline: Pipeline, table: TokenTable, options: DecodeOptions): string {
  const skips = options.skip_special_tokens ?? false;
  const special = new Set(table.special.contents());
  const joining = { isAdded: (token: string) => table.added.idOf(token) !== undefined, errors: options.errors };
  const join = (tokens: readonly string[]): string => pipeline.join(tokens, joining);
  const parts: string[] = [];
  let run: string[] = [];
  for (const token of tokensOf(ids, table, skips)) {
    if (skips && special.has(token)) continue;
    if (!table.standsAlone(token, special)) {
      run.push(token);
      continue;
    }
    const text = run.length > 0 ? join(run) : "";
    if (text !== "") parts.push(text);
    parts.push(token);
    run = [];
  }
  if (run.length > 0) parts.push(join(run));
  const text = parts.join((options.spaces_between_special_tokens ?? true) ? " " : "");
  return options.clean_up_tokenization_spaces ? cleanUp(text) : text;
}
