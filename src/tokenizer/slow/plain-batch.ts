import { repeated } from "../../base/buffers.js";
import { ofInput } from "../../base/errors.js";
import { toBatch } from "../batch.js";
import type { CallOptions } from "../call-options.js";
import type { BatchEncoding, Fields } from "../encoding.js";
import { padBatch } from "../padding.js";
import type { Sequence } from "../sequence.js";
import { type Strategies, warnOfLength } from "../strategies.js";
import type { Text } from "./inputs.js";
import { NO_POSITIONS, type Preparation, prepare } from "./prepare.js";
import { NOTHING, type Template } from "./template.js";

/** The options that ask for nothing but ids and their masks. */
const PLAIN: ReadonlySet<string> = new Set<keyof CallOptions>([
  "padding",
  "max_length",
  "pad_to_multiple_of",
  "padding_side",
  "return_attention_mask",
  "return_token_type_ids",
  "return_tensors",
  "verbose",
  "truncation",
  "add_special_tokens",
]);

/** True if a batch is of texts alone, and its options ask for nothing but ids and their masks. */
export function isPlainBatch(
  texts: readonly unknown[],
  pairs: unknown,
  options: CallOptions,
): texts is readonly string[] {
  if (pairs !== undefined) return false;
  for (const name in options) if (!PLAIN.has(name) && options[name as keyof CallOptions]) return false;
  for (let at = 0; at < texts.length; at++) if (typeof texts[at] !== "string") return false;
  return true;
}

/** The parts of a tokenizer that make such a batch. */
export interface PlainEncoder extends Preparation {
  /** Fills in the defaults of padding and truncation. */
  strategies(): Strategies;
  /** The ids of a text with those of a template around them. */
  read(text: string, template: Template): number[];
  /** The same for many texts together; undefined in place of a text's ids, or of all, if it has to be read by itself. */
  readTogether(texts: readonly string[], template: Template): readonly (number[] | undefined)[] | undefined;
  readSequence(text: Text): Sequence;
}

/**
 * The ids and masks of texts; undefined if the types of ids do not follow from their number.
 *
 * @throws OptionError if the reference raises ValueError; TextError that names the row
 */
export function encodePlainBatch(
  texts: readonly string[],
  options: CallOptions,
  encoder: PlainEncoder,
): BatchEncoding | undefined {
  const { by, frame, log } = encoder;
  const { add_special_tokens = true, verbose = true, return_token_type_ids } = options;
  const returnsTypes = return_token_type_ids ?? by.model_input_names.includes("token_type_ids");
  if (returnsTypes && (frame.template.endsOnce || !add_special_tokens)) return undefined;
  const strategies = encoder.strategies();
  const { truncation, max_length } = strategies;
  const template = add_special_tokens ? frame.template : NOTHING;
  const warns = verbose && max_length === undefined;
  // A text that ends by itself counts as if it got another end.
  const most = (max_length ?? 0) - (template.endsOnce ? template.suffix.length : 0);
  const cuts = truncation !== "do_not_truncate" && max_length !== undefined;
  const together = encoder.readTogether(texts, template);
  const rows = texts.map((text, row): number[] => {
    try {
      const ids = together?.[row] ?? encoder.read(text, template);
      if (cuts && ids.length > most) {
        const sequence = template.endsOnce
          ? encoder.readSequence({ kind: "text", text })
          : { ids: ids.slice(template.prefix.length, ids.length - template.suffix.length) };
        return prepare(sequence, undefined, strategies, options, NO_POSITIONS, encoder).input_ids;
      }
      if (warns) warnOfLength(ids.length, by.model_max_length, log);
      return ids;
    } catch (error) {
      throw ofInput(error, "text", row);
    }
  });
  const returnsMask = options.return_attention_mask ?? by.model_input_names.includes("attention_mask");
  if (strategies.padding === "do_not_pad") return columns(rows, returnsTypes, returnsMask);
  const encodings = rows.map((input_ids): Fields => {
    return returnsTypes ? { input_ids, token_type_ids: repeated(0, input_ids.length) } : { input_ids };
  });
  padBatch(encodings, strategies, options, by, frame.padIds);
  return toBatch(encodings);
}

/** The fields of rows of ids that are not padded. */
function columns(rows: number[][], returnsTypes: boolean, returnsMask: boolean): BatchEncoding {
  const batch: BatchEncoding = { input_ids: rows };
  if (returnsTypes) batch.token_type_ids = rows.map(({ length }) => repeated(0, length));
  if (returnsMask) batch.attention_mask = rows.map(({ length }) => repeated(1, length));
  return batch;
}
