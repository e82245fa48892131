import { type AddedToken, contentOf, type SpecialToken } from "./added-token.js";
import { pythonJson } from "./python-json.js";
import type { FileContents, Origin, Settings } from "./saved-files.js";
import type { ExtraTokens, SpecialTokens } from "./special-tokens.js";
import type { TokenId, TokenTable } from "./token-table.js";

const ALWAYS_SAVED: ReadonlySet<string> = new Set(["model_max_length", "clean_up_tokenization_spaces"]);

/** The tokens of a tokenizer that its configuration names. */
interface SavedTokens extends Pick<TokenTable<TokenId>, "addedTokens"> {
  readonly special: Pick<SpecialTokens, "roles" | "map">;
}

/**
 * The files that say everything about a tokenizer except its vocabulary. Reference: `save_pretrained` of transformers
 * 4.56.1.
 *
 * @param settings replace the arguments of the same names that the tokenizer was made with
 */
export function savedConfiguration(table: SavedTokens, origin: Origin, settings: Settings): FileContents {
  const { special } = table;
  const { chat_template: _, name_or_path: __, ...kept } = origin.init_kwargs;
  const { chat_template } = settings;
  const isTemplate = (chat_template ?? undefined) !== undefined;
  const config: Record<string, unknown> = { ...kept, extra_special_tokens: typed(kept.extra_special_tokens) };
  for (const [name, value] of Object.entries(settings))
    if (name in kept || ALWAYS_SAVED.has(name)) config[name] = value;
  for (const role of special.roles) if (role in kept) config[role] = null;
  if ("chat_template" in origin.init_kwargs && !isTemplate) config.chat_template = null;
  if ("additional_special_tokens" in kept) config.additional_special_tokens = [];
  Object.assign(config, special.map(contentOf));
  config.added_tokens_decoder = new Map(table.addedTokens());
  config.tokenizer_class = origin.tokenizer_class;

  const files = new Map<string, string>();
  files.set("tokenizer_config.json", `${pythonJson(config)}\n`);
  files.set("special_tokens_map.json", `${pythonJson(special.map(withoutSpecial))}\n`);
  if (typeof chat_template === "string") files.set("chat_template.jinja", chat_template);
  return files;
}

/** The file of the added tokens beyond the vocabulary, of a slow tokenizer. */
export function addedTokensFile(ids: Readonly<Record<string, number>>): FileContents {
  return new Map([["added_tokens.json", `${pythonJson(ids)}\n`]]);
}

/** Tokens by role as they are written in tokenizer_config.json. */
function typed(extra: unknown): Record<string, unknown> {
  const tokens = Object.entries((extra ?? {}) as ExtraTokens);
  const written = tokens.map(([role, token]) => [
    role,
    typeof token === "string" ? token : { __type: "AddedToken", ...token },
  ]);
  return Object.fromEntries(written);
}

/** The token as it is written in special_tokens_map.json. */
function withoutSpecial(token: SpecialToken): unknown {
  if (typeof token === "string") return token;
  const { content, lstrip, normalized, rstrip, single_word }: AddedToken = token;
  return { content, lstrip, normalized, rstrip, single_word };
}
