import { crc32 as platformCrc32 } from "#platform";

/** The CRC-32 of gzip and zlib: the platform's, or ours if the platform has none. */
export const crc32 = platformCrc32 ?? makeCrc32();

/** Returns a CRC-32 in TypeScript that reads four bytes at a time. */
export function makeCrc32(): (bytes: Uint8Array) => number {
  // Four tables: the effect of each byte on the checksum, then its effect with one, two and three zero bytes after it.
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
