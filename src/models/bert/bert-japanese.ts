import { copyOf } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import { checkOptions, checkValues } from "../../base/options.js";
import type { FileSource } from "../../files/source.js";
import { DICTIONARY_NAMES, loadDictionary } from "../../mecab/mecab.js";
import { Segmenter } from "../../mecab/segmenter.js";
import { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { Vocabulary } from "../../subwords/vocabulary.js";
import type { Tokenizer } from "../../tokenizer/slow/tokenizer.js";
import { BasicWords } from "../../words/basic.js";
import type { Family } from "../family.js";
import { Loading } from "../loading.js";
import { BERT_OPTIONS, MECAB_OPTIONS, SUBWORD_TYPES, WORD_TYPES, withPythonName } from "./bert-options.js";
import { BertPiecesPipeline } from "./bert-pieces-pipeline.js";
import { characters } from "./characters.js";
import {
  type BertJapaneseOptions,
  type BertParts,
  type BertSettings,
  bertSettings,
  bertTokenizer,
  composeBert,
  makeSplitter,
} from "./compose-bert.js";
import { defaultDictionary } from "./default-dictionary.js";
import { joinedWords, needsNoWords } from "./joined-words.js";
import { dictionaryOf, namesFolder } from "./mecab-dictionary.js";
import { readVocabulary } from "./read-vocabulary.js";
import { wordPieces } from "./word-pieces.js";
import { wordsOfMecab } from "./words-of-mecab.js";

const PIECES_FILE = "spiece.model";
/** The loading of a tokenizer that can answer every option of a call. */
const OF_CALL = new Loading({}, undefined, true);
/** A file may hold the arguments of a word tokenizer that it does not use. */
const { sudachi_kwargs: _, jumanpp_kwargs: __, ...FILE_OPTIONS } = BERT_OPTIONS;

/**
 * Makes a tokenizer equal to BertJapaneseTokenizer of transformers 4.56.1 with these arguments.
 *
 * @param vocabulary the vocabulary, or with `subword_tokenizer_type: "sentencepiece"` the bytes of a .model file
 * @param name the name of the .model file in messages
 * @throws OptionError if an argument is unknown or has an impossible value
 * @throws ResourceError if a dictionary that `mecab_kwargs` names is not there
 * @throws VocabularyError if the vocabulary lacks the unknown token, or SentencePiece refuses the .model file
 */
export async function bertJapanese(
  vocabulary: Vocabulary | Uint8Array,
  options: BertJapaneseOptions = {},
  name = PIECES_FILE,
): Promise<Tokenizer> {
  checkOptions(options, BERT_OPTIONS);
  const given = options ?? {};
  if (isOfPieces(given)) {
    if (!(vocabulary instanceof Uint8Array)) throw wrongVocabulary(vocabulary, "the bytes of a .model file");
    return makeOfPieces(vocabulary, given, name, OF_CALL);
  }
  if (!(vocabulary instanceof Vocabulary))
    throw wrongVocabulary(vocabulary, "a Vocabulary: Vocabulary.parse(bytes, name)");
  return makeOfVocabulary(() => vocabulary, given, OF_CALL);
}

/** BertJapaneseTokenizer with any arguments, made from vocab.txt or spiece.model. */
export const bertFamily: Family<Tokenizer, BertJapaneseOptions> = {
  options: BERT_OPTIONS,
  vocabularyFile: "vocab.txt",
  async load(files, init, _class, loading = new Loading()) {
    checkValues({ ...init }, FILE_OPTIONS);
    if (!isOfPieces(init)) return makeOfVocabulary(() => readVocabulary(files), init, loading);
    return makeOfPieces(await files.readRequired(PIECES_FILE), init, files.locationOf(PIECES_FILE), loading);
  },
};

/** @param read is called after the arguments have been checked */
async function makeOfVocabulary(
  read: () => Vocabulary | Promise<Vocabulary>,
  options: BertJapaneseOptions,
  loading: Loading,
): Promise<Tokenizer> {
  const given = checkedSettings(options);
  const dictionary = dictionaryFor(given, loading);
  const parts = { ...wordParts(given, dictionary, loading), ...subwordParts(given) };
  const needsDictionary = dictionary === undefined && isUnnamed(given);
  const vocabulary = read();
  const settings = needsDictionary ? withDictionary(given, defaultDictionary(await vocabulary)) : given;
  return composeBert(vocabulary, settings, parts, BERT_OPTIONS);
}

async function makeOfPieces(
  bytes: Uint8Array,
  options: BertJapaneseOptions,
  name: string,
  loading: Loading,
): Promise<Tokenizer> {
  const given = checkedSettings(options);
  const { do_subword_tokenize, never_split } = given;
  if (!do_subword_tokenize) {
    throw new OptionError("do_subword_tokenize", do_subword_tokenize, 'true with "sentencepiece"');
  }
  const dictionary = dictionaryFor(given, loading);
  const needsDictionary = dictionary === undefined && isUnnamed(given);
  const settings = needsDictionary ? withDictionary(given, defaultDictionary(undefined)) : given;
  const pipeline = new BertPiecesPipeline({
    sentencePiece: SentencePiece.parse(bytes, name),
    // The caller may change the memory later.
    file: { name: PIECES_FILE, bytes: copyOf(bytes) },
    splitter: await makeSplitter(settings, wordParts(settings, dictionary, loading)),
    neverSplit: never_split ?? [],
  });
  return bertTokenizer(pipeline, settings, BERT_OPTIONS);
}

function isOfPieces({ subword_tokenizer_type }: BertJapaneseOptions): boolean {
  return subword_tokenizer_type === "sentencepiece";
}

function wrongVocabulary(given: unknown, expected: string): OptionError {
  return new OptionError("vocabulary", given instanceof Uint8Array ? "bytes" : given, expected);
}

/** The settings. The arguments of MeCab are checked only if it is used: the reference keeps others unread. */
function checkedSettings(options: BertJapaneseOptions): BertSettings {
  const settings = bertSettings(options);
  if (!usesMecab(settings)) return settings;
  checkOptions(settings.mecab_kwargs, MECAB_OPTIONS);
  return { ...settings, mecab_kwargs: withPythonName(settings.mecab_kwargs) };
}

function usesMecab({ do_word_tokenize, word_tokenizer_type }: BertSettings): boolean {
  return Boolean(do_word_tokenize) && word_tokenizer_type === "mecab";
}

/** True if MeCab is used and no argument names its dictionary. */
function isUnnamed(settings: BertSettings): boolean {
  const { mecab_dic, mecab_option } = settings.mecab_kwargs ?? {};
  return usesMecab(settings) && mecab_dic === undefined && !namesFolder(mecab_option);
}

/** The settings with the name of the dictionary, so that a saved tokenizer names it. */
function withDictionary(settings: BertSettings, mecab_dic: "ipadic" | "unidic_lite"): BertSettings {
  return { ...settings, mecab_kwargs: { ...settings.mecab_kwargs, mecab_dic } };
}

/** The dictionary that the caller gives in place of that of the arguments, if MeCab is used. */
function dictionaryFor(settings: BertSettings, loading: Loading): FileSource | undefined {
  return usesMecab(settings) ? loading.takeDictionary() : undefined;
}

function wordParts(
  { do_word_tokenize, word_tokenizer_type: type }: BertSettings,
  dictionary: FileSource | undefined,
  loading: Loading,
): BertParts {
  if (!do_word_tokenize) return {};
  if (type === "mecab") {
    const words: BertParts["words"] = async (settings) => {
      const named = dictionary ?? (await dictionaryOf(settings.mecab_kwargs ?? {}));
      if (isPackaged(named) && needsNoWords(settings) && !loading.wantsWords) return joinedWords;
      return wordsOfMecab(new Segmenter(await loadDictionary(named, loading.watch)), settings);
    };
    return { words };
  }
  if (type !== "basic") throw new OptionError("word_tokenizer_type", type, WORD_TYPES);
  const words: BertParts["words"] = ({ do_lower_case }) => {
    return (never_split) => new BasicWords({ do_lower_case: do_lower_case ?? false, never_split });
  };
  return { words };
}

function isPackaged(dictionary: FileSource): boolean {
  return (DICTIONARY_NAMES as readonly FileSource[]).includes(dictionary);
}

function subwordParts({ do_subword_tokenize, subword_tokenizer_type: type }: BertSettings): BertParts {
  if (!do_subword_tokenize) return {};
  if (type === "wordpiece") return { subwords: wordPieces };
  if (type === "character") return { subwords: characters };
  throw new OptionError("subword_tokenizer_type", type, SUBWORD_TYPES);
}
