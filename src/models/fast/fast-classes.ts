import { FLAG, listOf, OBJECT, type OptionTable, orNull, STRING } from "../../base/options.js";
import { FAST_FACTS, FAST_OPTIONS } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { SpecialTokenName } from "../../tokenizer/special-tokens.js";
import type { JsonOverrides } from "../../tokenizer-json/overrides.js";
import { EXTRA_COUNT } from "../extra-ids.js";
import type { InitArguments } from "../family.js";
import { additionalTokens } from "../sentencepiece/t5.js";
import { GPT2_CONVERTER, MERGE_FILES, QWEN2_CONVERTER, ROBERTA_CONVERTER } from "./convert-merges.js";
import {
  ALBERT_CONVERTER,
  BERT_CONVERTER,
  BIG_BIRD_CONVERTER,
  DEBERTA_CONVERTER,
  GEMMA_CONVERTER,
  LLAMA_CONVERTER,
  T5_CONVERTER,
  XLM_ROBERTA_CONVERTER,
} from "./converters.js";
import type { FastClass, Layout, RoleFlags, SlowClass } from "./fast-class.js";
import { LLAMA_FAST } from "./llama-tokenizer-fast.js";

const TWO_FIELDS = ["input_ids", "attention_mask"];
const RIGHT = { padding_side: "right", model_input_names: TWO_FIELDS } as const;
const LEFT = { padding_side: "left", model_input_names: TWO_FIELDS } as const;
const TYPED = { padding_side: FAST_FACTS.padding_side, model_input_names: FAST_FACTS.model_input_names } as const;

const CLS_SEP: Layout = {
  single: ["cls_token", "A", "sep_token"],
  pair: ["cls_token", "A", "sep_token", "B", "sep_token"],
};
const CLS_SEP_SEP: Layout = {
  single: ["cls_token", "A", "sep_token"],
  pair: ["cls_token", "A", "sep_token", "sep_token", "B", "sep_token"],
};
const BOS_EOS_EOS: Layout = {
  single: ["bos_token", "A", "eos_token"],
  pair: ["bos_token", "A", "eos_token", "eos_token", "B", "eos_token"],
};
const EOS: Layout = { single: ["A", "eos_token"], pair: ["A", "eos_token", "B", "eos_token"] };

const PLAIN = { lstrip: false, rstrip: false, single_word: false, normalized: true, special: false } as const;
const SPECIAL = { ...PLAIN, normalized: false, special: true } as const;

function flagsOf(flags: NonNullable<RoleFlags["mask_token"]>, ...roles: readonly SpecialTokenName[]): RoleFlags {
  return Object.fromEntries(roles.map((role) => [role, flags]));
}

function takes(options: OptionTable): OptionTable {
  return { ...FAST_OPTIONS, ...options };
}

const SLOW = { from_slow: orNull(FLAG) };
const PIECES = { ...SLOW, sp_model_kwargs: orNull(OBJECT) };
const FRAME = { add_bos_token: orNull(FLAG), add_eos_token: orNull(FLAG) };
const BYTE_LEVEL = { add_prefix_space: orNull(FLAG), errors: orNull(STRING) };

const BERT_TOKENS = {
  unk_token: "[UNK]",
  sep_token: "[SEP]",
  pad_token: "[PAD]",
  cls_token: "[CLS]",
  mask_token: "[MASK]",
} as const;
const FAIRSEQ_TOKENS = {
  bos_token: "<s>",
  eos_token: "</s>",
  sep_token: "</s>",
  cls_token: "<s>",
  unk_token: "<unk>",
  pad_token: "<pad>",
  mask_token: "<mask>",
} as const;

const BERT: FastClass = {
  tokenizer_class: "BertTokenizerFast",
  ...TYPED,
  options: takes({
    ...SLOW,
    do_lower_case: FLAG,
    tokenize_chinese_chars: FLAG,
    strip_accents: orNull(FLAG),
    do_basic_tokenize: FLAG,
    never_split: orNull(listOf(STRING)),
  }),
  defaults: { do_lower_case: true, ...BERT_TOKENS, tokenize_chinese_chars: true, strip_accents: null },
  layout: CLS_SEP,
  overrides: ({ do_lower_case, tokenize_chinese_chars, strip_accents }) =>
    ({
      normalizer: { lowercase: do_lower_case, strip_accents, handle_chinese_chars: tokenize_chinese_chars },
    }) as JsonOverrides,
  slow: {
    files: ["vocab.txt"],
    defaults: { do_basic_tokenize: true, never_split: null, clean_up_tokenization_spaces: true },
    converter: BERT_CONVERTER,
  },
};

