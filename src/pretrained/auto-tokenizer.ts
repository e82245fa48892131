import { isFolder } from "#platform";
import { OptionError } from "../base/errors.js";
import type { ModelFiles } from "../hub/model-files.js";
import { openModelFiles } from "../hub/open.js";
import type { HubOptions } from "../hub/settings.js";
import { bertFamily } from "../models/bert/bert-japanese.js";
import type { BertJapaneseOptions } from "../models/bert/compose-bert.js";
import { byT5Family } from "../models/byte/byt5.js";
import { byteFamily } from "../models/byte/byte-tokenizer.js";
import { NO_FILES } from "../models/byte/no-files.js";
import { publishedBytes } from "../models/byte/published-bytes.js";
import { charV3Files } from "../models/char-v3-files.js";
import type { Family, FamilyFiles, InitArguments } from "../models/family.js";
import { fastFamily } from "../models/fast/fast-family.js";
import { publishedRoberta } from "../models/roberta/published-roberta.js";
import { robertaFamily } from "../models/roberta/roberta-japanese.js";
import { llamaFamily } from "../models/sentencepiece/llama.js";
import { t5Family } from "../models/sentencepiece/t5.js";
import type { PreTrainedTokenizerFast } from "../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { Tokenizer } from "../tokenizer/slow/tokenizer.js";
import { type FamilyName, findModel, MODELS } from "./catalog.js";
import { readPretrained } from "./configuration.js";
import { type FilesOption, splitOptions } from "./options.js";
import { openModel } from "./published.js";

/** The options of {@link AutoTokenizer}. Arguments of the tokenizer override those of the model's files. */
export interface FromPretrainedOptions extends HubOptions, FilesOption, BertJapaneseOptions {
  /** True to prefer a class's fast version, if there is one and a tokenizer.json for it. Default true. */
  readonly use_fast?: boolean;
}

/** A tokenizer of any class: slow and fast ones are called alike. */
export type AnyTokenizer = Tokenizer | PreTrainedTokenizerFast;

/** The classes under transformers' names. */
const CLASSES: Readonly<Record<string, Family<AnyTokenizer, InitArguments>>> = {
  BertJapaneseTokenizer: bertFamily,
  ByT5Tokenizer: byT5Family,
  ByteTokenizer: byteFamily,
  LlamaTokenizer: llamaFamily,
  LlamaTokenizerFast: fastFamily,
  PreTrainedTokenizerFast: fastFamily,
  RobertaJapaneseTokenizer: robertaFamily,
  T5Tokenizer: t5Family,
};

/** The families of the published models. */
const FAMILIES: Readonly<Record<FamilyName, Family<AnyTokenizer, InitArguments>>> = {
  bert: bertFamily,
  byte: publishedBytes,
  fast: fastFamily,
  llama: llamaFamily,
  roberta: publishedRoberta,
  t5: t5Family,
};

/** The files in the package, for the models that need no others. */
const BUILT_IN: Readonly<Partial<Record<FamilyName, FamilyFiles>>> = { bert: charV3Files, byte: NO_FILES };

/** Makes tokenizers of any class that this library has, from a model's name or its files. */
export const AutoTokenizer = {
  /**
   * Loads the tokenizer of a folder, of a published model, or of any repository of the hub or its cache. The class is
   * chosen as in transformers 4.56.1: by tokenizer_config.json, else by config.json. Most published models have a fixed
   * class.
   *
   * @param nameOrFolder a folder, "organisation/name", or a published model's bare name
   * @throws OptionError if the name is impossible, or this library does not have the class
   * @throws ResourceError if a file of a folder is missing
   * @throws HubError if a file is neither cached nor available from the hub
   * @throws VocabularyError if the reference cannot read the vocabulary
   */
  async from_pretrained(
    nameOrFolder: string,
    { use_fast = true, ...options }: FromPretrainedOptions = {},
  ): Promise<AnyTokenizer> {
    const isLocal = await isFolder(nameOrFolder);
    const model = isLocal ? undefined : findModel(nameOrFolder);
    if (!isLocal && !model && !nameOrFolder.includes("/")) throw unknownModel(nameOrFolder);
    const builtIn = model?.builtIn ? BUILT_IN[model.family] : undefined;
    const { files, tokenizer_class, init_kwargs } = await openModel(
      { ...model, source: nameOrFolder, builtIn },
      options,
    );
    const name = tokenizer_class ?? model?.tokenizer_class;
    const isFixed = model !== undefined && !model.anyClass;
    const family = isFixed ? FAMILIES[model.family] : await findClass(name, files, use_fast);
    const usesPreset = isFixed || tokenizer_class === undefined || tokenizer_class === model?.tokenizer_class;
    return family.load(files, usesPreset ? { ...model?.preset, ...init_kwargs } : init_kwargs, name);
  },
};

/** transformers' class of that name, for files that do not name their class. */
export const BertJapaneseTokenizer = {
  /** As {@link AutoTokenizer.from_pretrained}, whatever class the files name. */
  async from_pretrained(nameOrFolder: string, options: FromPretrainedOptions = {}): Promise<Tokenizer> {
    const { hub, given } = splitOptions(options);
    const files = await openModelFiles(nameOrFolder, hub);
    return bertFamily.load(files, (await readPretrained(files, given)).init_kwargs);
  },
};

/**
 * The class of a name. Its fast version is preferred if there is a tokenizer.json; the reference would make one of a
 * .model.
 */
async function findClass(
  name: string | undefined,
  files: ModelFiles | FamilyFiles,
  usesFast: boolean,
): Promise<Family<AnyTokenizer, InitArguments>> {
  // Fails if the file is missing. If it is there, it names no class, and the error below says so.
  if (name === undefined) await files.readRequired("tokenizer_config.json");
  const slow = classOf(name);
  const fast = usesFast && !name?.endsWith("Fast") ? classOf(`${name}Fast`) : undefined;
  const found = fast && "read" in files && (await files.read("tokenizer.json")) ? fast : slow;
  if (found) return found;
  const input = `${files.locationOf("tokenizer_config.json")}: tokenizer_class`;
  throw new OptionError(input, name, Object.keys(CLASSES).join(", "));
}

function classOf(name = ""): Family<AnyTokenizer, InitArguments> | undefined {
  return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
}

/** Only the published models need no organisation before their names. */
function unknownModel(name: string): OptionError {
  const names = MODELS.map((model) => model.name).join(", ");
  return new OptionError("model", name, `a folder, "organisation/name", or one of ${names}`);
}
