/** The converters of the slow classes. Reference: convert_slow_tokenizer.py of transformers 4.56.1. */
import type { ModelFile } from "../../subwords/sentencepiece/model-file.js";
import { Vocabulary } from "../../subwords/vocabulary.js";
import type { Writable } from "../../tokenizer-json/serde-json.js";
import {
  contentOfRole,
  MARK,
  metaspace,
  neededRole,
  prependScheme,
  replace,
  replacePattern,
  sequence,
  templateBlock,
} from "./blocks.js";
import { charsmapOf, scoredPieces, slowIds } from "./convert-pieces.js";
import type { PiecesConverter, VocabularyConverter } from "./fast-class.js";

const FUSED = [replace(MARK, " "), { type: "ByteFallback" }, { type: "Fuse" }];
const ONE_SPACE = replacePattern(" {2,}", " ");
/** The score of a piece that is to lose against all others. */
const PENALTY = -100;

export const T5_CONVERTER: PiecesConverter = {
  hasSlowBytes: true,
  vocabulary: (model, { extra_ids }) => {
    const count = extra_ids as number;
    const extra = Array.from({ length: count }, (_, at): [string, number] => [`<extra_id_${count - 1 - at}>`, 0]);
    return [...scoredPieces(model), ...extra];
  },
  postProcessor: (idOf) => templateBlock(["$A", "</s>"], ["$A", "</s>", "$B", "</s>"], tokens(idOf, "</s>")),
};

export const LLAMA_CONVERTER: PiecesConverter = {
  unkId: 0,
  byteFallback: true,
  // The slow tokenizer's names of the first three ids replace those of the model.
  vocabulary: (model, { added_tokens_decoder: added }) =>
    scoredPieces(model).map(([piece, score], id) => (id < 3 ? [added?.get(id)?.content ?? piece, 0] : [piece, score])),
  normalizer: (_, { legacy, add_prefix_space }) => {
    if (legacy === false) return null;
    const prepend = add_prefix_space ? [{ type: "Prepend", prepend: MARK }] : [];
    return sequence("normalizers", [...prepend, replace(" ", MARK)]);
  },
  preTokenizer: (options) => (options.legacy === false ? metaspace(prependScheme(options), false) : null),
  decoder: ({ add_prefix_space }) => {
    const strip = add_prefix_space ? [{ type: "Strip", content: " ", start: 1, stop: 0 }] : [];
    return sequence("decoders", [...FUSED, ...strip]);
  },
};

export const GEMMA_CONVERTER: PiecesConverter = {
  unkId: 3,
  byteFallback: true,
  specialPieces: ["<start_of_turn>", "<end_of_turn>"],
  mergesTab: true,
  vocabulary: (model, options) => {
    const first = (["pad_token", "eos_token", "bos_token"] as const).map((role): [string, number] => [
      contentOfRole(options, role),
      0,
    ]);
    const all = [...first, ...scoredPieces(model).slice(3)];
    // Old models have no piece for the tab, which takes the id of its byte.
    const hasTab = all.some(([piece]) => piece === "\t");
    return hasTab ? all : all.map((entry) => (entry[0] === "<0x09>" ? ["\t", 0] : entry));
  },
  normalizer: () => replace(" ", MARK),
  preTokenizer: () => ({ type: "Split", pattern: { String: " " }, behavior: "MergedWithPrevious", invert: false }),
  decoder: () => sequence("decoders", FUSED),
};

const clsSep = (idOf: (token: string) => number): Writable =>
  templateBlock(
    ["[CLS]", "$A", "[SEP]"],
    ["[CLS]", "$A", "[SEP]", ["$B", 1], ["[SEP]", 1]],
    tokens(idOf, "[CLS]", "[SEP]"),
  );

export const ALBERT_CONVERTER: PiecesConverter = {
  vocabulary: (model) =>
    scoredPieces(model).map(([piece, score]) => [piece, /\p{Nd},$/u.test(piece) ? score + PENALTY : score]),
  normalizer: (model, { keep_accents, do_lower_case }) =>
    sequence("normalizers", [
      replace("``", '"'),
      replace("''", '"'),
      ...(keep_accents ? [] : [{ type: "NFKD" }, { type: "StripAccents" }]),
      ...(do_lower_case ? [{ type: "Lowercase" }] : []),
      ...charsmapOf(model),
      ONE_SPACE,
    ]),
  postProcessor: clsSep,
};

export const DEBERTA_CONVERTER: PiecesConverter = {
  normalizer: (model, { do_lower_case }) =>
    sequence("normalizers", [
      ...(do_lower_case ? [{ type: "Lowercase" }] : []),
      { type: "Strip", strip_left: true, strip_right: true },
      ...charsmapOf(model),
      ONE_SPACE,
    ]),
  preTokenizer: (options) =>
    sequence("pretokenizers", [
      ...(options.split_by_punct ? [{ type: "Punctuation", behavior: "Isolated" }] : []),
      metaspace(prependScheme(options)),
    ]),
  postProcessor: clsSep,
};

export const BIG_BIRD_CONVERTER: PiecesConverter = { postProcessor: clsSep };

/** The vocabulary of fairseq: its own first four tokens, the pieces but for the first three, and a mask. */
function fairseqPieces(model: ModelFile): [string, number][] {
  const first = ["<s>", "<pad>", "</s>", "<unk>"].map((piece): [string, number] => [piece, 0]);
  return [...first, ...scoredPieces(model).slice(3), ["<mask>", 0]];
}

export const XLM_ROBERTA_CONVERTER: PiecesConverter = {
  unkId: 3,
  vocabulary: fairseqPieces,
  postProcessor: (idOf) =>
    templateBlock(["<s>", "$A", "</s>"], ["<s>", "$A", "</s>", "</s>", "$B", "</s>"], tokens(idOf, "<s>", "</s>")),
};

/** vocab.txt, cut by WordPiece. */
export const BERT_CONVERTER: VocabularyConverter = (files, options, locationOf) => {
  const file = "vocab.txt";
  const vocabulary = Vocabulary.parse(files.get(file) as Uint8Array, locationOf(file));
  const unk = contentOfRole(options, "unk_token");
  const [cls, sep] = (["cls_token", "sep_token"] as const).map((role) => neededRole(options, role));
  const entries = [...vocabulary.entries()];
  const special = tokens(slowIds(entries, options, vocabulary.idOf(unk) ?? 0), cls, sep);
  const isBasic = options.do_basic_tokenize !== false;
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: isBasic && options.tokenize_chinese_chars === true,
      strip_accents: isBasic ? ((options.strip_accents ?? null) as boolean | null) : false,
      lowercase: isBasic && options.do_lower_case === true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: templateBlock([cls, "$A", sep], [cls, "$A", sep, ["$B", 1], [sep, 1]], special),
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: unk,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: new Map(entries),
    },
  };
};

function tokens(idOf: (token: string) => number, ...names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name) => [name, idOf(name)]));
}
