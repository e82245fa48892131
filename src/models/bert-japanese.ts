import { OptionError } from "../errors.js";
import type { ModelFiles } from "../hub/model-files.js";
import { OnceLog } from "../logger.js";
import { type DictionaryName, MeCab } from "../mecab/mecab.js";
import { Character } from "../subwords/character.js";
import type { SubwordModel } from "../subwords/subword-model.js";
import { Vocabulary } from "../subwords/vocabulary.js";
import { WordPiece } from "../subwords/wordpiece.js";
import { Tokenizer, type TokenizerOptions } from "../tokenizer/tokenizer.js";
import { BasicWords } from "../words/basic.js";
import { MecabWords } from "../words/mecab-words.js";
import { type WordSplitter, wholeText } from "../words/word-splitter.js";
import { BertPipeline } from "./bert-pipeline.js";
import type { InitArguments } from "./pretrained.js";

/** The arguments of transformers' BertJapaneseTokenizer, with its defaults but for the dictionary. */
export interface BertJapaneseOptions extends TokenizerOptions {
  /** Default true. */
  readonly do_word_tokenize?: boolean;
  /** Default true. */
  readonly do_subword_tokenize?: boolean;
  /** Default "basic". */
  readonly word_tokenizer_type?: "basic" | "mecab";
  /** Default "wordpiece". */
  readonly subword_tokenizer_type?: "wordpiece" | "character";
  readonly never_split?: readonly string[] | null;
  /**
   * The dictionary of MeCab. Where none is named it is IPADIC, with which the models whose files name none were trained;
   * transformers itself takes unidic_lite from 4.46 on.
   */
  readonly mecab_kwargs?: MecabOptions | null;
}

/** The arguments of transformers' MecabTokenizer. */
export interface MecabOptions {
  readonly mecab_dic?: "ipadic" | "unidic_lite" | null;
  /** With `mecab_dic: null`: "-d FOLDER", a dictionary that MeCab compiled. In Node. */
  readonly mecab_option?: string | null;
  readonly normalize_text?: boolean;
}

const DEFAULTS = {
  do_lower_case: false,
  do_word_tokenize: true,
  do_subword_tokenize: true,
  word_tokenizer_type: "basic",
  subword_tokenizer_type: "wordpiece",
  never_split: null,
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
  mecab_kwargs: null,
  sudachi_kwargs: null,
  jumanpp_kwargs: null,
} as const;

/**
 * Makes the tokenizer that BertJapaneseTokenizer of transformers 4.56.1 is with these arguments; those that it does not
 * know are kept for `save_pretrained`.
 *
 * @throws OptionError where an argument is not one of those known
 * @throws VocabularyError where the vocabulary lacks the unknown token
 */
export async function bertJapanese(vocabulary: Vocabulary, options: BertJapaneseOptions = {}): Promise<Tokenizer> {
  const settings = withDictionary({ ...DEFAULTS, ...options });
  const neverSplit = new Set(settings.never_split ?? []);
  const unknown = settings.unk_token;
  const pipeline = new BertPipeline({
    vocabulary,
    words: await makeWords(settings, neverSplit),
    subwords: makeSubwords(vocabulary, settings, typeof unknown === "string" ? unknown : unknown.content),
    neverSplit,
  });
  const { added_tokens_decoder: _, ...init_kwargs } = settings;
  return new Tokenizer(pipeline, settings, { tokenizer_class: "BertJapaneseTokenizer", init_kwargs });
}

/** Makes the tokenizer of a model's files. @throws as {@link bertJapanese}, and where there is no vocab.txt */
export async function loadBertJapanese(files: ModelFiles, init: InitArguments): Promise<Tokenizer> {
  const vocabulary = Vocabulary.parse(await files.readRequired("vocab.txt"), files.locationOf("vocab.txt"));
  return bertJapanese(vocabulary, init as BertJapaneseOptions);
}

const log = new OnceLog();

/** Names the dictionary where the arguments do not, so that it is also named where they are saved. */
function withDictionary<Settings extends BertJapaneseOptions>(settings: Settings): Settings {
  const { do_word_tokenize, word_tokenizer_type, mecab_kwargs } = settings;
  const isUnnamed = do_word_tokenize && word_tokenizer_type === "mecab" && mecab_kwargs?.mecab_dic === undefined;
  if (!isUnnamed) return settings;
  log.warn(
    "dictionary",
    "mecab_kwargs names no dictionary: taking ipadic, with which the models that name none were trained " +
      "(transformers would take unidic_lite); mecab_kwargs: { mecab_dic } names another",
  );
  return { ...settings, mecab_kwargs: { ...mecab_kwargs, mecab_dic: "ipadic" } };
}

async function makeWords(options: BertJapaneseOptions, never_split: ReadonlySet<string>): Promise<WordSplitter> {
  if (!options.do_word_tokenize) return wholeText;
  const { do_lower_case = false, word_tokenizer_type: type } = options;
  if (type === "basic") return new BasicWords({ do_lower_case, never_split });
  if (type !== "mecab") throw new OptionError("word_tokenizer_type", type, '"basic" or "mecab"');
  const mecab = await MeCab.load(dictionaryOf(options.mecab_kwargs ?? {}));
  const normalize_text = options.mecab_kwargs?.normalize_text ?? true;
  return new MecabWords(mecab, { do_lower_case, never_split, normalize_text });
}

function dictionaryOf({ mecab_dic, mecab_option }: MecabOptions): DictionaryName | (string & {}) {
  if (mecab_dic === "ipadic") return "ipadic";
  if (mecab_dic === "unidic_lite") return "unidic-lite";
  if (mecab_dic !== null) throw new OptionError("mecab_dic", mecab_dic, '"ipadic", "unidic_lite" or null');
  const folder = FOLDER_OPTION.exec(mecab_option ?? "");
  if (!folder) throw new OptionError("mecab_option", mecab_option, '"-d FOLDER" with mecab_dic: null');
  return folder[1] ?? folder[2];
}

/** The one option that changes words; -r names a file of defaults, which we need not. */
const FOLDER_OPTION = /^\s*(?:-r\s*\S+\s+)?(?:-d\s*|--dicdir[=\s]\s*)(?:"([^"]+)"|(\S+))(?:\s+-r\s*\S+)?\s*$/;

function makeSubwords(
  vocabulary: Vocabulary,
  options: BertJapaneseOptions,
  unk_token: string,
): SubwordModel | undefined {
  if (!options.do_subword_tokenize) return undefined;
  const type = options.subword_tokenizer_type;
  if (type === "wordpiece") return new WordPiece(vocabulary, { unk_token });
  if (type === "character") return new Character(vocabulary, { unk_token });
  throw new OptionError("subword_tokenizer_type", type, '"wordpiece" or "character"');
}
