import { isFolder } from "#platform";
import { OptionError } from "../base/errors.js";
import { type ModelFiles, openModelFiles } from "../hub/model-files.js";
import type { HubOptions } from "../hub/settings.js";
import { bertJapanese, loadBertJapanese } from "../models/bert/bert-japanese.js";
import type { BertJapaneseOptions } from "../models/bert/compose-bert.js";
import { type ByteModelOptions, loadByteModel } from "../models/byte/byte-model.js";
import { loadByT5, loadByteTokenizer } from "../models/byte/byte-tokenizer.js";
import { BYTE_MODELS } from "../models/byte/bytes.js";
import { charV3Vocabulary } from "../models/char-v3-vocabulary.js";
import { FAST_MODELS, type FastModelOptions, loadFastModel } from "../models/fast/fast-model.js";
import { loadFast, loadLlamaFast } from "../models/fast/load.js";
import { loadRobertaJapanese } from "../models/roberta/roberta-japanese.js";
import { loadRobertaModel, ROBERTA_MODEL } from "../models/roberta/roberta-model.js";
import { loadLlama } from "../models/sentencepiece/llama.js";
import { LLAMA_MODEL } from "../models/sentencepiece/llama-model.js";
import { loadT5 } from "../models/sentencepiece/t5.js";
import { loadT5Model, T5_MODELS, type T5ModelOptions } from "../models/sentencepiece/t5-model.js";
import { Vocabulary } from "../subwords/vocabulary.js";
import type { PreTrainedTokenizerFast } from "../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { Tokenizer } from "../tokenizer/slow/tokenizer.js";
import { findModel, MODELS, type PublishedModel } from "./catalog.js";
import { type InitArguments, readPretrained } from "./configuration.js";
import { type FilesOption, openFolder, splitOptions } from "./options.js";

/** Arguments of the tokenizer override what the model's files say. */
export interface FromPretrainedOptions extends HubOptions, FilesOption, BertJapaneseOptions {
  /** Whether to take a class's fast one where there is a tokenizer.json for it. Default true. */
  readonly use_fast?: boolean;
}

/** A tokenizer of any class: slow and fast ones are called alike. */
export type AnyTokenizer = Tokenizer | PreTrainedTokenizerFast;

/** How a class of tokenizers is made of a model's files. */
type Load = (files: ModelFiles, init: InitArguments) => Promise<AnyTokenizer>;

/** The classes by the names that transformers has for them. */
const CLASSES: Readonly<Record<string, Load>> = {
  BertJapaneseTokenizer: loadBertJapanese,
  ByT5Tokenizer: loadByT5,
  ByteTokenizer: loadByteTokenizer,
  LlamaTokenizer: loadLlama,
  LlamaTokenizerFast: loadLlamaFast,
  PreTrainedTokenizerFast: loadFast,
  RobertaJapaneseTokenizer: loadRobertaJapanese,
  T5Tokenizer: loadT5,
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
  async from_pretrained(
    nameOrFolder: string,
    { use_fast = true, ...options }: FromPretrainedOptions = {},
  ): Promise<AnyTokenizer> {
    const { files: folder, hub, given } = splitOptions(options);
    const isLocal = await isFolder(nameOrFolder);
    const model = isLocal ? undefined : findModel(nameOrFolder);
    const byteModel = BYTE_MODELS.find(({ name }) => name === model?.name);
    if (byteModel) return loadByteModel(byteModel, options as ByteModelOptions);
    const t5Model = T5_MODELS.find(({ name }) => name === model?.name);
    if (t5Model) return loadT5Model(t5Model, options as T5ModelOptions);
    const fastModel = FAST_MODELS.find((name) => name === model?.name);
    if (fastModel) return loadFastModel(fastModel, options as FastModelOptions);
    if (model?.name === ROBERTA_MODEL) return loadRobertaModel(options as HubOptions & FilesOption);
    if (model && folder !== undefined && model.name !== LLAMA_MODEL)
      return fromPreset(model, await openFolder(folder), given);
    if (model?.builtIn && hub.revision === undefined) {
      return bertJapanese(await charV3Vocabulary(), { ...model.preset, ...given });
    }
    if (!isLocal && !model && !nameOrFolder.includes("/")) throw unknownModel(nameOrFolder);
    const files = folder === undefined ? await openModelFiles(nameOrFolder, hub) : await openFolder(folder);
    return fromFiles(files, given, model, use_fast);
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

async function fromFiles(
  files: ModelFiles,
  given: InitArguments,
  model: PublishedModel | undefined,
  usesFast: boolean,
): Promise<AnyTokenizer> {
  const { tokenizer_class, init_kwargs } = await readPretrained(files, given);
  const name = tokenizer_class ?? model?.tokenizer_class;
  // Whether it is not there or says nothing, this tells it.
  if (name === undefined) await files.readRequired("tokenizer_config.json");
  const load = await findClass(name ?? "", files, usesFast);
  if (load) return load(files, tokenizer_class === undefined ? { ...model?.preset, ...init_kwargs } : init_kwargs);
  const input = `${files.locationOf("tokenizer_config.json")}: tokenizer_class`;
  throw new OptionError(input, name, Object.keys(CLASSES).join(", "));
}

/** The fast class before the slow one, where it can be made: the reference makes its own tokenizer.json of a .model. */
async function findClass(name: string, files: ModelFiles, usesFast: boolean): Promise<Load | undefined> {
  const classOf = (named: string): Load | undefined => (Object.hasOwn(CLASSES, named) ? CLASSES[named] : undefined);
  const fast = usesFast && !name.endsWith("Fast") ? classOf(`${name}Fast`) : undefined;
  return fast && (await files.read("tokenizer.json")) ? fast : classOf(name);
}

async function fromPreset(model: PublishedModel, files: ModelFiles, given: InitArguments): Promise<Tokenizer> {
  if (!model.preset) {
    const known = MODELS.filter(({ preset }) => preset).map(({ name }) => name);
    throw new OptionError("model", model.name, `one that this version can make: ${known.join(", ")}`);
  }
  const vocabulary = Vocabulary.parse(await files.readRequired("vocab.txt"), files.locationOf("vocab.txt"));
  return bertJapanese(vocabulary, { ...model.preset, ...given });
}

/** Only the published models need no organisation before their names. */
function unknownModel(name: string): OptionError {
  const names = MODELS.map((model) => model.name).join(", ");
  return new OptionError("model", name, `a folder, "organisation/name", or one of ${names}`);
}
