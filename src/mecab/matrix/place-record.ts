import type { Region } from "../memory/region.js";
import { INT_BYTES } from "./records.js";

/** The fields of a record by their offsets (records.ts). */
export type Fields = Readonly<Record<number, number>>;

/**
 * Places records of one kind, one after the other.
 *
 * @param bytes the size of a record
 * @returns the address of the first record
 */
export function placeRecords(region: Region, bytes: number, records: readonly Fields[]): number {
  const ints = new Int32Array((records.length * bytes) / INT_BYTES);
  records.forEach((fields, record) => {
    for (const offset in fields) ints[(record * bytes + Number(offset)) / INT_BYTES] = fields[offset];
  });
  return region.place(ints);
}
