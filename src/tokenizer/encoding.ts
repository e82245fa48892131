import type { Offset } from "./sequence.js";

/**
 * One encoded text or pair, under transformers' names. The lists run in parallel with `input_ids`. A special token here
 * is one that was put around the text.
 */
export interface Encoding {
  input_ids: number[];
  /** For each id 0 or 1: the text of the pair that it belongs to. */
  token_type_ids?: number[];
  /** 1 for each id, but 0 for padding. */
  attention_mask?: number[];
  /** 0 for each id, but 1 for a special token or padding. */
  special_tokens_mask?: number[];
  /** The offsets of each id in its text, in the unit of `offset_unit`; [0, 0] for special tokens and padding. */
  offset_mapping?: Offset[];
  /** The word of its text that each id belongs to, from 0; null for special tokens and padding. */
  word_ids?: (number | null)[];
  /** The text of the pair that each id belongs to, from 0; null for special tokens and padding. */
  sequence_ids?: (number | null)[];
  /** The ids that truncation cut off; only from a slow tokenizer. */
  overflowing_tokens?: number[];
  /** The number of ids beyond `max_length`, negative if there were fewer; only from a slow tokenizer. */
  num_truncated_tokens?: number;
  /** The number of ids. A fast tokenizer returns it in a list of one even for a single text. */
  length?: number;
  /** The index of the row's text in the batch; only if overflowing ids are returned in further rows. */
  overflow_to_sample_mapping?: number;
  /** The ids of `text_target`. */
  labels?: number[];
}

/** A batch of encodings: the list of each field's values. */
export type BatchEncoding = { [Field in keyof Encoding]: NonNullable<Encoding[Field]>[] };

/** An encoding with any additional fields from the caller. */
export type Fields = Encoding & Record<string, unknown>;
