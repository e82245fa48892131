import { TokenizerError } from "../base/errors.js";
import type { ModelFiles } from "../hub/model-files.js";
import type { InitArguments } from "../models/family.js";
import { decodeUtf8 } from "../text/utf8.js";
import { type AddedToken, contentOf, type SpecialToken } from "../tokenizer/added-token.js";
import { SPECIAL_TOKEN_NAMES } from "../tokenizer/special-tokens.js";
import { CONFIG, EXTRA, isRecord } from "./configuration-fields.js";

/** The configuration of a tokenizer in its model's files. */
export interface Pretrained {
  /** transformers' class; undefined if no file names one. */
  readonly tokenizer_class: string | undefined;
  /** The type of the model in config.json, which is only read if tokenizer_config.json names no class. */
  readonly model_type: string | undefined;
  readonly init_kwargs: InitArguments;
}

const TEMPLATE = "chat_template.jinja";
const SPECIAL_TOKENS = "special_tokens_map.json";
const ADDED_TOKENS = "added_tokens.json";
const TOKENIZER = "tokenizer.json";
const MODEL_CONFIG = "config.json";
const ROLES: readonly string[] = [...SPECIAL_TOKEN_NAMES, "additional_special_tokens"];

/** The files that the reference asks for whatever tokenizer_config.json says; the first decides the commit. */
const ALWAYS_READ = [CONFIG, TEMPLATE, SPECIAL_TOKENS, ADDED_TOKENS];

/**
 * Reads the configuration files as transformers 4.56.1 does. The caller's arguments override tokenizer_config.json.
 * Without an `added_tokens_decoder`, special_tokens_map.json, added_tokens.json and the added tokens of tokenizer.json
 * are read too.
 *
 * @param given the caller's arguments
 * @throws TokenizerError if a file is not JSON, or not of the expected shape
 */
export async function readPretrained(files: ModelFiles, given: InitArguments): Promise<Pretrained> {
  // Their requests overlap. A failure shows when the file is read below.
  for (const file of ALWAYS_READ) files.read(file).catch(() => undefined);
  const config = (await readJson(files, CONFIG)) ?? {};
  const { tokenizer_class, init_inputs: _, ...saved } = config;
  const isLegacy = (given.added_tokens_decoder ?? saved.added_tokens_decoder) === undefined;
  if (isLegacy) files.read(TOKENIZER).catch(() => undefined);
  if (typeof tokenizer_class !== "string") files.read(MODEL_CONFIG).catch(() => undefined);
  const template = await files.read(TEMPLATE);
  if (template) saved.chat_template = textOf(template, files.locationOf(TEMPLATE));
  const kwargs: Record<string, unknown> = { ...saved, ...given };
  const added = new Map<number, AddedToken>();
  if (kwargs.added_tokens_decoder === undefined) await readLegacy(files, kwargs, given, added);
  else readDecoder(kwargs.added_tokens_decoder, files.locationOf(CONFIG), added);
  kwargs.added_tokens_decoder = added;
  giveFlags(kwargs, added);
  return { ...(await classOf(tokenizer_class, files)), init_kwargs: kwargs };
}

/** The class that tokenizer_config.json names, else config.json, and the type of the model there. */
async function classOf(named: unknown, files: ModelFiles): Promise<Omit<Pretrained, "init_kwargs">> {
  if (typeof named === "string") return { tokenizer_class: named, model_type: undefined };
  const { tokenizer_class, model_type } = (await readJson(files, MODEL_CONFIG)) ?? {};
  const stringOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  return { tokenizer_class: stringOf(tokenizer_class), model_type: stringOf(model_type) };
}

function readDecoder(decoder: unknown, location: string, added: Map<number, AddedToken>): void {
  if (decoder instanceof Map) {
    for (const [id, token] of decoder as ReadonlyMap<number, AddedToken>) added.set(id, token);
    return;
  }
  if (!isRecord(decoder)) throw new TokenizerError(`${location}: added_tokens_decoder`, decoder, "an object");
  for (const [id, token] of Object.entries(decoder)) {
    if (!/^-?\d+$/.test(id)) throw new TokenizerError(`${location}: added_tokens_decoder`, id, "ids");
    added.set(Number(id), asToken(token, `${location}: added_tokens_decoder`));
  }
}

