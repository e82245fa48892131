import { isFolder } from "#platform";
import { OptionError } from "../base/errors.js";
import { OnceLog } from "../base/logger.js";
import { proposal } from "../base/nearest.js";
import { anyOf, FLAG, type OptionKind, type OptionTable, orNull } from "../base/options.js";
import { ANYTHING, guard, type Signature } from "../base/signatures.js";
import { untilAborted } from "../files/watch.js";
import type { ModelFiles } from "../hub/model-files.js";
import { bertFamily } from "../models/bert/bert-japanese.js";
import type { BertJapaneseOptions } from "../models/bert/compose-bert.js";
import { byT5Family } from "../models/byte/byt5.js";
import { byteFamily } from "../models/byte/byte-tokenizer.js";
import { NO_FILES } from "../models/byte/no-files.js";
import { publishedBytes } from "../models/byte/published-bytes.js";
import { charV3Files } from "../models/char-v3-files.js";
import type { BuiltInFiles, Family, FamilyFiles, InitArguments } from "../models/family.js";
import { FAST_FAMILIES } from "../models/fast/fast-families.js";
import { fastFamily } from "../models/fast/fast-family.js";
import { publishedRoberta } from "../models/roberta/published-roberta.js";
import { robertaFamily } from "../models/roberta/roberta-japanese.js";
import { llamaFamily } from "../models/sentencepiece/llama.js";
import { t5Family } from "../models/sentencepiece/t5.js";
import type { PreTrainedTokenizerFast } from "../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { Tokenizer } from "../tokenizer/slow/tokenizer.js";
import { type FamilyName, findModel, type PublishedModel } from "./catalog.js";
import type { OpenedModel } from "./make.js";
import { makeOpened } from "./make-opened.js";
import { classOfModelType } from "./model-types.js";
import { LOAD_OPTIONS, type LoadOptions, type SplitOptions, splitOptions } from "./options.js";
import { openModel } from "./published.js";
import { checkName, namelessClass, unknownModel, withProposal } from "./unknown-model.js";

/** The options of {@link AutoTokenizer}. Arguments of the tokenizer override those of the model's files. */
export interface FromPretrainedOptions extends LoadOptions, BertJapaneseOptions {
  /** True to prefer a class's fast version, if there is one. Default true. */
  readonly use_fast?: boolean;
}

/** A tokenizer of any class: slow and fast ones are called alike. */
export type AnyTokenizer = Tokenizer | PreTrainedTokenizerFast;

const log = new OnceLog();

