import { isFolder, joinPath, readResource } from "#platform";
import { OptionError, ResourceError, TokenizerError } from "./errors.js";
import { type BertJapaneseOptions, bertJapanese } from "./models/bert-japanese.js";
import { findModel, MODELS, type Model } from "./models/registry.js";
import { Vocabulary } from "./subwords/vocabulary.js";
import { decodeUtf8 } from "./text/utf8.js";
import { SPECIAL_TOKEN_NAMES, type Tokenizer, type TokenToAdd } from "./tokenizer.js";

/** Options override what the model's preset or the folder's tokenizer_config.json says. */
export interface FromPretrainedOptions extends BertJapaneseOptions {
  /** With a model's name: the folder that holds its vocab.txt. */
  readonly files?: string;
}

const VOCABULARY_FILE = "vocab.txt";
const CONFIG_FILE = "tokenizer_config.json";
const TOKENIZER_CLASS = /^BertJapaneseTokenizer(Fast)?$/;

/** Makes tokenizers from a model's name or from its files. */
export const AutoTokenizer = {
  /**
   * Loads the tokenizer of a published model by name, or of a folder by its tokenizer_config.json.
   *
   * @throws OptionError where the name is neither, or the model is one that this version does not know how to make
   * @throws ResourceError where a file is missing
   * @throws VocabularyError where the vocabulary cannot be read as the reference reads it
   */
  async from_pretrained(nameOrFolder: string, options: FromPretrainedOptions = {}): Promise<Tokenizer> {
    const model = findModel(nameOrFolder);
    if (model) return fromModel(model, options);
    if (await isFolder(nameOrFolder)) return fromFolder(nameOrFolder, options);
    throw new OptionError("model", nameOrFolder, `a folder or one of ${MODELS.map(({ name }) => name).join(", ")}`);
  },
};

async function fromModel(model: Model, { files, ...options }: FromPretrainedOptions): Promise<Tokenizer> {
  if (!model.preset) {
    const known = MODELS.filter(({ preset }) => preset).map(({ name }) => name);
    throw new OptionError("model", model.name, `one that this version can make: ${known.join(", ")}`);
  }
  return bertJapanese(await vocabularyOf(model, files), { ...model.preset, ...options });
}

async function vocabularyOf(model: Model, files: string | undefined): Promise<Vocabulary> {
  if (files !== undefined) return readVocabulary(await folderFile(files, VOCABULARY_FILE));
  if (model.builtIn) return readVocabulary(new URL("../dictionaries/char-v3.vocab.txt", import.meta.url));
  throw new ResourceError("files", "none given", `the folder of ${model.name}'s ${model.needs.join(", ")}`);
}

async function fromFolder(folder: string, { files: _, ...options }: FromPretrainedOptions): Promise<Tokenizer> {
  const config = await readConfig(await folderFile(folder, CONFIG_FILE));
  const vocabulary = await readVocabulary(await folderFile(folder, VOCABULARY_FILE));
  const tokenizer = await bertJapanese(vocabulary, { ...config.options, ...options });
  for (const token of config.addedTokens) tokenizer.add_tokens(token);
  return tokenizer;
}

async function readVocabulary(location: URL | string): Promise<Vocabulary> {
  const name = String(location);
  return Vocabulary.parse(await read(location), name);
}

interface Config {
  readonly options: BertJapaneseOptions;
  /** Tokens of added_tokens_decoder, in the order of their ids. */
  readonly addedTokens: readonly TokenToAdd[];
}

async function readConfig(location: string): Promise<Config> {
  const text = decodeUtf8(await read(location), (fault) => new TokenizerError(location, fault, "UTF-8"));
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (cause) {
    throw new TokenizerError(location, text.slice(0, 40), "JSON", { cause });
  }
  if (!isRecord(config)) throw new TokenizerError(location, text.slice(0, 40), "a JSON object");
  const tokenizerClass = config.tokenizer_class ?? "BertJapaneseTokenizer";
  if (!TOKENIZER_CLASS.test(String(tokenizerClass))) {
    throw new OptionError(`${location}: tokenizer_class`, tokenizerClass, "BertJapaneseTokenizer");
  }
  const options: Record<string, unknown> = {};
  for (const name of OPTION_NAMES) if (config[name] !== undefined) options[name] = config[name];
  for (const name of SPECIAL_TOKEN_NAMES) {
    const token = config[name];
    if (isRecord(token)) options[name] = token.content;
  }
  const decoder = isRecord(config.added_tokens_decoder) ? config.added_tokens_decoder : {};
  const addedTokens = Object.entries(decoder)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, token]) => token as TokenToAdd);
  return { options: options as BertJapaneseOptions, addedTokens };
}

const OPTION_NAMES = [
  "do_lower_case",
  "do_word_tokenize",
  "do_subword_tokenize",
  "word_tokenizer_type",
  "subword_tokenizer_type",
  "never_split",
  "mecab_kwargs",
  ...SPECIAL_TOKEN_NAMES,
] as const;

async function folderFile(folder: string, name: string): Promise<string> {
  if (!(await isFolder(folder))) throw new ResourceError("folder", folder, "a folder that is there");
  return joinPath(folder, name);
}

async function read(location: URL | string): Promise<Uint8Array> {
  try {
    return await readResource(location);
  } catch (cause) {
    throw new ResourceError("file", String(location), "a file that is there and can be read", { cause });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
