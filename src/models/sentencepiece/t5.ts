import { copyOf } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import { checkOptions, checkValue, checkValues, FLAG, orNull, type TableOf } from "../../base/options.js";
import { BYTES } from "../../base/signatures.js";
import { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { strip } from "../../text/whitespace.js";
import { type AddedToken, contentOf, type TokenToAdd } from "../../tokenizer/added-token.js";
import { namingExtraTokens } from "../../tokenizer/extra-tokens.js";
import { Tokenizer, type TokenizerOptions } from "../../tokenizer/slow/tokenizer.js";
import { EXTRA_COUNT } from "../extra-ids.js";
import type { Family } from "../family.js";
import {
  isLegacy,
  LEGACY_OPTIONS,
  type LegacyArguments,
  processorArguments,
  processorOptions,
  specialTokens,
} from "./sentencepiece-arguments.js";
import { type JoiningStages, SentencePiecePipeline } from "./sentencepiece-pipeline.js";

/** The arguments of T5Tokenizer of transformers 4.56.1. */
export interface T5Options extends LegacyArguments {
  /** The number of special tokens `<extra_id_0>`, `<extra_id_1>` … unless they are named. Default 100. */
  readonly extra_ids?: number;
  /** Is only saved. */
  readonly keep_accents?: boolean | null;
}

/** The table of {@link T5Options}. */
export const T5_OPTIONS: TableOf<T5Options> = { ...LEGACY_OPTIONS, extra_ids: EXTRA_COUNT, keep_accents: orNull(FLAG) };

const FILE = "spiece.model";
const CLASS = "T5Tokenizer";
const EXTRA_IDS = 100;
const SPECIALS = { eos_token: "</s>", unk_token: "<unk>", pad_token: "<pad>" } as const;
const FLAGS = { lstrip: false, rstrip: false, single_word: false, normalized: false, special: true } as const;

/**
 * Makes a tokenizer equal to T5Tokenizer of transformers 4.56.1, the slow one, with these arguments.
 *
 * @param file the bytes of a .model file
 * @param name the name of the file in messages
 * @throws VocabularyError if SentencePiece refuses the file
 * @throws OptionError if an argument is unknown or has a wrong value, if `additional_special_tokens` hold another number
 * of extra ids than `extra_ids`, or `sp_model_kwargs` change the pieces
 */
export function t5(file: Uint8Array, options: T5Options = {}, name = FILE): Tokenizer {
  checkValue("file", file ?? null, BYTES);
  checkOptions(options, T5_OPTIONS);
  return makeT5(file, options, name);
}

/** T5Tokenizer, the slow one, made from spiece.model. */
export const t5Family: Family<Tokenizer, T5Options> = {
  options: T5_OPTIONS,
  vocabularyFile: FILE,
  async load(files, init) {
    checkValues({ ...init }, T5_OPTIONS);
    return makeT5(await files.readRequired(FILE), init, files.locationOf(FILE));
  },
};

function makeT5(file: Uint8Array, from: T5Options, name: string): Tokenizer {
  const options = namingExtraTokens(from);
  const { extra_ids = EXTRA_IDS, add_prefix_space = true, added_tokens_decoder, from_slow: _, ...given } = options;
  const sp_model_kwargs = processorArguments(options);
  const legacy = isLegacy(options, CLASS);
  const pieces = SentencePiece.parse(file, name, processorOptions(legacy, options));
  const pipeline = new SentencePiecePipeline({
    sentencePiece: pieces,
    // The caller may change the memory later.
    file: { name: FILE, bytes: copyOf(file) },
    legacy,
    addsPrefixSpace: add_prefix_space ?? false,
    template: (idOf) => {
      const end = [idOf("eos_token")];
      return { prefix: [], middle: end, suffix: end, secondTypeId: 0, endsOnce: true };
    },
    join,
  });
  const { additional, decoder } = extraTokens(options.additional_special_tokens ?? null, extra_ids, pieces.size);
  const init_kwargs = {
    ...given,
    ...specialTokens(SPECIALS, options),
    sp_model_kwargs,
    extra_ids,
    additional_special_tokens: additional,
    legacy,
    add_prefix_space,
  };
  const settings = {
    model_input_names: ["input_ids", "attention_mask"],
    ...init_kwargs,
    do_lower_case: false,
    added_tokens_decoder: new Map([...decoder, ...(added_tokens_decoder ?? [])]),
  } as TokenizerOptions;
  return new Tokenizer(pipeline, settings, { tokenizer_class: CLASS, init_kwargs, options: T5_OPTIONS });
}

/** Decodes each run of text alone. A run before a special token gets a space before it, and so does a first token. */
function join(tokens: readonly string[], { decode, isSpecial }: JoiningStages): string {
  let text = "";
  let run: string[] = [];
  let isAfterSpecial = false;
  for (const token of tokens) {
    const special = isSpecial(token);
    if (special) {
      text += (isAfterSpecial ? "" : " ") + decode(run) + token;
      run = [];
    } else run.push(token);
    isAfterSpecial = special;
  }
  return strip(text + decode(run));
}

interface ExtraTokens {
  readonly additional: readonly TokenToAdd[];
  readonly decoder: ReadonlyMap<number, AddedToken>;
}

/** The extra tokens have the ids after the pieces, in descending order. */
function extraTokens(given: readonly TokenToAdd[] | null, count: number, size: number): ExtraTokens {
  const additional = additionalTokens({ additional_special_tokens: given, extra_ids: count });
  const named = given ? given.filter(isExtra).length : count;
  const decoded = Array.from({ length: named }, (_, at) => {
    const token = { ...FLAGS, content: `<extra_id_${at}>`, lstrip: true, rstrip: true };
    return [size - 1 + count - at, token] as const;
  });
  return { additional, decoder: new Map(decoded) };
}

/**
 * The special tokens without a role: those that are given, and the extra tokens if they name none of them.
 *
 * @throws OptionError if they name another number of extra tokens than `extra_ids`
 */
export function additionalTokens(options: Readonly<Record<string, unknown>>): readonly TokenToAdd[] {
  const given = (options.additional_special_tokens ?? undefined) as readonly TokenToAdd[] | undefined;
  const count = options.extra_ids as number;
  const named = given?.filter(isExtra).length ?? 0;
  if (named === 0) return [...(given ?? []), ...Array.from({ length: count }, (_, at) => `<extra_id_${at}>`)];
  if (count === 0 || count === named) return given ?? [];
  throw new OptionError("additional_special_tokens", `${named} extra ids`, `extra_ids: ${count} of them`);
}

function isExtra(token: TokenToAdd): boolean {
  return contentOf(token).includes("<extra_id_");
}
