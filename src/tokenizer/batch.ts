import { OptionError } from "../base/errors.js";
import type { BatchEncoding, Encoding, Fields } from "./encoding.js";

/** Turns a list of encodings into one object with the list of each field's values. */
export function toBatch(encodings: readonly Encoding[]): BatchEncoding {
  const batch: Record<string, unknown[]> = {};
  for (const encoding of encodings) {
    for (const [field, value] of Object.entries(encoding)) (batch[field] ??= []).push(value);
  }
  return batch as unknown as BatchEncoding;
}

/** The encodings of a batch. @throws OptionError if its fields differ in size */
export function toItems(batch: Readonly<Record<string, readonly unknown[]>>): Fields[] {
  const size = batch.input_ids.length;
  const uneven = Object.entries(batch).find(([, values]) => values?.length !== size);
  if (uneven) throw new OptionError(`encoded: ${uneven[0]}`, uneven[1], `a list of ${size}, as input_ids has`);
  return Array.from({ length: size }, (_, at) => {
    const entries = Object.entries(batch).map(([field, values]) => [field, values[at]]);
    return Object.fromEntries(entries) as Fields;
  });
}
