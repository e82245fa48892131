import { HAS_FILES_AT_HAND } from "#platform";
import { OptionError } from "../base/errors.js";
import {
  checkOptions,
  FLAG,
  missing,
  type OptionKind,
  type OptionTable,
  orNull,
  type TableOf,
} from "../base/options.js";
import { FILE_SOURCE, type FileSource } from "../files/source.js";
import { DEFAULT_LOAD_SECONDS, TimeLimit } from "../files/time-limit.js";
import type { Watch } from "../files/watch.js";
import { FILES_FROM, type FilesFrom } from "../hub/open.js";
import { HUB_OPTIONS, type HubOptions } from "../hub/settings.js";
import type { InitArguments } from "../models/family.js";

/** The options of every `from_pretrained`, beside the tokenizer's arguments. null counts as not given. */
export interface LoadOptions extends HubOptions {
  /**
   * The model's files, from elsewhere than the hub: the path of a folder (in Node), its address, a Map or an object of names
   * and files, or a list of File objects. Their configuration overrides the published model's.
   */
  readonly files?: FilesFrom;
  /** The vocabulary alone, for a published model that needs one file and no configuration. */
  readonly vocabulary?: FileSource;
  /**
   * The dictionary of MeCab, wherever it comes from: a name ("ipadic", "unidic-lite"), or a compact file. `mecab_kwargs`
   * still decides everything else. It is not saved.
   */
  readonly dictionary?: FileSource;
  /**
   * True if calls can return word ids (`return_word_ids`). With false, a model of characters loads no dictionary of MeCab,
   * because its ids and offsets do not need one; other models have word ids anyway. Default: true in Node, where the
   * dictionary is at hand; false in a page, which would have to fetch it.
   */
  readonly word_ids?: boolean | null;
}

/** A name of transformers' that this library cannot honour: null and false, which ask for nothing, are allowed. */
function refused(expected: string): OptionKind {
  return { allows: (value) => value === null || value === false, expected, isMissing: true };
}

/** An option of a call, which a tokenizer takes later. */
const OF_CALLS = "an option of the call: tokenizer(text, { … })";
/** An argument of MeCab, which transformers has inside of another. */
const OF_MECAB = missing("mecab_kwargs: { mecab_dic, mecab_option, normalize_text }");

/** The options of loading that a caller may give. */
const SUPPORTED: TableOf<LoadOptions> = {
  ...HUB_OPTIONS,
  files: orNull(FILES_FROM),
  vocabulary: orNull(FILE_SOURCE),
  dictionary: orNull(FILE_SOURCE),
  word_ids: orNull(FLAG),
};

/** All names of options that are about loading, transformers' included. */
export const LOAD_OPTIONS: OptionTable = {
  ...SUPPORTED,
  use_fast: refused("null: only AutoTokenizer chooses between a slow and a fast class"),
  /** The former name of token. */
  use_auth_token: HUB_OPTIONS.token,
  /** Without effect, as in transformers 4.56.1: a download is always resumed. */
  resume_download: orNull(FLAG),
  trust_remote_code: refused("false: no code of a repository is ever run"),
  code_revision: refused("null: no code of a repository is ever run"),
  proxies: refused("null: the runtime and its environment decide about proxies"),
  mirror: refused("null: give the mirror's address as endpoint"),
  local_dir: refused("null: give cache_dir, or keep the tokenizer with save_pretrained"),
  config: refused("null: give config.json among the files, or the class's own from_pretrained"),
  tokenizer_type: refused("null: the files name the class, or take the class's own from_pretrained"),
  gguf_file: refused("null: GGUF files are not read"),
  vocab_file: refused("null: give the file as vocabulary, or by its name in files"),
  padding: missing(OF_CALLS),
  truncation: missing(OF_CALLS),
  return_tensors: missing(OF_CALLS),
  max_length: missing("model_max_length; max_length is an option of the call"),
  max_len: missing("model_max_length"),
  mecab_dic: OF_MECAB,
  mecab_option: OF_MECAB,
  normalize_text: OF_MECAB,
  tokenizer_file: refused('null: give the file as files: { "tokenizer.json": … }'),
};

/** The options of loading, separated from the arguments of the tokenizer. */
export interface SplitOptions {
  readonly files: FilesFrom | undefined;
  readonly vocabulary: FileSource | undefined;
  readonly dictionary: FileSource | undefined;
  readonly word_ids: boolean;
  readonly watch: Watch;
  /** The options of the hub that are given. */
  readonly hub: HubOptions;
  /** The arguments of the tokenizer. */
  readonly given: InitArguments;
}

/**
 * Checks and separates what a caller gives to `from_pretrained`.
 *
 * @param name the model's name in progress events
 * @param loading the names of options about loading
 * @param own the tokenizer's arguments
 * @throws OptionError if a name is unknown, or a value impossible
 */
export function splitOptions(
  options: unknown,
  name: string,
  own: OptionTable,
  loading: OptionTable = LOAD_OPTIONS,
): SplitOptions {
  checkOptions(options, { ...own, ...loading }, "files");
  const load: Record<string, unknown> = {};
  const given: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    if (!Object.hasOwn(loading, option)) given[option] = value;
    else if (value !== null) load[option] = value;
  }
  const { files, vocabulary, dictionary, word_ids, progress_callback, signal, max_file_bytes, max_load_seconds } =
    load as LoadOptions;
  refuseTogether(load);
  if (load.use_auth_token !== undefined) load.token = load.use_auth_token;
  const hub = Object.fromEntries(Object.entries(load).filter(([option]) => Object.hasOwn(HUB_OPTIONS, option)));
  return {
    files,
    vocabulary,
    dictionary,
    word_ids: word_ids ?? HAS_FILES_AT_HAND,
    watch: {
      name,
      progress_callback,
      signal,
      max_file_bytes,
      limit: new TimeLimit(max_load_seconds ?? DEFAULT_LOAD_SECONDS),
    },
    hub,
    given,
  };
}

/** Refuses options that leave no meaning for each other. */
function refuseTogether(load: Readonly<Record<string, unknown>>): void {
  const refuse = (option: string, other: string): void => {
    if (load[option] === undefined || load[option] === false || load[other] === undefined) return;
    // Tokens are secrets, and files are long.
    const shown = option === "revision" || option === "subfolder" ? load[option] : "a value";
    throw new OptionError(option, shown, `none beside ${other}`);
  };
  refuse("vocabulary", "files");
  refuse("use_auth_token", "token");
  for (const source of ["files", "vocabulary"]) {
    for (const option of ["revision", "force_download"]) refuse(option, source);
  }
  refuse("subfolder", "vocabulary");
}
