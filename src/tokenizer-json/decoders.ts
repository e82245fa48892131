import { OptionError } from "../base/errors.js";
import type { Field } from "./fields.js";
import type { Writable } from "./json.js";
import { checkGrowth } from "./normalized-text.js";
import { type Pattern, readPattern } from "./pattern.js";
import { readMetaspaceFields } from "./pre-tokenizers.js";

/** A stage that makes text of tokens; what is left at the end is joined as it is. */
export interface Decoder {
  decode(tokens: readonly string[]): readonly string[];
  /** As the reference saves it. */
  readonly json: Writable;
}

const KNOWN = "Sequence, ByteFallback, Fuse, Replace, Strip, Metaspace, WordPiece or BPEDecoder";

/** @throws VocabularyError where a part is not known or not right */
export function readDecoder(field: Field): Decoder {
  const type = field.at("type").string();
  switch (type) {
    case "Sequence": {
      const decoders = field.at("decoders").items().map(readDecoder);
      return {
        decode: (tokens) => decoders.reduce((made, decoder) => decoder.decode(made), tokens),
        json: { type, decoders: decoders.map(({ json }) => json) },
      };
    }
    case "ByteFallback":
      return { decode: joinBytes, json: { type } };
    case "Fuse":
      return { decode: (tokens) => [tokens.join("")], json: { type } };
    case "Replace": {
      const pattern = readPattern(field.at("pattern"));
      const content = field.at("content").string();
      return {
        decode: (tokens) => tokens.map((token) => replaced(token, pattern, content)),
        json: { type, pattern: field.at("pattern").object(), content },
      };
    }
    case "Strip":
      return strip(field);
    case "Metaspace":
      return metaspace(field);
    case "WordPiece":
      return wordPiece(field.at("prefix").string(), field.at("cleanup").boolean());
    case "BPEDecoder":
      return bpe(field.at("suffix").string());
    default:
      throw field.at("type").error(KNOWN);
  }
}

function replaced(token: string, pattern: Pattern, content: string): string {
  let made = "";
  let copied = 0;
  const matches = pattern.find(token);
  checkGrowth(token.length + (matches.length / 2) * content.length, token.length);
  for (let match = 0; match < matches.length; match += 2) {
    made += token.slice(copied, matches[match]) + content;
    copied = matches[match + 1];
  }
  return made + token.slice(copied);
}

/** Two digits, or one behind a sign, as Rust reads numbers. */
const BYTE = /^<0x([0-9A-Fa-f]{2}|\+[0-9A-Fa-f])>$/;

/** Bytes that follow each other become the text that they are; if all of them are none, each becomes U+FFFD. */
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

function textOf(bytes: readonly number[]): string | undefined {
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** Takes up to so many of a character off each token's start and end. */
function strip(field: Field): Decoder {
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
    // The reference looks beyond the token's start, and panics.
    const looksBeyond = last === 0 && stop > length;
    if (looksBeyond || first > last) throw new OptionError("ids", token, "tokens longer than what Strip takes off");
    return characters.slice(first, last).join("");
  };
  return { decode: (tokens) => tokens.map(stripped), json: { type: "Strip", content, start, stop } };
}

/** Spaces again; those in the first token are gone. */
function metaspace(field: Field): Decoder {
  const { replacement, prependScheme, json } = readMetaspaceFields(field);
  return {
    decode: (tokens) =>
      tokens.map((token, at) => token.split(replacement).join(at === 0 && prependScheme !== "never" ? "" : " ")),
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

/** What is written without the space before it, and in this order. */
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
  return TIGHT.reduce((made, [loose, tight]) => made.split(loose).join(tight), text);
}

function bpe(suffix: string): Decoder {
  return {
    decode: (tokens) =>
      tokens.map((token, at) => {
        const space = at === tokens.length - 1 ? "" : " ";
        return suffix === "" ? ["", ...token, ""].join(space) : token.split(suffix).join(space);
      }),
    json: { type: "BPEDecoder", suffix },
  };
}
