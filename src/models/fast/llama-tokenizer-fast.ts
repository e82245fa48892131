import { OptionError } from "../../base/errors.js";
import { FLAG, OBJECT, orNull, type TableOf } from "../../base/options.js";
import { FAST_OPTIONS } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";
import type { FastClass } from "./fast-class.js";
import { type FramedOptions, FramedTokenizerFast } from "./framed-tokenizer-fast.js";
import type { FastOrigin } from "./model-tokenizer-fast.js";

/** The arguments of transformers' LlamaTokenizerFast. */
export interface LlamaFastOptions extends FramedOptions {
  /**
   * False for the newer spaces before texts, if a tokenizer.model is converted. A tokenizer.json already has the
   * behaviour. Default true.
   */
  readonly legacy?: boolean | null;
  /** Is only saved. */
  readonly use_default_system_prompt?: boolean;
  /** Is only saved: decoding is the tokenizer.json's. */
  readonly spaces_between_special_tokens?: boolean;
  /** Is only saved. */
  readonly sp_model_kwargs?: Readonly<Record<string, unknown>> | null;
}

/** The table of {@link LlamaFastOptions}. */
export const LLAMA_FAST_OPTIONS: TableOf<LlamaFastOptions> = {
  ...FAST_OPTIONS,
  add_bos_token: orNull(FLAG),
  add_eos_token: orNull(FLAG),
  legacy: orNull(FLAG),
  use_default_system_prompt: orNull(FLAG),
  spaces_between_special_tokens: orNull(FLAG),
  sp_model_kwargs: orNull(OBJECT),
};

/** The facts of LlamaTokenizerFast, without the slow class. */
export const LLAMA_FAST: FastClass = {
  tokenizer_class: "LlamaTokenizerFast",
  padding_side: "left",
  model_input_names: ["input_ids", "attention_mask"],
  options: LLAMA_FAST_OPTIONS,
  defaults: {
    clean_up_tokenization_spaces: false,
    unk_token: "<unk>",
    bos_token: "<s>",
    eos_token: "</s>",
    add_bos_token: true,
    add_eos_token: false,
    use_default_system_prompt: false,
    add_prefix_space: null,
    legacy: true,
  },
  isFramed: true,
  savesModel: true,
};

/**
 * The class of that name of transformers 4.56.1: `add_bos_token` and `add_eos_token` decide which special tokens go around
 * texts, whatever the tokenizer.json says.
 */
export class LlamaTokenizerFast extends FramedTokenizerFast {
  /**
   * @throws OptionError if a token to put around texts is missing; if `add_prefix_space` is given, for which the
   * reference converts a tokenizer.model; and as PreTrainedTokenizerFast
   * @throws VocabularyError as PreTrainedTokenizerFast
   */
  constructor(
    json: TokenizerJson,
    options: LlamaFastOptions = {},
    facts: FastClass = LLAMA_FAST,
    origin: FastOrigin = {},
  ) {
    const { add_prefix_space = null } = options ?? {};
    if (add_prefix_space !== null && origin?.source !== "configuration") {
      const expected =
        "null with a tokenizer.json; AutoTokenizer converts a folder's tokenizer.model for another value";
      throw new OptionError("add_prefix_space", add_prefix_space, expected);
    }
    super(json, { ...options, ...(options?.legacy === null && { legacy: true }) } as LlamaFastOptions, facts, origin);
  }
}