const T5: FastClass = {
  tokenizer_class: "T5TokenizerFast",
  ...RIGHT,
  options: takes({
    ...PIECES,
    extra_ids: EXTRA_COUNT,
    legacy: orNull(FLAG),
    keep_accents: orNull(FLAG),
    do_lower_case: orNull(FLAG),
  }),
  defaults: { eos_token: "</s>", unk_token: "<unk>", pad_token: "<pad>", extra_ids: 100, add_prefix_space: null },
  layout: EOS,
  zeroTypes: true,
  savesModel: true,
  prepare: (options) => ({ ...options, additional_special_tokens: additionalTokens(options) }),
  slow: {
    files: ["spiece.model"],
    defaults: { sp_model_kwargs: {}, legacy: true, add_prefix_space: true },
    flags: flagsOf(SPECIAL, "eos_token", "unk_token", "pad_token"),
    convertsForPrefixSpace: true,
    converter: T5_CONVERTER,
  },
};

const LLAMA: FastClass = {
  ...LLAMA_FAST,
  options: { ...LLAMA_FAST.options, ...SLOW },
  slow: {
    files: ["tokenizer.model"],
    defaults: {
      pad_token: null,
      sp_model_kwargs: {},
      spaces_between_special_tokens: false,
      legacy: true,
      add_prefix_space: true,
    },
    flags: flagsOf(SPECIAL, "bos_token", "eos_token", "unk_token", "pad_token"),
    convertsForPrefixSpace: true,
    converter: LLAMA_CONVERTER,
  },
};

const GEMMA: FastClass = {
  tokenizer_class: "GemmaTokenizerFast",
  ...LEFT,
  options: takes({
    ...PIECES,
    ...FRAME,
    use_default_system_prompt: orNull(FLAG),
    spaces_between_special_tokens: orNull(FLAG),
  }),
  defaults: {
    clean_up_tokenization_spaces: false,
    unk_token: "<unk>",
    bos_token: "<bos>",
    eos_token: "<eos>",
    pad_token: "<pad>",
    add_bos_token: true,
    add_eos_token: false,
  },
  isFramed: true,
  savesModel: true,
  slow: {
    files: ["tokenizer.model"],
    defaults: { sp_model_kwargs: null, use_default_system_prompt: false, spaces_between_special_tokens: false },
    flags: flagsOf(SPECIAL, "unk_token", "bos_token", "eos_token", "pad_token"),
    converter: GEMMA_CONVERTER,
  },
};

const ALBERT: FastClass = {
  tokenizer_class: "AlbertTokenizerFast",
  ...TYPED,
  options: takes({ ...PIECES, do_lower_case: FLAG, remove_space: orNull(FLAG), keep_accents: FLAG }),
  defaults: {
    do_lower_case: true,
    remove_space: true,
    keep_accents: false,
    ...BERT_TOKENS,
    bos_token: "[CLS]",
    eos_token: "[SEP]",
    unk_token: "<unk>",
    pad_token: "<pad>",
  },
  flags: flagsOf({ ...PLAIN, lstrip: true, normalized: false }, "mask_token"),
  layout: CLS_SEP,
  savesModel: true,
  slow: { files: ["spiece.model"], defaults: { sp_model_kwargs: {} }, converter: ALBERT_CONVERTER },
};

const BIG_BIRD: FastClass = {
  tokenizer_class: "BigBirdTokenizerFast",
  ...RIGHT,
  options: takes(PIECES),
  defaults: { ...BERT_TOKENS, unk_token: "<unk>", bos_token: "<s>", eos_token: "</s>", pad_token: "<pad>" },
  flags: {
    ...flagsOf(SPECIAL, "bos_token", "eos_token", "unk_token", "pad_token", "cls_token", "sep_token"),
    ...flagsOf({ ...SPECIAL, lstrip: true }, "mask_token"),
  },
  layout: CLS_SEP,
  masksLayout: true,
  maskedRoles: ["sep_token", "cls_token"],
  savesModel: true,
  slow: {
    files: ["spiece.model"],
    defaults: { sp_model_kwargs: {} },
    flags: {
      ...flagsOf(PLAIN, "bos_token", "eos_token", "unk_token", "pad_token", "cls_token", "sep_token"),
      ...flagsOf({ ...PLAIN, lstrip: true }, "mask_token"),
    },
    converter: BIG_BIRD_CONVERTER,
  },
};

const DEBERTA_V2: FastClass = {
  tokenizer_class: "DebertaV2TokenizerFast",
  ...TYPED,
  options: takes({ ...PIECES, do_lower_case: FLAG, split_by_punct: FLAG }),
  defaults: { do_lower_case: false, split_by_punct: false, bos_token: "[CLS]", eos_token: "[SEP]", ...BERT_TOKENS },
  layout: CLS_SEP,
  masksLayout: true,
  savesModel: true,
  slow: {
    files: ["spm.model"],
    defaults: { sp_model_kwargs: {} },
    flags: flagsOf({ ...PLAIN, special: true }, "unk_token"),
    converter: DEBERTA_CONVERTER,
  },
};

