import { repeated } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import type { OnceLog } from "../../base/logger.js";
import type { CallOptions, PrepareOptions, Side } from "../call-options.js";
import type { Encoding } from "../encoding.js";
import type { PaddingDefaults } from "../padding.js";
import type { Offset, Sequence } from "../sequence.js";
import { type Strategies, warnOfLength } from "../strategies.js";
import { truncate } from "../truncation.js";
import type { Frame } from "./frame.js";
import { assemble, assembleIds, endingOnce, NOTHING, specialCount, type Template, typeIds } from "./template.js";

/** The settings of a tokenizer that decide how ids become an encoding. */
export interface Preparation {
  /** The tokenizer. */
  readonly by: PaddingDefaults & { readonly truncation_side: Side; readonly model_max_length: number };
  readonly frame: Frame;
  /** True if truncation may cut before an index; undefined if it may cut anywhere. */
  readonly startsCharacter: ((ids: readonly number[], at: number) => boolean) | undefined;
  readonly log: OnceLog;
}

/** The fields to return in addition to those that {@link PrepareOptions} request. */
export interface Positions {
  readonly offset_mapping: boolean;
  readonly word_ids: boolean;
  readonly sequence_ids: boolean;
}

export const NO_POSITIONS: Positions = { offset_mapping: false, word_ids: false, sequence_ids: false };

/** The positions that a call requests. */
export function positionsOf(options: CallOptions): Positions {
  return {
    offset_mapping: options.return_offsets_mapping ?? false,
    word_ids: options.return_word_ids ?? false,
    sequence_ids: options.return_sequence_ids ?? false,
  };
}

/**
 * Cuts sequences and puts special tokens around them, without padding. Reference: `prepare_for_model` of transformers
 * 4.56.1.
 *
 * @throws OptionError if the reference raises ValueError
 */
export function prepare(
  first: Sequence,
  second: Sequence | undefined,
  strategies: Strategies,
  options: PrepareOptions,
  positions: Positions,
  { by, frame, startsCharacter, log }: Preparation,
): Encoding {
  const addsSpecial = options.add_special_tokens ?? true;
  if (options.return_token_type_ids && !addsSpecial) {
    throw new OptionError("return_token_type_ids", true, "add_special_tokens: true with it");
  }
  const returnsOverflow = options.return_overflowing_tokens ?? false;
  if (returnsOverflow && strategies.truncation === "longest_first" && second) {
    throw new OptionError(
      "truncation",
      "longest_first",
      "only_first or only_second, to return the overflowing ids of a pair",
    );
  }
  const { truncation: strategy, max_length } = strategies;
  const { template } = frame;
  const total = sum(first, second) + (addsSpecial ? specialCount(template, second !== undefined) : 0);
  const tooMany = max_length ? total - max_length : 0;
  const cut = { count: tooMany, strategy, side: by.truncation_side, stride: options.stride ?? 0, startsCharacter };
  const kept =
    strategy !== "do_not_truncate" && tooMany > 0
      ? truncate(first, second, cut, log)
      : { first, second, overflowing: [] };

  const wanted = {
    token_type_ids: options.return_token_type_ids ?? by.model_input_names.includes("token_type_ids"),
    special_tokens_mask: options.return_special_tokens_mask ?? false,
    ...positions,
  };
  const encoding = encodeSequences(kept.first, kept.second, addsSpecial ? template : undefined, wanted);
  if (returnsOverflow) {
    if (max_length === undefined)
      throw new OptionError("max_length", max_length, "a length, to return overflowing ids");
    encoding.overflowing_tokens = [...kept.overflowing];
    encoding.num_truncated_tokens = total - max_length;
  }
  const warns = max_length === undefined && (options.verbose ?? true);
  if (warns) warnOfLength(encoding.input_ids.length, by.model_max_length, log);
  return encoding;
}

/** The fields to make in addition to the ids. */
interface Wanted extends Positions {
  readonly token_type_ids: boolean;
  readonly special_tokens_mask: boolean;
}

/** Puts a template's special tokens around sequences. */
function encodeSequences(
  first: Sequence,
  second: Sequence | undefined,
  template: Template = NOTHING,
  wanted: Wanted,
): Encoding {
  const encoding: Encoding = { input_ids: assembleIds(template, first.ids, second?.ids) };
  if (wanted.token_type_ids) {
    encoding.token_type_ids = typeIds(template, first.ids.length, second?.ids.length);
  }
  if (wanted.special_tokens_mask) {
    const zeros = (sequence: Sequence): number[] => repeated(0, sequence.ids.length);
    encoding.special_tokens_mask = assemble(template, zeros(first), second && zeros(second), () => 1);
  }
  if (wanted.offset_mapping) {
    const none = (): Offset => [0, 0];
    encoding.offset_mapping = assemble(
      endingOnce(template, first.ids, second?.ids),
      first.offsets ?? [],
      second && (second.offsets ?? []),
      none,
    );
  }
  if (wanted.word_ids) {
    encoding.word_ids = assemble(
      endingOnce(template, first.ids, second?.ids),
      first.words ?? [],
      second && (second.words ?? []),
      () => null,
    );
  }
  if (wanted.sequence_ids) {
    encoding.sequence_ids = assemble<number | null>(
      endingOnce(template, first.ids, second?.ids),
      repeated(0, first.ids.length),
      second && repeated(1, second.ids.length),
      () => null,
    );
  }
  return encoding;
}

function sum(first: Sequence, second: Sequence | undefined): number {
  return first.ids.length + (second?.ids.length ?? 0);
}
