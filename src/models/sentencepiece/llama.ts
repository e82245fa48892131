import { copyOf } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import { checkOptions, checkValue, checkValues, FLAG, orNull, type TableOf } from "../../base/options.js";
import { BYTES } from "../../base/signatures.js";
import { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import { Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import type { Family } from "../family.js";
import {
  isLegacy,
  LEGACY_OPTIONS,
  type LegacyArguments,
  processorArguments,
  processorOptions,
  specialTokens,
} from "./sentencepiece-arguments.js";
import { ESCAPED_SPACE, type JoiningStages, SentencePiecePipeline } from "./sentencepiece-pipeline.js";

/** The arguments of LlamaTokenizer of transformers 4.56.1. */
export interface LlamaOptions extends LegacyArguments {
  /** True if bos_token comes before each text. Default true. */
  readonly add_bos_token?: boolean | null;
  /** True if eos_token comes after each text. Default false. */
  readonly add_eos_token?: boolean | null;
  /** Is only saved. */
  readonly use_default_system_prompt?: boolean | null;
  /** Is only saved: an option of `decode` decides. */
  readonly spaces_between_special_tokens?: boolean | null;
}

/** The table of {@link LlamaOptions}. */
export const LLAMA_OPTIONS: TableOf<LlamaOptions> = {
  ...LEGACY_OPTIONS,
  add_bos_token: orNull(FLAG),
  add_eos_token: orNull(FLAG),
  use_default_system_prompt: orNull(FLAG),
  spaces_between_special_tokens: orNull(FLAG),
};

const FILE = "tokenizer.model";
const CLASS = "LlamaTokenizer";
const SPECIALS = { unk_token: "<unk>", bos_token: "<s>", eos_token: "</s>", pad_token: null } as const;

/**
 * Makes a tokenizer equal to LlamaTokenizer of transformers 4.56.1, the slow one, with these arguments.
 *
 * @param file the bytes of a .model file
 * @param name the name of the file in messages
 * @throws VocabularyError if SentencePiece refuses the file
 * @throws OptionError if an argument is unknown or has a wrong value, or `sp_model_kwargs` change the pieces
 */
export function llama(file: Uint8Array, options: LlamaOptions = {}, name = FILE): Tokenizer {
  checkValue("file", file ?? null, BYTES);
  checkOptions(options, LLAMA_OPTIONS);
  return makeLlama(file, options, name);
}

/** LlamaTokenizer, the slow one, made from tokenizer.model. Files that name another class are refused. */
export const llamaFamily: Family<Tokenizer, LlamaOptions> = {
  options: LLAMA_OPTIONS,
  async load(files, init, tokenizer_class = CLASS) {
    if (tokenizer_class !== CLASS) {
      const input = `${files.locationOf("tokenizer_config.json")}: tokenizer_class`;
      throw new OptionError(input, tokenizer_class, `${CLASS}: AutoTokenizer loads other classes`);
    }
    checkValues({ ...init }, LLAMA_OPTIONS);
    return makeLlama(await files.readRequired(FILE), init, files.locationOf(FILE));
  },
};

function makeLlama(file: Uint8Array, from: LlamaOptions, name: string): Tokenizer {
  const options = namingExtraTokens(from);
  const { added_tokens_decoder, from_slow: _, ...given } = options;
  const { add_bos_token = true, add_eos_token = false, add_prefix_space = true } = options;
  const sp_model_kwargs = processorArguments(options);
  const legacy = isLegacy(options, CLASS);
  const pipeline = new SentencePiecePipeline({
    sentencePiece: SentencePiece.parse(file, name, processorOptions(legacy, options)),
    // The caller may change the memory later.
    file: { name: FILE, bytes: copyOf(file) },
    legacy,
    addsPrefixSpace: add_prefix_space ?? false,
    template: (idOf) => {
      const prefix = add_bos_token ? [idOf("bos_token")] : [];
      const suffix = add_eos_token ? [idOf("eos_token")] : [];
      return { prefix, middle: [...suffix, ...prefix], suffix, secondTypeId: 1, secondPrefixLength: prefix.length };
    },
    join: (tokens, stages) => join(tokens, stages, { legacy, add_prefix_space: add_prefix_space ?? false }),
  });
  const init_kwargs = {
    clean_up_tokenization_spaces: false,
    use_default_system_prompt: false,
    spaces_between_special_tokens: false,
    ...given,
    ...specialTokens(SPECIALS, options),
    sp_model_kwargs,
    add_bos_token,
    add_eos_token,
    legacy,
    add_prefix_space,
  };
  const settings = {
    model_input_names: ["input_ids", "attention_mask"],
    ...init_kwargs,
    do_lower_case: false,
    added_tokens_decoder,
  } as TokenizerOptions;
  return new Tokenizer(pipeline, settings, { tokenizer_class: CLASS, init_kwargs, options: LLAMA_OPTIONS });
}

interface Spacing {
  readonly legacy: boolean;
  readonly add_prefix_space: boolean;
}

/**
 * Decodes each run of text alone. With `legacy`, a run before a special token gets a space before it. With
 * `add_prefix_space`, a run after a first special token gets one.
 */
function join(tokens: readonly string[], { decode, isSpecial }: JoiningStages, spacing: Spacing): string {
  let text = "";
  let run: string[] = [];
  let isAfterSpecial = false;
  for (const [at, token] of tokens.entries()) {
    const special = isSpecial(token);
    if (special) {
      if (!isAfterSpecial && at > 0 && spacing.legacy) text += " ";
      text += decode(run) + token;
      run = [];
    } else {
      if (isAfterSpecial && at === 1 && spacing.add_prefix_space && !token.startsWith(ESCAPED_SPACE)) text += " ";
      run.push(token);
    }
    isAfterSpecial = special;
  }
  return text + decode(run);
}