const XLM_ROBERTA: FastClass = {
  tokenizer_class: "XLMRobertaTokenizerFast",
  ...RIGHT,
  options: takes(PIECES),
  defaults: FAIRSEQ_TOKENS,
  flags: flagsOf({ ...SPECIAL, lstrip: true }, "mask_token"),
  layout: CLS_SEP_SEP,
  zeroTypes: true,
  savesModel: true,
  slow: {
    files: ["sentencepiece.bpe.model"],
    defaults: { sp_model_kwargs: {} },
    flags: flagsOf({ ...SPECIAL, lstrip: true }, "mask_token"),
    converter: XLM_ROBERTA_CONVERTER,
  },
};

const ROBERTA: FastClass = {
  tokenizer_class: "RobertaTokenizerFast",
  ...RIGHT,
  options: takes({ ...SLOW, ...BYTE_LEVEL, trim_offsets: FLAG }),
  defaults: { errors: "replace", ...FAIRSEQ_TOKENS, add_prefix_space: false, trim_offsets: true },
  flags: flagsOf({ ...PLAIN, lstrip: true, normalized: false }, "mask_token"),
  layout: BOS_EOS_EOS,
  zeroTypes: true,
  wordsNeedPrefixSpace: true,
  overrides: ({ add_prefix_space, trim_offsets }: InitArguments) =>
    ({ post_processor: { add_prefix_space, trim_offsets } }) as JsonOverrides,
  slow: {
    files: MERGE_FILES,
    defaults: {},
    flags: {
      ...flagsOf(PLAIN, "bos_token", "eos_token", "sep_token", "cls_token", "unk_token", "pad_token"),
      ...flagsOf({ ...PLAIN, lstrip: true, normalized: false }, "mask_token"),
    },
    converter: ROBERTA_CONVERTER,
  },
};

const END = "<|endoftext|>";

const GPT2: FastClass = {
  tokenizer_class: "GPT2TokenizerFast",
  ...RIGHT,
  options: takes({ ...SLOW, ...BYTE_LEVEL, add_bos_token: FLAG }),
  defaults: { unk_token: END, bos_token: END, eos_token: END, add_prefix_space: false },
  wordsNeedPrefixSpace: true,
  slow: {
    files: MERGE_FILES,
    defaults: { errors: "replace", pad_token: null, add_bos_token: false },
    flags: flagsOf(PLAIN, "unk_token", "bos_token", "eos_token", "pad_token"),
    converter: GPT2_CONVERTER,
  },
};

const BART: FastClass = {
  ...ROBERTA,
  tokenizer_class: "BartTokenizerFast",
  flags: flagsOf({ ...PLAIN, lstrip: true, special: true }, "mask_token"),
  slow: {
    ...ROBERTA.slow,
    flags: { ...ROBERTA.slow?.flags, ...flagsOf({ ...PLAIN, lstrip: true }, "mask_token") },
  } as SlowClass,
};

/** The fast classes whose behaviour this library has, besides PreTrainedTokenizerFast. */
export const FAST_CLASSES: readonly FastClass[] = [
  ALBERT,
  BART,
  BERT,
  BIG_BIRD,
  DEBERTA_V2,
  { ...BERT, tokenizer_class: "DistilBertTokenizerFast", ...RIGHT },
  { ...BERT, tokenizer_class: "ElectraTokenizerFast" },
  GEMMA,
  GPT2,
  {
    tokenizer_class: "GPTNeoXTokenizerFast",
    ...RIGHT,
    options: takes({ ...SLOW, ...BYTE_LEVEL, ...FRAME }),
    defaults: { ...GPT2.defaults, pad_token: null, add_bos_token: false, add_eos_token: false },
    isFramed: true,
    masksLayout: true,
  },
  LLAMA,
  { ...T5, tokenizer_class: "MT5TokenizerFast" },
  {
    tokenizer_class: "Qwen2TokenizerFast",
    ...RIGHT,
    options: takes({ ...SLOW, ...BYTE_LEVEL }),
    defaults: { unk_token: END, bos_token: null, eos_token: END, pad_token: END },
    flags: flagsOf(SPECIAL, "unk_token", "bos_token", "eos_token", "pad_token"),
    slow: {
      files: MERGE_FILES,
      defaults: { errors: "replace", clean_up_tokenization_spaces: false, split_special_tokens: false },
      converter: QWEN2_CONVERTER,
    },
  },
  ROBERTA,
  T5,
  XLM_ROBERTA,
];

/** The class of transformers 5 that takes a tokenizer.json as it is, saved as PreTrainedTokenizerFast. */
export const TOKENIZERS_BACKEND: FastClass = {
  ...FAST_FACTS,
  model_input_names: TWO_FIELDS,
  options: takes(FRAME),
  defaults: {},
  isFramed: true,
  savesModel: true,
};
