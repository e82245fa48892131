import { repeated, roomFor } from "../base/buffers.js";
import type { Offset, Sequence } from "./sequence.js";
import { NOTHING, type Template } from "./slow/pipeline.js";

/** One encoded text or pair, under transformers' names. The arrays run in parallel with `input_ids`. */
export interface Encoding {
  input_ids: number[];
  token_type_ids?: number[];
  attention_mask?: number[];
  special_tokens_mask?: number[];
  /** Where each token lies in the text it is of; [0, 0] for special tokens put around it and for padding. */
  offset_mapping?: Offset[];
  /** Which word of its text each token is of; null for special tokens put around it and for padding. */
  word_ids?: (number | null)[];
  /** The ids that truncation cut off. */
  overflowing_tokens?: number[];
  /** The ids that there were beyond `max_length`; below 0 where there were fewer. */
  num_truncated_tokens?: number;
  length?: number;
  /** Of fast tokenizers, with what overflows: which text of the batch each row is of. */
  overflow_to_sample_mapping?: number;
  /** The ids of `text_target`. */
  labels?: number[];
}

/** A batch of encodings: each field of them in a list. */
export type BatchEncoding = { [Field in keyof Encoding]: NonNullable<Encoding[Field]>[] };

/** An encoding with whatever else a caller put beside it. */
export type Fields = Encoding & Record<string, unknown>;

/** What two sequences become between their special tokens. */
export function assemble<Value>(
  { prefix, middle, suffix }: Template,
  first: readonly Value[],
  second: readonly Value[] | undefined,
  special: (id: number) => Value,
): Value[] {
  const values = prefix.map(special);
  for (const value of first) values.push(value);
  if (second) {
    for (const id of middle) values.push(special(id));
    for (const value of second) values.push(value);
  }
  for (const id of suffix) values.push(special(id));
  return values;
}

/** As {@link assemble}, of ids: with `endsOnce` a text keeps the end that it has. */
export function assembleIds(template: Template, first: readonly number[], second?: readonly number[]): number[] {
  const { prefix, middle, suffix } = endingOnce(template, first, second);
  const own = prefix.length + first.length + suffix.length;
  const ids = roomFor(second ? own + middle.length + second.length : own);
  let at = copyIds(prefix, ids, 0);
  at = copyIds(first, ids, at);
  if (second) {
    at = copyIds(middle, ids, at);
    at = copyIds(second, ids, at);
  }
  copyIds(suffix, ids, at);
  return ids;
}

/** Writes ids to a list from a place on; returns the place behind them. */
function copyIds(ids: readonly number[], to: number[], start: number): number {
  for (let at = 0; at < ids.length; at++) to[start + at] = ids[at];
  return start + ids.length;
}

function endingOnce(template: Template, first: readonly number[], second?: readonly number[]): Template {
  if (!template.endsOnce) return template;
  const rest = (text: readonly number[], end: readonly number[]): readonly number[] =>
    end.length > 0 && text.at(-1) === end.at(-1) ? [] : end;
  const { middle, suffix } = template;
  if (!second) return { ...template, suffix: rest(first, suffix) };
  return { ...template, middle: rest(first, middle), suffix: rest(second, suffix) };
}

/** Which fields to make. */
export interface Wanted {
  readonly token_type_ids: boolean;
  readonly special_tokens_mask: boolean;
  readonly offset_mapping: boolean;
  readonly word_ids: boolean;
}

/** Puts sequences between their special tokens; without a template, nothing is put around them. */
export function encodeSequences(
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
  return encoding;
}

/** The types of the ids that {@link assemble} makes of sequences of these lengths. */
export function typeIds(template: Template, first: number, second?: number): number[] {
  const { prefix, middle, suffix, secondTypeId, secondPrefixLength = 0 } = template;
  if (second === undefined) return repeated(0, prefix.length + first + suffix.length);
  const ids = repeated(0, prefix.length + first + middle.length + second + suffix.length);
  return ids.fill(secondTypeId, prefix.length + first + middle.length - secondPrefixLength);
}

/** The number of special tokens around one text or two. */
export function specialCount({ prefix, middle, suffix }: Template, isPair: boolean): number {
  return prefix.length + (isPair ? middle.length : 0) + suffix.length;
}
