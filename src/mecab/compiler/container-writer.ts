import { DictionaryError } from "../../base/errors.js";
import {
  CHECKSUM_BYTES,
  COUNT_OFFSET,
  ENTRY_CHECKSUM,
  ENTRY_PACKED_SIZE,
  ENTRY_PACKING,
  ENTRY_SIZE,
  FORMAT_VERSION,
  HEADER_BYTES,
  NAME_BYTES,
  PACKING_DEFLATE,
  PACKING_NONE,
  SECTION_ENTRY_BYTES,
  type Sections,
  SIGNATURE,
  VERSION_OFFSET,
} from "../file/container.js";
import { crc32 } from "../file/crc32.js";

/**
 * Writes sections as a compact file, each as it is or deflated, whichever is shorter.
 *
 * @param deflate a raw DEFLATE coder (RFC 1951)
 * @throws DictionaryError if a section's name is too long
 */
export function writeContainer(sections: Sections, deflate: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const packed = [...sections].map(([name, bytes]) => {
    const deflated = deflate(bytes);
    return deflated.length < bytes.length
      ? { name, size: bytes.length, packing: PACKING_DEFLATE, bytes: deflated }
      : { name, size: bytes.length, packing: PACKING_NONE, bytes };
  });
  const contentsEnd = HEADER_BYTES + SECTION_ENTRY_BYTES * packed.length;
  const total = packed.reduce((sum, { bytes }) => sum + bytes.length, contentsEnd + CHECKSUM_BYTES);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  const writeInteger = (offset: number, value: number): void => view.setUint32(offset, value, true);
  const encoder = new TextEncoder();
  file.set(encoder.encode(SIGNATURE));
  writeInteger(VERSION_OFFSET, FORMAT_VERSION);
  writeInteger(COUNT_OFFSET, packed.length);
  let at = contentsEnd + CHECKSUM_BYTES;
  packed.forEach(({ name, size, packing, bytes }, index) => {
    if (name.length > NAME_BYTES) throw new DictionaryError("section", name, `a name of at most ${NAME_BYTES} bytes`);
    const entry = HEADER_BYTES + SECTION_ENTRY_BYTES * index;
    file.set(encoder.encode(name), entry);
    writeInteger(entry + ENTRY_PACKING, packing);
    writeInteger(entry + ENTRY_SIZE, size);
    writeInteger(entry + ENTRY_PACKED_SIZE, bytes.length);
    writeInteger(entry + ENTRY_CHECKSUM, crc32(bytes));
    file.set(bytes, at);
    at += bytes.length;
  });
  writeInteger(contentsEnd, crc32(file.subarray(0, contentsEnd)));
  return file;
}
