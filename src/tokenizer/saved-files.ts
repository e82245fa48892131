import { pythonJson } from "./python-json.js";
import type { AddedToken } from "./slow/added-tokens.js";
import type { Pipeline } from "./slow/pipeline.js";
import type { TokenTable } from "./slow/token-table.js";
import { contentOf, type SpecialToken, type SpecialTokens } from "./special-tokens.js";

/** What a tokenizer is saved as, beside what it knows of itself. */
export interface Origin {
  /** The class that transformers loads it as. */
  readonly tokenizer_class: string;
  /** The arguments that it was made with, those included that mean nothing to it. */
  readonly init_kwargs: Readonly<Record<string, unknown>>;
}

/** The settings that may have changed since a tokenizer was made. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * A tokenizer's files by name. Reference: `save_pretrained` of transformers 4.56.1, slow tokenizers.
 *
 * @param settings go before the arguments of the same names that the tokenizer was made with
 */
export function savedFiles(
  pipeline: Pipeline,
  table: TokenTable,
  origin: Origin,
  settings: Settings,
): Map<string, string | Uint8Array> {
  const files = savedConfiguration(table.special, table.added.entries(), origin, settings);
  const beyond = table.added.entries().filter(([id]) => id >= pipeline.vocab_size);
  if (beyond.length > 0) {
    files.set(
      "added_tokens.json",
      `${pythonJson(Object.fromEntries(beyond.map(([id, { content }]) => [content, id])))}\n`,
    );
  }
  for (const [name, content] of pipeline.files()) files.set(name, content);
  return files;
}

/** The files that tell of a tokenizer all but its vocabulary, slow or fast. */
export function savedConfiguration(
  special: SpecialTokens,
  added: readonly (readonly [id: number, token: AddedToken])[],
  origin: Origin,
  settings: Settings,
): Map<string, string | Uint8Array> {
  const { chat_template, name_or_path: _, ...kept } = origin.init_kwargs;
  const config: Record<string, unknown> = { ...kept, extra_special_tokens: kept.extra_special_tokens ?? {} };
  for (const [name, value] of Object.entries(settings))
    if (name in kept || ALWAYS_SAVED.has(name)) config[name] = value;
  Object.assign(config, mapValues(special.map(), contentOf));
  config.added_tokens_decoder = new Map(added);
  config.tokenizer_class = origin.tokenizer_class;

  const files = new Map<string, string | Uint8Array>();
  files.set("tokenizer_config.json", `${pythonJson(config)}\n`);
  files.set("special_tokens_map.json", `${pythonJson(mapValues(special.map(), withoutSpecial))}\n`);
  if (typeof chat_template === "string") files.set("chat_template.jinja", chat_template);
  return files;
}

const ALWAYS_SAVED: ReadonlySet<string> = new Set(["model_max_length", "clean_up_tokenization_spaces"]);

function mapValues<Value>(
  map: Readonly<Record<string, SpecialToken | readonly SpecialToken[]>>,
  change: (token: SpecialToken) => Value,
): Record<string, Value | Value[]> {
  const entries = Object.entries(map).map(([role, token]): [string, Value | Value[]] => [
    role,
    isList(token) ? token.map(change) : change(token),
  ]);
  return Object.fromEntries(entries);
}

function isList(token: SpecialToken | readonly SpecialToken[]): token is readonly SpecialToken[] {
  return Array.isArray(token);
}

/** As it stands in special_tokens_map.json. */
function withoutSpecial(token: SpecialToken): unknown {
  if (typeof token === "string") return token;
  const { content, lstrip, normalized, rstrip, single_word }: AddedToken = token;
  return { content, lstrip, normalized, rstrip, single_word };
}
