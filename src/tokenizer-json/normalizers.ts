import { ClusterMap } from "./cluster-map.js";
import type { JsonField } from "./json-field.js";
import { isMark, type NormalForm, normalForm, normalizeEach } from "./normal-forms.js";
import { type NormalizedText, Transformation } from "./normalized-text.js";
import { readPattern } from "./pattern.js";
import { isWhiteSpace, lowerCharacters, lowerEach } from "./rust-unicode.js";
import type { Writable } from "./serde-json.js";

/**
 * A stage that changes text. Some normalizers make ghosts: characters at the front whose span is empty. Others give
 * different text if there are ghosts, so texts must be aligned whenever both kinds are present.
 */
export interface Normalizer {
  normalize(text: NormalizedText): void;
  /** True if the normalizer can make ghosts. */
  readonly makesGhosts: boolean;
  /** True if the result depends on the presence of ghosts. */
  readonly seesGhosts: boolean;
  /** The block as the reference saves it. */
  readonly json: Writable;
}

/** @throws VocabularyError if a type is unknown or a field is invalid */
export function readNormalizer(field: JsonField): Normalizer {
  const type = field.at("type").string();
  switch (type) {
    case "Sequence":
      return sequence(field.at("normalizers").items().map(readNormalizer));
    case "Replace":
      return readReplace(field);
    case "Prepend":
      return prepend(field.at("prepend").string());
    case "NFC":
    case "NFD":
    case "NFKC":
    case "NFKD":
      return normalFormOf(type);
    case "Lowercase":
      return changing({ type }, lowerCharacters, (text) => [lowerEach(text), 0]);
    case "Strip":
      return strip(field.at("strip_left").boolean(), field.at("strip_right").boolean());
    case "StripAccents":
      return filtering({ type }, (character) => !isMark(character));
    case "Nmt":
      return nmt();
    case "Precompiled":
      return precompiled(field.at("precompiled_charsmap"));
    default:
      throw field.at("type").error(KNOWN);
  }
}

const KNOWN = "Sequence, Replace, Prepend, NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Nmt or Precompiled";

function sequence(normalizers: readonly Normalizer[]): Normalizer {
  return {
    normalize: (text) => {
      for (const normalizer of normalizers) normalizer.normalize(text);
    },
    makesGhosts: normalizers.some(({ makesGhosts }) => makesGhosts),
    seesGhosts: normalizers.some(({ seesGhosts }) => seesGhosts),
    json: { type: "Sequence", normalizers: normalizers.map(({ json }) => json) },
  };
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

/**
 * A normalizer that rewrites the whole text.
 *
 * @param change returns the new text
 * @param transform returns the same character by character, and the number of characters removed at the front
 */
function changing(
  json: Writable,
  change: (text: string) => string,
  transform: (text: string) => readonly [Transformation, removed: number],
): Normalizer {
  return {
    normalize: (text) => {
      if (!text.isAligned) text.text = change(text.text);
      else text.transform(...transform(text.text));
    },
    makesGhosts: false,
    seesGhosts: true,
    json,
  };
}

function normalFormOf(form: NormalForm): Normalizer {
  return changing(
    { type: form },
    (text) => normalForm(text, form),
    (text) => [normalizeEach(text, form), 0],
  );
}

/**
 * Removes the characters that `keeps` rejects. Each removal is recorded with the kept character before it, or at the
 * front.
 */
function filtering(json: Writable, keeps: (character: string) => boolean): Normalizer {
  return changing(
    json,
    (text) => Array.from(text).filter(keeps).join(""),
    (text) => {
      const made = new Transformation();
      let kept: string | undefined;
      let gone = 0;
      let goneAtFront = 0;
      for (const character of text) {
        if (!keeps(character)) gone++;
        else {
          if (kept === undefined) goneAtFront = gone;
          else made.push(kept, -gone);
          kept = character;
          gone = 0;
        }
      }
      if (kept !== undefined) made.push(kept, -gone);
      return [made, goneAtFront];
    },
  );
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
  const controls = filtering(
    json,
    (character) => !/[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]/.test(character),
  );
  const toSpace = (text: string): string =>
    text.replace(/[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g, " ");
  const spaces = changing(json, toSpace, (text) => {
    const made = new Transformation();
    for (const character of toSpace(text)) made.push(character, 0);
    return [made, 0];
  });
  return { ...sequence([controls, spaces]), json };
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
