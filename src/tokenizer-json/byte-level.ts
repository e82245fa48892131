import { UnitBuffer } from "../text/unit-buffer.js";
import { utf8Size } from "../text/utf8.js";
import type { ByteLevelFields } from "./block-types.js";
import type { JsonField } from "./json-field.js";
import { type Matches, type NormalizedText, Transformation } from "./normalized-text.js";
import { asInUnicode16 } from "./rust-unicode.js";

/** The fields of ByteLevel, which is a pre-tokenizer, a post-processor and a decoder. */
export function readByteLevelFields(field: JsonField): ByteLevelFields {
  const regex = field.at("use_regex");
  return {
    type: "ByteLevel",
    add_prefix_space: field.at("add_prefix_space").boolean(),
    trim_offsets: field.at("trim_offsets").boolean(),
    use_regex: regex.value === undefined || regex.boolean(),
  };
}

/**
 * The character that stands for each byte, as GPT-2 chose them: printable characters of Latin-1 for themselves, and for the
 * other bytes, in ascending order, the characters from U+0100 on.
 */
const CHARACTERS = new Uint16Array(256);
/** The byte of each character of {@link CHARACTERS}, plus 1; 0 for other characters. */
const BYTES = new Uint16Array(0x144);
for (let byte = 0, next = 0x100; byte < 256; byte++) {
  const isItself = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  CHARACTERS[byte] = isItself ? byte : next++;
  BYTES[CHARACTERS[byte]] = byte + 1;
}

/** Matches texts whose characters stand for themselves. */
const PLAIN = /^[!-~]*$/;

/** Writes a text as the characters of its UTF-8 bytes. */
export class ByteWriter {
  readonly #made = new UnitBuffer();

  /** Replaces a text. The first byte of a character replaces it; the others are inserted after that. */
  apply(text: NormalizedText): void {
    if (!text.isAligned) {
      if (!PLAIN.test(text.text)) text.text = this.#write(text.text);
      return;
    }
    const made = new Transformation();
    for (const character of text.text) {
      const code = character.codePointAt(0) ?? 0;
      const size = utf8Size(code);
      for (let at = 0; at < size; at++) made.push(String.fromCharCode(characterOf(code, size, at)), at > 0 ? 1 : 0);
    }
    text.transform(made, 0);
  }

  #write(text: string): string {
    const buffer = this.#made;
    buffer.clear();
    buffer.reserve(3 * text.length);
    const { units } = buffer;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at) ?? 0;
      if (code < 0x80) {
        units[length++] = CHARACTERS[code];
        continue;
      }
      if (code > 0xffff) at++;
      const size = utf8Size(code);
      for (let byte = 0; byte < size; byte++) units[length++] = characterOf(code, size, byte);
    }
    return buffer.slice(0, length);
  }
}

/** The character of the byte at an index of a code point whose UTF-8 form has `size` bytes. */
function characterOf(code: number, size: number, byte: number): number {
  if (size === 1) return CHARACTERS[code];
  const bits = code >>> (6 * (size - 1 - byte));
  return CHARACTERS[byte === 0 ? ((0xf00 >>> size) & 0xff) | bits : 0x80 | (bits & 0x3f)];
}

/** GPT-2's pattern for words. Some alternative matches at every character, so matches have nothing between them. */
const WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** The matches of the pattern by which ByteLevel cuts a text. */
export function findByteLevelWords(text: string): Matches {
  const known = asInUnicode16(text);
  const matches: number[] = [];
  WORDS.lastIndex = 0;
  for (let start = 0; WORDS.test(known); start = WORDS.lastIndex) matches.push(start, WORDS.lastIndex);
  return matches;
}

const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The text of tokens made of characters that stand for bytes. A token with any other character counts as its own UTF-8. Bytes
 * that are not UTF-8 become U+FFFD, one for each longest invalid sequence.
 */
export function joinByteLevel(tokens: readonly string[]): string {
  const bytes: number[] = [];
  for (const token of tokens) {
    const first = bytes.length;
    for (let at = 0; at < token.length; at++) {
      const byte = BYTES[token.charCodeAt(at)] ?? 0;
      if (byte === 0) {
        bytes.length = first;
        for (const own of new TextEncoder().encode(token)) bytes.push(own);
        break;
      }
      bytes.push(byte - 1);
    }
  }
  return lenient.decode(Uint8Array.from(bytes));
}
