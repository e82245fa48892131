import { writeFiles } from "#platform";
import { missing, type OptionTable, orNull, STRING, type TableOf } from "../base/options.js";
import { type AddedToken, contentOf, type SpecialToken } from "./added-token.js";
import { pythonJson } from "./python-json.js";
import type { ExtraTokens } from "./special-tokens.js";
import type { TokenId, TokenTable } from "./token-table.js";

/** The origin of a tokenizer, which is saved along with its settings. */
export interface Origin {
  /** The class that transformers loads it as. */
  readonly tokenizer_class: string;
  /** The arguments that it was made with, including those that it ignores. */
  readonly init_kwargs: Readonly<Record<string, unknown>>;
  /** The table of all arguments that the class takes. Their names are not those of properties that can be set. */
  readonly options: OptionTable;
}

/** The settings that may have changed since a tokenizer was made. */
export type Settings = Readonly<Record<string, unknown>>;

/** Files by name. */
export type FileContents = ReadonlyMap<string, string | Uint8Array>;

const ALWAYS_SAVED: ReadonlySet<string> = new Set(["model_max_length", "clean_up_tokenization_spaces"]);

/**
 * The files that say everything about a tokenizer except its vocabulary. Reference: `save_pretrained` of transformers
 * 4.56.1.
 *
 * @param settings replace the arguments of the same names that the tokenizer was made with
 */
export function savedConfiguration(
  table: Pick<TokenTable<TokenId>, "special" | "addedTokens">,
  origin: Origin,
  settings: Settings,
): FileContents {
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

/** The options of saving. */
export interface SaveOptions {
  /** A prefix for the name of each file, joined to it by a hyphen. */
  readonly filename_prefix?: string | null;
}

const SAVE_TABLE: TableOf<SaveOptions> = { filename_prefix: orNull(STRING) };
const ALWAYS_SO = "no such option: all files are always written in the present format";
/** The table of {@link SaveOptions}, with names of the reference. */
export const SAVE: OptionTable = {
  legacy_format: missing(ALWAYS_SO),
  save_jinja_files: missing(ALWAYS_SO),
  push_to_hub: missing("no such option: files are only written to a folder"),
  ...SAVE_TABLE,
};

/** Writes files to a folder and returns their paths. @throws ResourceError if they cannot be written */
export function saveFiles(folder: string, files: FileContents, options: SaveOptions): Promise<string[]> {
  const { filename_prefix: prefix } = options;
  return writeFiles(
    folder,
    new Map([...files].map(([name, content]) => [prefix ? `${prefix}-${name}` : name, content])),
  );
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
