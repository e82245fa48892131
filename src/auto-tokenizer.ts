import { isFolder, readResource } from "#platform";
import { OptionError, ResourceError } from "./errors.js";
import { type ModelFiles, openModelFiles } from "./hub/model-files.js";
import type { HubOptions } from "./hub/settings.js";
import { type BertJapaneseOptions, bertJapanese, loadBertJapanese } from "./models/bert-japanese.js";
import { type InitArguments, readPretrained } from "./models/pretrained.js";
import { findModel, MODELS, type Model } from "./models/registry.js";
import { Vocabulary } from "./subwords/vocabulary.js";
import type { Tokenizer } from "./tokenizer/tokenizer.js";

/** Arguments of the tokenizer override what the model's files say. */
export interface FromPretrainedOptions extends HubOptions, BertJapaneseOptions {
  /** With a published model's name: the folder that holds its vocabulary, to be read by this library's preset. */
  readonly files?: string;
}

/** How a class of tokenizers is made of a model's files. */
type Load = (files: ModelFiles, init: InitArguments) => Promise<Tokenizer>;

/** The classes by the names that transformers has for them. */
const CLASSES: Readonly<Record<string, Load>> = {
  BertJapaneseTokenizer: loadBertJapanese,
};

/** Makes tokenizers of any class that this library has, from a model's name or its files. */
export const AutoTokenizer = {
  /**
   * Loads the tokenizer of a folder, of a published model by its name, or of any repository of the hub or its cache. The
   * class is chosen as transformers 4.56.1 does, from tokenizer_config.json or config.json.
   *
   * @param nameOrFolder a folder, "organisation/name", or a published model's bare name
   * @throws OptionError where the name cannot be one, or the class is one that this library does not have
   * @throws ResourceError where a file of a folder is missing
   * @throws HubError where a file is neither cached nor to be had from the hub
   * @throws VocabularyError where the vocabulary cannot be read as the reference reads it
   */
  async from_pretrained(nameOrFolder: string, options: FromPretrainedOptions = {}): Promise<Tokenizer> {
    const { files: folder, hub, given } = splitOptions(options);
    const isLocal = await isFolder(nameOrFolder);
    const model = isLocal ? undefined : findModel(nameOrFolder);
    if (model && folder !== undefined) return fromPreset(model, await openFolder(folder), given);
    if (model?.builtIn && hub.revision === undefined) return fromPreset(model, BUILT_IN_FILES, given);
    if (!isLocal && !model && !nameOrFolder.includes("/")) throw unknownModel(nameOrFolder);
    const files = folder === undefined ? await openModelFiles(nameOrFolder, hub) : await openFolder(folder);
    return fromFiles(files, given, model);
  },
};

/** transformers' class of that name, for files that do not name their class. */
export const BertJapaneseTokenizer = {
  /** As {@link AutoTokenizer.from_pretrained}, whatever class the files name. */
  async from_pretrained(nameOrFolder: string, options: FromPretrainedOptions = {}): Promise<Tokenizer> {
    const { hub, given } = splitOptions(options);
    const files = await openModelFiles(nameOrFolder, hub);
    return loadBertJapanese(files, (await readPretrained(files, given)).init_kwargs);
  },
};

async function fromFiles(files: ModelFiles, given: InitArguments, model: Model | undefined): Promise<Tokenizer> {
  const { tokenizer_class, init_kwargs } = await readPretrained(files, given);
  const name = tokenizer_class ?? model?.tokenizer_class;
  // Whether it is not there or says nothing, this tells it.
  if (name === undefined) await files.readRequired("tokenizer_config.json");
  const load = Object.hasOwn(CLASSES, name ?? "") ? CLASSES[name ?? ""] : undefined;
  if (load) return load(files, tokenizer_class === undefined ? { ...model?.preset, ...init_kwargs } : init_kwargs);
  const input = `${files.locationOf("tokenizer_config.json")}: tokenizer_class`;
  throw new OptionError(input, name, Object.keys(CLASSES).join(", "));
}

async function fromPreset(model: Model, files: ModelFiles, given: InitArguments): Promise<Tokenizer> {
  if (!model.preset) {
    const known = MODELS.filter(({ preset }) => preset).map(({ name }) => name);
    throw new OptionError("model", model.name, `one that this version can make: ${known.join(", ")}`);
  }
  const vocabulary = Vocabulary.parse(await files.readRequired("vocab.txt"), files.locationOf("vocab.txt"));
  return bertJapanese(vocabulary, { ...model.preset, ...given });
}

/** The one vocabulary that the package carries. */
const BUILT_IN_FILES: ModelFiles = {
  name: "bert-base-japanese-char-v3",
  read: async (file) => (file === "vocab.txt" ? readResource(builtInVocabulary()) : undefined),
  readRequired: () => readResource(builtInVocabulary()),
  locationOf: () => String(builtInVocabulary()),
};

function builtInVocabulary(): URL {
  return new URL("../dictionaries/char-v3.vocab.txt", import.meta.url);
}

/** Only the published models need no organisation before their names. */
function unknownModel(name: string): OptionError {
  const names = MODELS.map((model) => model.name).join(", ");
  return new OptionError("model", name, `a folder, "organisation/name", or one of ${names}`);
}

async function openFolder(folder: string): Promise<ModelFiles> {
  if (!(await isFolder(folder))) throw new ResourceError("folder", folder, "a folder that is there");
  return openModelFiles(folder);
}

interface SplitOptions {
  readonly files: string | undefined;
  readonly hub: HubOptions;
  readonly given: InitArguments;
}

function splitOptions(options: FromPretrainedOptions): SplitOptions {
  const { files, revision, subfolder, cache_dir, force_download, local_files_only, token, endpoint, ...rest } = options;
  const { progress_callback, ...given } = rest;
  const hub = {
    revision,
    subfolder,
    cache_dir,
    force_download,
    local_files_only,
    token,
    endpoint,
    progress_callback,
  };
  const named = Object.entries(hub).filter(([, value]) => value !== undefined);
  return { files, hub: Object.fromEntries(named) as HubOptions, given: given as InitArguments };
}
