import { OptionError } from "../base/errors.js";
import { joinByteLevel, readByteLevelFields } from "./byte-level.js";
import type { JsonField } from "./json-field.js";
import { replaceMatches } from "./normalized-text.js";
import { readPattern } from "./pattern.js";
import { readMetaspaceFields } from "./pre-tokenizers.js";
import { type Readers, readBlock } from "./read-block.js";
import type { Writable } from "./serde-json.js";

/** A stage that turns tokens into text. The strings that the last one returns are joined without a separator. */
export interface Decoder {
  decode(tokens: readonly string[]): readonly string[];
  /** The block as the reference saves it. */
  readonly json: Writable;
}

const READERS: Readers<Decoder> = {
  BPEDecoder: (field) => bpe(field.at("suffix").string()),
  ByteLevel: (field) => ({
    decode: (tokens) => [joinByteLevel(tokens)],
    json: { ...readByteLevelFields(field) },
  }),
  WordPiece: (field) => wordPiece(field.at("prefix").string(), field.at("cleanup").boolean()),
  Metaspace: metaspace,
  CTC: ctc,
  Sequence: (field) => {
    const decoders = field.at("decoders").items().map(readDecoder);
    return {
      decode: (tokens) => decoders.reduce((made, decoder) => decoder.decode(made), tokens),
      json: { type: "Sequence", decoders: decoders.map(({ json }) => json) },
    };
  },
  Replace: replace,
  Fuse: () => ({ decode: (tokens) => [tokens.join("")], json: { type: "Fuse" } }),
  Strip: strip,
  ByteFallback: () => ({ decode: joinBytes, json: { type: "ByteFallback" } }),
};
/** Types that the reference also recognizes by their fields, if the type is missing or unknown, in its order. */
const BY_FIELDS = ["BPEDecoder", "WordPiece", "CTC", "Replace", "Strip"];

/** Reads the `decoder` block. @throws VocabularyError if a type is unknown or a field is invalid */
export function readDecoder(field: JsonField): Decoder {
  return readBlock(field, READERS, BY_FIELDS);
}

function replace(field: JsonField): Decoder {
  const pattern = readPattern(field.at("pattern"));
  const content = field.at("content").string();
  return {
    decode: (tokens) => tokens.map((token) => replaceMatches(token, pattern.find(token), content, token.length)),
    json: { type: "Replace", pattern: field.at("pattern").object(), content },
  };
}

/** A byte token: two hexadecimal digits, or a plus sign and one digit, which Rust's number parser accepts too. */
const BYTE = /^<0x([0-9A-Fa-f]{2}|\+[0-9A-Fa-f])>$/;

/** Joins each run of byte tokens into its text. If the run is not valid UTF-8, each of its bytes becomes U+FFFD. */
function joinBytes(tokens: readonly string[]): readonly string[] {
  const made: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length === 0) return;
    const text = textOf(bytes);
    if (text === undefined) for (const _ of bytes) made.push("\ufffd");
    else made.push(text);
    bytes = [];
  };
  for (const token of tokens) {
    const byte = BYTE.exec(token)?.[1];
    if (byte !== undefined) bytes.push(Number.parseInt(byte, 16));
    else {
      flush();
      made.push(token);
    }
  }
  flush();
  return made;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, or undefined if they are invalid. */
function textOf(bytes: readonly number[]): string | undefined {
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** Removes up to `start` and `stop` copies of a character from the start and the end of each token. */
function strip(field: JsonField): Decoder {
  const content = field.at("content").character();
  const start = field.at("start").whole(Number.MAX_SAFE_INTEGER);
  const stop = field.at("stop").whole(Number.MAX_SAFE_INTEGER);
  const stripped = (token: string): string => {
    const characters = Array.from(token);
    const { length } = characters;
    let first = 0;
    while (first < Math.min(start, length) && characters[first] === content) first++;
    let last = length;
    while (length - last < stop && last > 0 && characters[last - 1] === content) last--;
    // Here the reference reads before the start of the token and panics.
    const looksBeyond = last === 0 && stop > length;
    if (looksBeyond || first > last)
      throw new OptionError("ids", token, "tokens longer than the part that Strip removes");
    return characters.slice(first, last).join("");
  };
  return { decode: (tokens) => tokens.map(stripped), json: { type: "Strip", content, start, stop } };
}

/**
 * Turns replacement characters back into spaces; those of the first token are removed, unless the scheme is "never".
 */
function metaspace(field: JsonField): Decoder {
  const { replacement, prependScheme, json } = readMetaspaceFields(field);
  return {
    decode: (tokens) =>
      tokens.map((token, at) => token.replaceAll(replacement, at === 0 && prependScheme !== "never" ? "" : " ")),
    json,
  };
}

function wordPiece(prefix: string, cleanup: boolean): Decoder {
  return {
    decode: (tokens) =>
      tokens.map((token, at) => {
        const spaced = at === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
        return cleanup ? cleanUp(spaced) : spaced;
      }),
    json: { type: "WordPiece", prefix, cleanup },
  };
}

/** Replacements that remove spaces around English punctuation and contractions, in the reference's order. */
const TIGHT = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" do not", " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;

function cleanUp(text: string): string {
  return TIGHT.reduce((made, [loose, tight]) => made.replaceAll(loose, tight), text);
}

/**
 * The decoder of speech models. Of equal neighbours one stays; the pad token disappears from tokens, and tokens that
 * then are empty do too. The word delimiter becomes a space, but only with `cleanup`, as in the reference.
 */
function ctc(field: JsonField): Decoder {
  const pad_token = field.at("pad_token").string();
  const word_delimiter_token = field.at("word_delimiter_token").string();
  const cleanup = field.at("cleanup").boolean();
  const textOfToken = (token: string): string => {
    const text = replaced(token, pad_token, "");
    return cleanup ? replaced(cleanUp(text), word_delimiter_token, " ") : text;
  };
  return {
    decode: (tokens) =>
      tokens
        .filter((token, at) => token !== tokens[at - 1])
        .map(textOfToken)
        .filter((text) => text !== ""),
    json: { type: "CTC", pad_token, word_delimiter_token, cleanup },
  };
}

function bpe(suffix: string): Decoder {
  return {
    decode: (tokens) => tokens.map((token, at) => replaced(token, suffix, at === tokens.length - 1 ? "" : " ")),
    json: { type: "BPEDecoder", suffix },
  };
}

/** Replaces a string as Rust does: an empty one is found before each character and at the end. */
function replaced(text: string, old: string, content: string): string {
  return (old === "" ? ["", ...text, ""] : text.split(old)).join(content);
}
