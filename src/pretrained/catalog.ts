import { BYTE_MODELS, type ByteModel, byteArguments } from "../models/byte/bytes.js";
import { ROBERTA_MODEL, ROBERTA_PRESET } from "../models/roberta/roberta-model.js";
import { LLAMA_CLASS, LLAMA_MODEL } from "../models/sentencepiece/llama-model.js";
import { T5_PRESET } from "../models/sentencepiece/t5-model.js";
import type { InitArguments } from "./configuration.js";

/** How sure the facts of a model's tokenizer are. */
export type Evidence = "seen" | "derived" | "inferred";

/** A published model's tokenizer. */
export interface PublishedModel {
  readonly name: string;
  readonly words: string;
  readonly subwords: string;
  /** Undefined where nothing is known. */
  readonly vocabularySize: number | undefined;
  /** The files that a user has to give; none where the package holds all. */
  readonly needs: readonly string[];
  readonly evidence: Evidence;
  /** What of it is how sure, where that differs: in words. */
  readonly details?: string;
  /** transformers' class; undefined where this version has none for it. */
  readonly tokenizer_class: string | undefined;
  /** What makes the tokenizer; undefined where this version cannot. */
  readonly preset: InitArguments | undefined;
  /** Whether the vocabulary is in the package. */
  readonly builtIn: boolean;
}

type PresetDictionary = "ipadic" | "unidic_lite";

function bert(
  name: string,
  mecab_dic: PresetDictionary,
  subword_tokenizer_type: "wordpiece" | "character",
  vocabularySize: number,
  builtIn = false,
): PublishedModel {
  return {
    name,
    words: `MeCab ${mecab_dic === "ipadic" ? "IPADIC" : "unidic-lite"}`,
    subwords: subword_tokenizer_type === "wordpiece" ? "WordPiece" : "character",
    vocabularySize,
    needs: builtIn ? [] : ["vocab.txt"],
    evidence: "seen",
    tokenizer_class: "BertJapaneseTokenizer",
    preset: { word_tokenizer_type: "mecab", subword_tokenizer_type, mecab_kwargs: { mecab_dic } },
    builtIn,
  };
}

function other(
  name: string,
  words: string,
  subwords: string,
  vocabularySize: number | undefined,
  needs: readonly string[],
  evidence: Evidence,
): PublishedModel {
  return {
    name,
    words,
    subwords,
    vocabularySize,
    needs,
    evidence,
    tokenizer_class: undefined,
    preset: undefined,
    builtIn: false,
  };
}

/** A byte model needs no file; that its encoding is inferred, or its tokens are, makes it inferred. */
function bytes(name: string, subwords: string, vocabularySize: number | undefined): PublishedModel {
  const model = BYTE_MODELS.find((candidate) => candidate.name === name);
  const preset = model && (byteArguments(model) as InitArguments);
  const known = { name, words: "none", subwords, vocabularySize, needs: [], evidence: "inferred" } as const;
  const details = model && evidenceOf(model);
  return { ...known, ...(details && { details }), tokenizer_class: "ByteTokenizer", preset, builtIn: true };
}

function evidenceOf(model: ByteModel): string {
  const kinds: readonly Evidence[] = ["seen", "derived", "inferred"];
  const named = kinds.map((kind) => {
    const fields = Object.entries(model).filter(([, field]) => field.evidence === kind);
    return `${kind}: ${fields.map(([name]) => PLAIN_NAMES[name] ?? name).join(", ")}`;
  });
  return named.filter((list) => !list.endsWith(": ")).join("; ");
}

/** The fields of a byte model in plain words. */
const PLAIN_NAMES: Readonly<Record<string, string>> = {
  offset: "first byte's id",
  patchWidth: "ids a character",
  byteTokens: "how bytes are written",
  namedSpecials: "special tokens",
  extraSpecials: "extra tokens",
  specialsStrip: "whitespace at special tokens",
  vocabularySize: "vocabulary",
  padding_side: "padding side",
  model_max_length: "maximum length",
  template: "what stands around a text",
  truncation_unit: "where truncation cuts",
};

function t5(name: string, vocabularySize: number): PublishedModel {
  const known = other(name, "none", "SentencePiece Unigram", vocabularySize, ["spiece.model"], "seen");
  return { ...known, tokenizer_class: "T5Tokenizer", preset: T5_PRESET as InitArguments };
}

/** Its tokenizer.json tells all: the preset is empty, and what stands around texts has not been seen. */
function fast(name: string, vocabularySize: number): PublishedModel {
  const known = other(name, "none", "SentencePiece Unigram", vocabularySize, ["tokenizer.json"], "seen");
  const details = "seen: vocabulary, normalizer, decoder; read from the file: what stands around a text";
  return { ...known, details, tokenizer_class: "PreTrainedTokenizerFast", preset: {} };
}

/** The 23 models that tohoku-nlp (formerly cl-tohoku) published. */
export const MODELS: readonly PublishedModel[] = [
  bert("bert-base-japanese", "ipadic", "wordpiece", 32000),
  bert("bert-base-japanese-whole-word-masking", "ipadic", "wordpiece", 32000),
  bert("bert-base-japanese-char", "ipadic", "character", 4000),
  bert("bert-base-japanese-char-whole-word-masking", "ipadic", "character", 4000),
  bert("bert-base-japanese-v2", "unidic_lite", "wordpiece", 32768),
  bert("bert-large-japanese", "unidic_lite", "wordpiece", 32768),
  bert("bert-base-japanese-char-v2", "unidic_lite", "character", 6144),
  bert("bert-large-japanese-char", "unidic_lite", "character", 6144),
  bert("bert-base-japanese-v3", "unidic_lite", "wordpiece", 32768),
  bert("bert-large-japanese-v2", "unidic_lite", "wordpiece", 32768),
  bert("bert-base-japanese-char-v3", "unidic_lite", "character", 7027, true),
  bert("bert-large-japanese-char-v2", "unidic_lite", "character", 7027, true),
  bytes("bybert-jp-100m", "bytes (UTF-8)", 288),
  bytes("bybert-jp-200m", "bytes (UTF-8)", 288),
  bytes("bybert-jp-400m", "bytes (UTF-8)", 288),
  bytes("bybert-jp-v2-100m", "bytes (own Unicode encoding)", 288),
  bytes("bygpt-jp-multi-lm-head-6.5B-alpha", "bytes (own Unicode encoding, 4 ids a character)", 256),
  fast("tohokunlp-bert-500m-sq4096-alpha", 99574),
  fast("tohokunlp-bert-500m-sq8192-alpha", 99574),
  t5("stable-diffusion-xl-jp-base-1.0", 51200),
  t5("stable-diffusion-xl-jp-refiner-1.0", 51200),
  {
    ...other(ROBERTA_MODEL, "MeCab unidic-lite", "SentencePiece", undefined, ["sentencepiece.bpe.model"], "derived"),
    details: "seen: the steps, ids and what stands around a text; derived: all else, from XLMRobertaTokenizer",
    tokenizer_class: "RobertaJapaneseTokenizer",
    preset: ROBERTA_PRESET,
  },
  {
    ...other(LLAMA_MODEL, "unknown", "whatever its files say", undefined, ["tokenizer files"], "inferred"),
    tokenizer_class: LLAMA_CLASS,
    preset: {},
  },
];

const ORGANISATIONS = /^(tohoku-nlp|cl-tohoku)\//;

/** Finds a model by its name, with or without either name of its organisation. */
export function findModel(name: string): PublishedModel | undefined {
  const bare = name.replace(ORGANISATIONS, "");
  return MODELS.find((model) => model.name === bare);
}
