import { INT_BYTES } from "../memory/layout.js";
import type { Region } from "../memory/region.js";

/** The fields of a record by their offsets (records.ts). A field that is left out is 0. */
export type RecordFields = Readonly<Record<number, number>>;

/**
 * Places records of one kind, one after the other.
 *
 * @param bytes the size of a record
 * @returns the address of the first record
 */
export function placeRecords(region: Region, bytes: number, records: readonly RecordFields[]): number {
  const ints = new Int32Array((records.length * bytes) / INT_BYTES);
  let at = 0;
  for (const fields of records) for (let offset = 0; offset < bytes; offset += INT_BYTES) ints[at++] = fields[offset];
  return region.place(ints);
}
