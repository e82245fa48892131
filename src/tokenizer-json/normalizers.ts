import { CodePointSet } from "../text/code-points.js";
import { readBertNormalizer } from "./bert-normalizer.js";
import { ByteWriter } from "./byte-level.js";
import { ClusterMap } from "./cluster-map.js";
import type { JsonField } from "./json-field.js";
import { Transformation } from "./normalized-text.js";
import { lowercase, type Normalizer, normalFormOf, removing, sequence, spacing } from "./normalizer.js";
import { readPattern } from "./pattern.js";
import { type Readers, readBlock } from "./read-block.js";
import { isWhiteSpace } from "./rust-unicode.js";
import type { Writable } from "./serde-json.js";
import { MARKS } from "./unknown-characters.js";

/** U+0001 to U+0008, U+000B, U+000E to U+001F, U+007F, U+008F and U+009F, in the format of CodePointSet. */
const NMT_CONTROLS = "18212iCn1f1f1";

const READERS: Readers<Normalizer> = {
  BertNormalizer: readBertNormalizer,
  Bert: readBertNormalizer,
  Strip: (field) => strip(field.at("strip_left").boolean(), field.at("strip_right").boolean()),
  StripAccents: () => removing({ type: "StripAccents" }, () => new CodePointSet(MARKS)),
  NFC: () => normalFormOf("NFC"),
  NFD: () => normalFormOf("NFD"),
  NFKC: () => normalFormOf("NFKC"),
  NFKD: () => normalFormOf("NFKD"),
  Sequence: (field) => sequence(field.at("normalizers").items().map(readNormalizer)),
  Lowercase: () => lowercase({ type: "Lowercase" }),
  Nmt: nmt,
  Precompiled: (field) => precompiled(field.at("precompiled_charsmap")),
  Replace: readReplace,
  Prepend: (field) => prepend(field.at("prepend").string()),
  ByteLevel: byteLevel,
};
/** Types that the reference also recognizes by their fields, if the type is missing or unknown, in its order. */
const BY_FIELDS = ["BertNormalizer", "Strip", "Sequence", "Precompiled", "Replace", "Prepend"];

/** Reads the `normalizer` block. @throws VocabularyError if a type is unknown or a field is invalid */
export function readNormalizer(field: JsonField): Normalizer {
  return readBlock(field, READERS, BY_FIELDS, ["BertNormalizer"]);
}

function readReplace(field: JsonField): Normalizer {
  const pattern = readPattern(field.at("pattern"));
  const content = field.at("content").string();
  const { literal } = pattern;
  const escaped = content.replaceAll("$", "$$$$");
  return {
    normalize: (text) => {
      if (literal && content.length <= literal.length && !text.isAligned) {
        text.text = text.text.replaceAll(literal, escaped);
      } else text.replace(pattern.find(text.text), content);
    },
    makesGhosts: pattern.mayBeEmpty,
    seesGhosts: false,
    json: { type: "Replace", pattern: field.at("pattern").object(), content },
  };
}

function prepend(content: string): Normalizer {
  return {
    normalize: (text) => text.prepend(content),
    makesGhosts: content === "",
    seesGhosts: false,
    json: { type: "Prepend", prepend: content },
  };
}

function strip(left: boolean, right: boolean): Normalizer {
  const json = { type: "Strip", strip_left: left, strip_right: right };
  if (left && right) return stripping(json, true, true);
  const sides = [...(left ? [stripping(json, true, false)] : []), ...(right ? [stripping(json, false, true)] : [])];
  return { ...sequence(sides), json };
}

function stripping(json: Writable, left: boolean, right: boolean): Normalizer {
  return {
    normalize: (text) => {
      const [start, end] = strippedBounds(text.text, left, right);
      if (start === 0 && end === text.length) return;
      if (!text.isAligned) text.text = text.text.slice(start, Math.max(start, end));
      else {
        const made = new Transformation();
        for (const character of text.text.slice(start, end)) made.push(character, 0);
        text.transform(made, start);
      }
    },
    makesGhosts: false,
    seesGhosts: true,
    json,
  };
}

/** The bounds without whitespace at the given sides. Every whitespace character is one code unit. */
function strippedBounds(text: string, left: boolean, right: boolean): [start: number, end: number] {
  let start = 0;
  let end = text.length;
  if (left) while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  if (right) while (end > 0 && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return [start, end];
}

/**
 * Removes control characters and turns some others into spaces: the rules that nmt_nfkc of SentencePiece adds to NFKC.
 */
function nmt(): Normalizer {
  const json = { type: "Nmt" };
  const spaces = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g;
  return { ...sequence([removing(json, () => new CodePointSet(NMT_CONTROLS)), spacing(json, spaces)]), json };
}

/** Writes a text as the characters that stand for its UTF-8 bytes. */
function byteLevel(): Normalizer {
  const writer = new ByteWriter();
  return {
    normalize: (text) => {
      if (text.text !== "") writer.apply(text);
    },
    makesGhosts: false,
    seesGhosts: true,
    json: { type: "ByteLevel" },
  };
}

function precompiled(field: JsonField): Normalizer {
  const source = field.string();
  const map = new ClusterMap(decodeBase64(field), field.place);
  return {
    normalize: (text) => {
      if (!text.isAligned) text.text = map.replace(text.text);
      else {
        const made = map.transform(text.text);
        if (made) text.transform(made, 0);
      }
    },
    makesGhosts: false,
    seesGhosts: true,
    json: { type: "Precompiled", precompiled_charsmap: source },
  };
}

function decodeBase64(field: JsonField): Uint8Array {
  const text = field.string();
  const isWhole = text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
  if (!isWhole) throw field.error("base64");
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