async function readLegacy(
  files: ModelFiles,
  kwargs: Record<string, unknown>,
  given: InitArguments,
  added: Map<number, AddedToken>,
): Promise<void> {
  for (const [role, value] of Object.entries((await readJson(files, SPECIAL_TOKENS)) ?? {})) {
    if (given[role]) continue;
    const location = `${files.locationOf(SPECIAL_TOKENS)}: ${role}`;
    if (isRecord(value)) kwargs[role] = asToken({ ...value, special: true }, location);
    else if (Array.isArray(value)) kwargs[role] = joined(kwargs[role], value, location);
    else kwargs[role] = value;
  }
  const location = files.locationOf(ADDED_TOKENS);
  const special = new Set(specialContents(kwargs));
  for (const [content, id] of Object.entries((await readJson(files, ADDED_TOKENS)) ?? {})) {
    if (!Number.isInteger(id)) throw new TokenizerError(`${location}: ${content}`, id, "an id");
    const isSpecial = special.has(content);
    added.set(id as number, asToken({ content, normalized: !isSpecial, special: isSpecial }, location));
  }
  await readTokenizerJson(files, added);
}

/** As in the reference, slow tokenizers take over the added tokens of a tokenizer.json. */
async function readTokenizerJson(files: ModelFiles, added: Map<number, AddedToken>): Promise<void> {
  const { added_tokens } = (await readJson(files, TOKENIZER)) ?? {};
  if (!Array.isArray(added_tokens)) return;
  const location = `${files.locationOf(TOKENIZER)}: added_tokens`;
  for (const token of added_tokens) {
    if (!isRecord(token) || !Number.isInteger(token.id)) throw new TokenizerError(location, token, "tokens with an id");
    added.set(token.id as number, asToken(token, location));
  }
}

/** The additional special tokens of both files, without duplicates. */
function joined(before: unknown, values: readonly unknown[], location: string): unknown[] {
  const tokens: unknown[] = Array.isArray(before) ? [...before] : [];
  const known = new Set(tokens.map((token) => JSON.stringify(token)));
  for (const value of values) {
    const token = isRecord(value) ? asToken({ ...value, special: true }, location) : value;
    const key = JSON.stringify(token);
    if (!known.has(key)) tokens.push(token);
    known.add(key);
  }
  return tokens;
}

/** Gives a special token that is a string the flags of the added token with that content. */
function giveFlags(kwargs: Record<string, unknown>, added: ReadonlyMap<number, AddedToken>): void {
  const byContent = new Map([...added.values()].map((token) => [token.content, token]));
  for (const role of ROLES) {
    const value = kwargs[role];
    if (value === undefined || value === null) continue;
    kwargs[role] = Array.isArray(value) ? value.map((item) => asSpecial(item, role)) : asSpecial(value, role);
    if (role === "additional_special_tokens") continue;
    const token = kwargs[role] as SpecialToken;
    kwargs[role] = byContent.get(contentOf(token)) ?? token;
  }
  const { extra_special_tokens: extra } = kwargs;
  if (Array.isArray(extra)) kwargs[EXTRA] = extra.map((value) => asSpecial(value, EXTRA));
}

function specialContents(kwargs: InitArguments): string[] {
  return ROLES.flatMap((role) => kwargs[role] ?? []).map((token) =>
    isRecord(token) ? String(token.content) : String(token),
  );
}

function asSpecial(value: unknown, role: string): SpecialToken {
  return typeof value === "string" ? value : asToken(value, role);
}

/** As transformers' AddedToken: missing flags are false, except that `normalized` is then true for a normal token. */
function asToken(value: unknown, location: string): AddedToken {
  if (!isRecord(value) || typeof value.content !== "string") {
    throw new TokenizerError(location, JSON.stringify(value), "a string, or a token with its content");
  }
  const flag = (name: string): boolean => value[name] === true;
  const special = flag("special");
  return {
    content: value.content,
    lstrip: flag("lstrip"),
    rstrip: flag("rstrip"),
    single_word: flag("single_word"),
    normalized: (value.normalized ?? undefined) === undefined ? !special : flag("normalized"),
    special,
  };
}

async function readJson(files: ModelFiles, name: string): Promise<Record<string, unknown> | undefined> {
  const bytes = await files.read(name);
  if (!bytes) return undefined;
  const location = files.locationOf(name);
  const text = textOf(bytes, location);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TokenizerError(location, text, "JSON", { cause });
  }
  if (!isRecord(value)) throw new TokenizerError(location, text, "a JSON object");
  return value;
}

function textOf(bytes: Uint8Array, location: string): string {
  return decodeUtf8(bytes, (fault) => new TokenizerError(location, fault, "UTF-8"));
}
