import { inflate } from "#platform";
import { DictionaryError } from "../../base/errors.js";
import { crc32 } from "./crc32.js";

/**
 * The compact dictionary file: a table of contents, then named sections.
 *
 * | bytes | content |
 * |---|---|
 * | 8 | "TOHOKUDI" |
 * | 4 | format version |
 * | 4 | number of sections |
 * | 32 each | name (16 bytes, NUL padded), packing, unpacked size, packed size, CRC-32 of the packed bytes |
 * | 4 | CRC-32 of all the above |
 * | … | the sections' packed bytes, in the order of the table, to the end of the file |
 *
 * Integers are unsigned, 32-bit, little-endian. A section's name identifies its content and its coding, so one section's
 * coding can change, under a new name, without the others.
 */
export const SIGNATURE = "TOHOKUDI";
export const FORMAT_VERSION = 1;
export const VERSION_OFFSET = 8;
export const COUNT_OFFSET = 12;
export const HEADER_BYTES = 16;
export const CHECKSUM_BYTES = 4;

/** An entry of the table of contents: the name, then integers at these offsets. */
export const SECTION_ENTRY_BYTES = 32;
export const NAME_BYTES = 16;
export const ENTRY_PACKING = 16;
export const ENTRY_SIZE = 20;
export const ENTRY_PACKED_SIZE = 24;
export const ENTRY_CHECKSUM = 28;

/** Packings: the bytes as they are, or raw DEFLATE (RFC 1951). */
export const PACKING_NONE = 0;
export const PACKING_DEFLATE = 1;

/** DEFLATE expands a byte to at most this many bytes. */
const LARGEST_EXPANSION = 1032;
/** The most bytes that all sections together may have unpacked. Nothing is allocated for more. */
export const MOST_UNPACKED = 2 ** 29;

/** Unpacked sections by name. */
export type Sections = ReadonlyMap<string, Uint8Array>;

/**
 * Reads a compact file and unpacks every section.
 *
 * @param name the file's name in errors
 * @throws DictionaryError if the file is foreign, of another version, cut, damaged, or unpacks to more than 512 MiB
 */
export async function readContainer(file: Uint8Array, name: string): Promise<Sections> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const integer = (offset: number): number => view.getUint32(offset, true);
  const ascii = (start: number, end: number): string => new TextDecoder("latin1").decode(file.subarray(start, end));
  const signature = ascii(0, SIGNATURE.length);
  if (signature !== SIGNATURE) {
    const found = signature === "" ? "an empty file" : `a file that starts with ${signature}`;
    throw new DictionaryError(name, found, `a compact dictionary, whose first bytes are ${SIGNATURE}`);
  }
  if (file.length < HEADER_BYTES || integer(VERSION_OFFSET) !== FORMAT_VERSION) {
    const version = file.length < HEADER_BYTES ? "no version" : `format version ${integer(VERSION_OFFSET)}`;
    throw new DictionaryError(name, version, `format version ${FORMAT_VERSION}`);
  }
  const count = integer(COUNT_OFFSET);
  const contentsEnd = HEADER_BYTES + SECTION_ENTRY_BYTES * count;
  let at = contentsEnd + CHECKSUM_BYTES;
  if (at > file.length) throw wrongSize(name, file.length, at);
  if (integer(contentsEnd) !== crc32(file.subarray(0, contentsEnd))) {
    throw new DictionaryError(name, "a table of contents with another checksum", "an undamaged file");
  }
  let unpacked = 0;
  for (let index = 0; index < count; index++)
    unpacked += integer(HEADER_BYTES + SECTION_ENTRY_BYTES * index + ENTRY_SIZE);
  if (unpacked > MOST_UNPACKED) {
    throw new DictionaryError(name, `sections of ${unpacked} bytes`, `at most ${MOST_UNPACKED} in all`);
  }
  const sections = new Map<string, Uint8Array>();
  for (let index = 0; index < count; index++) {
    const entry = HEADER_BYTES + SECTION_ENTRY_BYTES * index;
    const section = ascii(entry, entry + NAME_BYTES).replace(/\0+$/, "");
    const size = integer(entry + ENTRY_SIZE);
    const end = at + integer(entry + ENTRY_PACKED_SIZE);
    if (end > file.length) throw wrongSize(name, file.length, end);
    const packed = file.subarray(at, end);
    at = end;
    if (crc32(packed) !== integer(entry + ENTRY_CHECKSUM)) {
      throw new DictionaryError(name, `section ${section} of another checksum`, "an undamaged file");
    }
    sections.set(section, await unpack(packed, integer(entry + ENTRY_PACKING), size, `${name}, section ${section}`));
  }
  if (at !== file.length) throw wrongSize(name, file.length, at);
  return sections;
}

async function unpack(packed: Uint8Array, packing: number, size: number, name: string): Promise<Uint8Array> {
  if (packing === PACKING_NONE && packed.length === size) return packed.slice();
  if (packing !== PACKING_DEFLATE) throw new DictionaryError(name, `packing ${packing}`, "one that this version knows");
  if (size > LARGEST_EXPANSION * packed.length)
    throw wrongSize(name, packed.length, Math.ceil(size / LARGEST_EXPANSION));
  let bytes: Uint8Array;
  try {
    bytes = await inflate(packed, size);
  } catch (cause) {
    throw new DictionaryError(name, "bytes that do not inflate", "an undamaged file", { cause });
  }
  if (bytes.length !== size) throw wrongSize(name, bytes.length, size);
  return bytes;
}

function wrongSize(name: string, found: number, expected: number): DictionaryError {
  return new DictionaryError(name, `${found} bytes`, `${expected} bytes, a whole file: fetch it again`);
}