/** The classes under transformers' names. */
const CLASSES: Readonly<Record<string, Family<AnyTokenizer, InitArguments>>> = {
  BertJapaneseTokenizer: bertFamily,
  ByT5Tokenizer: byT5Family,
  ByteTokenizer: byteFamily,
  LlamaTokenizer: llamaFamily,
  MT5Tokenizer: t5Family,
  RobertaJapaneseTokenizer: robertaFamily,
  T5Tokenizer: t5Family,
  ...FAST_FAMILIES,
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
const BUILT_IN: Readonly<Partial<Record<FamilyName, BuiltInFiles>>> = { bert: charV3Files, byte: NO_FILES };

/** The options of loading of AutoTokenizer, which alone has a choice of classes. */
const AUTO_OPTIONS: OptionTable = { ...LOAD_OPTIONS, use_fast: orNull(FLAG) };

let everyArgument: OptionTable | undefined;

/** The arguments of all classes. The class that the files name then refuses values that only others allow. */
function anyArguments(): OptionTable {
  everyArgument ??= listArguments();
  return everyArgument;
}

function listArguments(): OptionTable {
  const kinds = new Map<string, Set<OptionKind>>();
  for (const { options } of [...Object.values(CLASSES), ...Object.values(FAMILIES)]) {
    for (const [name, kind] of Object.entries(options)) kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
  }
  const table = [...kinds].map(([name, [first, ...others]]) => {
    return [name, others.length === 0 ? first : { ...first, allows: anyOf(first, ...others).allows }] as const;
  });
  return Object.fromEntries(table);
}

/** Makes tokenizers of any class that this library has, from a model's name or its files. */
export const AutoTokenizer = {
  /**
   * Loads the tokenizer of a folder, of a published model, or of any repository of the hub or its cache. The class is
   * chosen as in transformers 4.56.1: by tokenizer_config.json, else by config.json, where a model_type is enough. Most
   * published models have a fixed class.
   *
   * @param nameOrFolder a folder, "organisation/name", or a published model's bare name; with `files` any name
   * @throws OptionError if the name or an option is impossible, or this library does not have the class
   * @throws ResourceError if a file is missing or cannot be read
   * @throws HubError if a file is neither cached nor available from the hub
   * @throws VocabularyError if the reference cannot read the vocabulary
   * @throws the signal's reason if it is aborted
   */
  async from_pretrained(nameOrFolder: string, options: FromPretrainedOptions = {}): Promise<AnyTokenizer> {
    checkName(nameOrFolder);
    const { use_fast } = options ?? {};
    const split = splitOptions(options, nameOrFolder, anyArguments(), AUTO_OPTIONS);
    return untilAborted(loadAny(nameOrFolder, split, use_fast ?? true), split.watch.signal);
  },
};

/** transformers' class of that name, for files that do not name their class. */
export const BertJapaneseTokenizer = {
  /**
   * As {@link AutoTokenizer.from_pretrained}, whatever class the files name. A published model of another class is
   * refused.
   */
  async from_pretrained(nameOrFolder: string, options: LoadOptions & BertJapaneseOptions = {}): Promise<Tokenizer> {
    checkName(nameOrFolder);
    const split = splitOptions(options, nameOrFolder, bertFamily.options);
    return untilAborted(loadBert(nameOrFolder, split), split.watch.signal);
  },
};

// As in every method, more arguments than there are would be dropped silently.
const FROM_PRETRAINED: Signature = { parameters: { nameOrFolder: ANYTHING, options: ANYTHING }, isAsync: true };
guard(AutoTokenizer, { from_pretrained: FROM_PRETRAINED });
guard(BertJapaneseTokenizer, { from_pretrained: FROM_PRETRAINED });

async function loadAny(name: string, options: SplitOptions, usesFast: boolean): Promise<AnyTokenizer> {
  const isLocal = options.files === undefined && (await isFolder(name));
  const model = isLocal ? undefined : findModel(name);
  const opened = await openAny(name, model, isLocal, options, model && FAMILIES[model.family].vocabularyFile);
  const { files, tokenizer_class } = opened;
  // Files of the caller's that name another class make that class.
  const isOther = options.files !== undefined && model?.tokenizer_class !== tokenizer_class && classOf(tokenizer_class);
  if (model && !model.anyClass && !isOther) {
    return makeOpened(FAMILIES[model.family], withClass(opened, model), { ...model, options });
  }
  const ofType = tokenizer_class === undefined && !model ? await classOfModelType(opened) : undefined;
  if (tokenizer_class === undefined && ofType === undefined && !model) {
    // Without the hub, a file that is not cached may exist.
    if (!isLocal && options.files === undefined) await files.readRequired("tokenizer_config.json");
    const isVocabulary = "read" in files && (await files.read("vocab.txt")) !== undefined;
    throw await namelessClass(name, files, isVocabulary, isLocal ? name : undefined);
  }
  const usesPreset = tokenizer_class === undefined || tokenizer_class === model?.tokenizer_class;
  const named = tokenizer_class ?? ofType ?? model?.tokenizer_class;
  const family = findClass(named, files, usesFast);
  const made = await makeOpened(family, { ...opened, tokenizer_class: named }, { ...(usesPreset && model), options });
  if (model && !usesPreset) warnOfClass(model, files.locationOf("tokenizer_config.json"), named, made.vocab_size);
  return made;
}

/** Warns once of files of another class than the published model's: its ids are probably not theirs. */
function warnOfClass(model: PublishedModel, location: string, named: string | undefined, size: number): void {
  const isSame = named?.replace(/Fast$/, "") === model.tokenizer_class?.replace(/Fast$/, "");
  if (isSame || size === model.vocabularySize) return;
  const found = `the files are of ${named} with ${size} ids, and count`;
  log.warn(
    location,
    `${location}: ${found}; ${model.name} has ${model.tokenizer_class} and was trained with other ids`,
  );
}

async function openAny(
  name: string,
  model: PublishedModel | undefined,
  isLocal: boolean,
  options: SplitOptions,
  vocabularyFile: string | undefined,
): Promise<OpenedModel> {
  const isAnywhere = options.files !== undefined || (options.vocabulary !== undefined && vocabularyFile !== undefined);
  if (!isAnywhere && !isLocal && !model && !name.includes("/")) throw await unknownModel(name);
  const builtIn = model?.builtIn ? BUILT_IN[model.family] : undefined;
  try {
    return await openModel({ ...model, source: name, builtIn }, options, vocabularyFile);
  } catch (error) {
    throw isLocal ? error : await withProposal(error, name);
  }
}

/** Files that name no class are of the published model's. */
function withClass(opened: OpenedModel, model: PublishedModel | undefined): OpenedModel {
  return { ...opened, tokenizer_class: opened.tokenizer_class ?? model?.tokenizer_class };
}

async function loadBert(name: string, options: SplitOptions): Promise<Tokenizer> {
  const isLocal = options.files === undefined && (await isFolder(name));
  const model = isLocal ? undefined : findModel(name);
  if (model && model.family !== "bert" && options.files === undefined) {
    throw new OptionError(
      "model",
      name,
      `a model of BertJapaneseTokenizer: AutoTokenizer loads ${model.tokenizer_class}`,
    );
  }
  const opened = await openAny(name, model, isLocal, options, bertFamily.vocabularyFile);
  return makeOpened(bertFamily, opened, { ...(model?.family === "bert" && model), options });
}

/**
 * The class of a name, as AutoTokenizer of transformers 4.56.1 chooses it: the fast version if there is one and
 * `usesFast` is true, else the class of that name.
 *
 * @throws OptionError if this library does not have the class
 */
function findClass(
  name: string | undefined,
  files: ModelFiles | FamilyFiles,
  usesFast: boolean,
): Family<AnyTokenizer, InitArguments> {
  const fast = classOf(`${name}Fast`);
  const found = (usesFast ? fast : undefined) ?? classOf(name);
  if (found) return found;
  const input = `${files.locationOf("tokenizer_config.json")}: tokenizer_class`;
  if (fast)
    throw new OptionError(input, name, `a class that has a slow version here; use_fast: true makes ${name}Fast`);
  const names = Object.keys(CLASSES);
  throw new OptionError(input, name, `one of ${names.join(", ")}${proposal(name ?? "", names)}`);
}

function classOf(name = ""): Family<AnyTokenizer, InitArguments> | undefined {
  return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
}
