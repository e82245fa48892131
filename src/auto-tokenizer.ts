import { isFolder, joinPath, readResource } from "#platform";
import { OptionError, ResourceError } from "./errors.js";
import { type BertJapaneseOptions, bertJapanese } from "./models/bert-japanese.js";
import { type InitArguments, type ModelFiles, readPretrained } from "./models/pretrained.js";
import { findModel, MODELS, type Model } from "./models/registry.js";
import { Vocabulary } from "./subwords/vocabulary.js";
import type { Tokenizer } from "./tokenizer/tokenizer.js";

/** Options override what the model's preset or its files say. */
export interface FromPretrainedOptions extends BertJapaneseOptions {
  /** With a model's name: the folder that holds its vocab.txt. */
  readonly files?: string;
}

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
  const settings = { ...model.preset, ...options };
  if (files !== undefined) return bertJapanese(await readVocabulary(await folderFiles(files)), settings);
  if (!model.builtIn) {
    throw new ResourceError("files", "none given", `the folder of ${model.name}'s ${model.needs.join(", ")}`);
  }
  const bytes = await readResource(new URL("../dictionaries/char-v3.vocab.txt", import.meta.url));
  return bertJapanese(Vocabulary.parse(bytes, model.name), settings);
}

async function fromFolder(folder: string, { files: _, ...options }: FromPretrainedOptions): Promise<Tokenizer> {
  const files = await folderFiles(folder);
  const { tokenizer_class, init_kwargs } = await readPretrained(files, options as InitArguments);
  if (tokenizer_class !== "BertJapaneseTokenizer") {
    throw new OptionError(
      `${files.locationOf("tokenizer_config.json")}: tokenizer_class`,
      tokenizer_class,
      "BertJapaneseTokenizer",
    );
  }
  return bertJapanese(await readVocabulary(files), init_kwargs as BertJapaneseOptions);
}

async function folderFiles(folder: string): Promise<ModelFiles> {
  if (!(await isFolder(folder))) throw new ResourceError("folder", folder, "a folder that is there");
  return {
    name: folder,
    read: (file) => readResource(joinPath(folder, file)).catch(() => undefined),
    locationOf: (file) => joinPath(folder, file),
  };
}

async function readVocabulary(files: ModelFiles): Promise<Vocabulary> {
  const bytes = await files.read("vocab.txt");
  if (!bytes) throw new ResourceError("file", files.locationOf("vocab.txt"), "a file that is there and can be read");
  return Vocabulary.parse(bytes, files.locationOf("vocab.txt"));
}
