import { inflate, crc32 as platformCrc32 } from "#platform";
import { DictionaryError } from "../../base/errors.js";

/**
 * The compact dictionary file: named sections behind a table of contents.
 *
 * | bytes | what |
 * |---|---|
 * | 8 | "TOHOKUDI" |
 * | 4 | format version |
 * | 4 | number of sections |
 * | 32 each | name (16 bytes, NUL padded), packing, unpacked size, packed size, CRC-32 of the packed bytes |
 * | 4 | CRC-32 of all the above |
 * | … | the sections' packed bytes, one after the other, to the end of the file |
 *
 * Integers are unsigned 32-bit little-endian. A section's name says what it holds and how that is coded, so a coding can
 * change, under another name, without the rest.
 */
const SIGNATURE = "TOHOKUDI";
const FORMAT_VERSION = 1;
const HEADER_BYTES = 16;
const ENTRY_BYTES = 32;
const NAME_BYTES = 16;
const LARGEST_SECTION = 2 ** 30;

const PACKING = { none: 0, deflate: 1 } as const;

/** Sections by name, unpacked. */
export type Sections = ReadonlyMap<string, Uint8Array>;

/**
 * Writes sections, each as it comes or deflated, whichever is shorter.
 *
 * @param deflate a raw DEFLATE coder (RFC 1951)
 */
export function writeContainer(sections: Sections, deflate: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const packed = [...sections].map(([name, bytes]) => {
    const deflated = deflate(bytes);
    return deflated.length < bytes.length
      ? { name, size: bytes.length, packing: PACKING.deflate, bytes: deflated }
      : { name, size: bytes.length, packing: PACKING.none, bytes };
  });
  const contentsEnd = HEADER_BYTES + ENTRY_BYTES * packed.length;
  const total = packed.reduce((sum, { bytes }) => sum + bytes.length, contentsEnd + 4);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  const encoder = new TextEncoder();
  file.set(encoder.encode(SIGNATURE), 0);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, packed.length, true);
  let at = contentsEnd + 4;
  packed.forEach(({ name, size, packing, bytes }, index) => {
    const entry = HEADER_BYTES + ENTRY_BYTES * index;
    if (name.length > NAME_BYTES) throw new DictionaryError("section", name, `a name of at most ${NAME_BYTES} bytes`);
    file.set(encoder.encode(name), entry);
    view.setUint32(entry + NAME_BYTES, packing, true);
    view.setUint32(entry + NAME_BYTES + 4, size, true);
    view.setUint32(entry + NAME_BYTES + 8, bytes.length, true);
    view.setUint32(entry + NAME_BYTES + 12, crc32(bytes), true);
    file.set(bytes, at);
    at += bytes.length;
  });
  view.setUint32(contentsEnd, crc32(file.subarray(0, contentsEnd)), true);
  return file;
}

/**
 * Reads and unpacks every section.
 *
 * @param name what to call the file in errors
 * @throws DictionaryError where the file is foreign, of another version, cut or damaged
 */
export async function readContainer(file: Uint8Array, name: string): Promise<Sections> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const ascii = (start: number, end: number): string => new TextDecoder("latin1").decode(file.subarray(start, end));
  const signature = ascii(0, 8);
  if (signature !== SIGNATURE) throw new DictionaryError(name, `a file that starts with ${signature}`, SIGNATURE);
  if (file.length < HEADER_BYTES || view.getUint32(8, true) !== FORMAT_VERSION) {
    const version = file.length < HEADER_BYTES ? "no version" : `format version ${view.getUint32(8, true)}`;
    throw new DictionaryError(name, version, `format version ${FORMAT_VERSION}`);
  }
  const count = view.getUint32(12, true);
  const contentsEnd = HEADER_BYTES + ENTRY_BYTES * count;
  if (contentsEnd + 4 > file.length) throw cut(name, file.length, contentsEnd + 4);
  if (view.getUint32(contentsEnd, true) !== crc32(file.subarray(0, contentsEnd))) {
    throw new DictionaryError(name, "a table of contents with another checksum", "an undamaged file");
  }
  const sections = new Map<string, Uint8Array>();
  let at = contentsEnd + 4;
  for (let index = 0; index < count; index++) {
    const entry = HEADER_BYTES + ENTRY_BYTES * index;
    const section = ascii(entry, entry + NAME_BYTES).replace(/\0+$/, "");
    const [packing, size, packedSize, checksum] = [0, 4, 8, 12].map((offset) =>
      view.getUint32(entry + NAME_BYTES + offset, true),
    );
    if (at + packedSize > file.length) throw cut(name, file.length, at + packedSize);
    const packed = file.subarray(at, at + packedSize);
    at += packedSize;
    if (size > LARGEST_SECTION || crc32(packed) !== checksum) {
      throw new DictionaryError(name, `section ${section} of another checksum`, "an undamaged file");
    }
    sections.set(section, await unpack(packed, packing, size, `${name}, section ${section}`));
  }
  if (at !== file.length) throw cut(name, file.length, at);
  return sections;
}

async function unpack(packed: Uint8Array, packing: number, size: number, name: string): Promise<Uint8Array> {
  if (packing === PACKING.none && packed.length === size) return packed.slice();
  if (packing !== PACKING.deflate) throw new DictionaryError(name, `packing ${packing}`, "one that this version knows");
  let bytes: Uint8Array;
  try {
    bytes = await inflate(packed, size);
  } catch (cause) {
    throw new DictionaryError(name, "bytes that do not inflate", "an undamaged file", { cause });
  }
  if (bytes.length !== size) throw cut(name, bytes.length, size);
  return bytes;
}

function cut(name: string, found: number, expected: number): DictionaryError {
  return new DictionaryError(name, `${found} bytes`, `${expected} bytes, a whole file`);
}

/** CRC-32 as gzip has it. */
const crc32 = platformCrc32 ?? makeCrc32();

/** CRC-32, four bytes at a time. */
export function makeCrc32(): (bytes: Uint8Array) => number {
  // For each byte what it does to the checksum, then the same with one, two and three zeros behind it.
  const table = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    table[byte] = value;
  }
  for (let at = 256; at < table.length; at++) table[at] = table[table[at - 256] & 0xff] ^ (table[at - 256] >>> 8);
  return (bytes) => {
    let crc = -1;
    let at = 0;
    for (const fours = bytes.length & ~3; at < fours; at += 4) {
      crc ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      crc =
        table[0x300 + (crc & 0xff)] ^
        table[0x200 + ((crc >>> 8) & 0xff)] ^
        table[0x100 + ((crc >>> 16) & 0xff)] ^
        table[crc >>> 24];
    }
    for (; at < bytes.length; at++) crc = table[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}
