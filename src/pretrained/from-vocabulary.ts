import { OptionError } from "../base/errors.js";
import { checkOptions, FUNCTION, orNull, type TableOf } from "../base/options.js";
import { readSource } from "../files/read.js";
import { FILE_SOURCE, type FileSource, nameOf } from "../files/source.js";
import { DEFAULT_LOAD_SECONDS, SECONDS, TimeLimit } from "../files/time-limit.js";
import { FILE_BOUND, SIGNAL, untilAborted, type Watch } from "../files/watch.js";
import type { BuiltInFiles, Family, FamilyFiles } from "../models/family.js";
import { type ModelPreset, make, type Sized } from "./make.js";
import type { LoadOptions } from "./options.js";

/** The options of `from_vocabulary` that are about loading, as in {@link LoadOptions}. null counts as not given. */
type Optional = Pick<
  LoadOptions,
  "dictionary" | "progress_callback" | "signal" | "max_file_bytes" | "max_load_seconds"
>;

/** The options of `from_vocabulary`, beside the tokenizer's arguments. */
export interface VocabularyOptions extends Optional {
  /** The model's vocabulary file. */
  readonly vocabulary: FileSource;
}

/** The options of `from_vocabulary` for a model whose vocabulary is in the package. */
export type BuiltInVocabularyOptions = Optional & Partial<VocabularyOptions>;

const OPTIONS: TableOf<VocabularyOptions> = {
  vocabulary: orNull(FILE_SOURCE),
  dictionary: orNull(FILE_SOURCE),
  progress_callback: orNull(FUNCTION),
  signal: orNull(SIGNAL),
  max_file_bytes: orNull(FILE_BOUND),
  max_load_seconds: orNull(SECONDS),
};

/**
 * The `from_vocabulary` of a published model, which has no code for the hub and for configuration files.
 *
 * @returns a function that throws OptionError if an option is unknown or impossible, or there is no vocabulary; and as
 * {@link make}. If the signal is aborted, it rejects with its reason
 */
export function vocabularyLoaderOf<Made extends Sized, Options>(
  model: ModelPreset & { readonly builtIn: BuiltInFiles },
  family: Family<Made, Options>,
): (options?: BuiltInVocabularyOptions & Options) => Promise<Made>;
export function vocabularyLoaderOf<Made extends Sized, Options>(
  model: ModelPreset,
  family: Family<Made, Options>,
): (options: VocabularyOptions & Options) => Promise<Made>;
export function vocabularyLoaderOf<Made extends Sized, Options>(
  model: ModelPreset,
  family: Family<Made, Options>,
): (options?: BuiltInVocabularyOptions & Options) => Promise<Made> {
  return async (options) => {
    checkOptions(options, { ...family.options, ...OPTIONS }, "vocabulary");
    const { vocabulary, dictionary, progress_callback, signal, max_file_bytes, max_load_seconds, ...given } =
      options ?? ({} as BuiltInVocabularyOptions & Options);
    const watch = {
      name: model.source,
      progress_callback: progress_callback ?? undefined,
      signal: signal ?? undefined,
      max_file_bytes: max_file_bytes ?? undefined,
      limit: new TimeLimit(max_load_seconds ?? DEFAULT_LOAD_SECONDS),
    };
    const files = filesOf(model, vocabulary ?? undefined, watch);
    const load = { given, watch, dictionary: dictionary ?? undefined, word_ids: false };
    return untilAborted(make(family, { files, init_kwargs: given }, { ...model, options: load }), watch.signal);
  };
}

/** The vocabulary that a caller gives, or that of the package. @throws OptionError if there is neither */
function filesOf({ builtIn }: ModelPreset, vocabulary: FileSource | undefined, watch: Watch): FamilyFiles {
  if (vocabulary !== undefined) {
    return {
      readRequired: (file) => readSource(vocabulary, { file, watch }),
      locationOf: (file) => nameOf(vocabulary) ?? file,
    };
  }
  if (builtIn) return { ...builtIn, readRequired: (file) => builtIn.readRequired(file, watch) };
  throw new OptionError("vocabulary", undefined, `${FILE_SOURCE.expected}; from_pretrained fetches it`);
}
