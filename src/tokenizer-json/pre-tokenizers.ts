import { CodePointSet } from "../text/code-points.js";
import { ByteWriter, findByteLevelWords, readByteLevelFields } from "./byte-level.js";
import { CodePointMap } from "./code-point-map.js";
import { cut, findCharacters } from "./cutting.js";
import type { JsonField } from "./json-field.js";
import { checkGrowth, type NormalizedText, skipCharacters } from "./normalized-text.js";
import { findSpaces, findWords, literalPattern, readPattern } from "./pattern.js";
import { type Readers, readBlock } from "./read-block.js";
import { isWhiteSpace } from "./rust-unicode.js";
import type { Writable } from "./serde-json.js";
import { NUMERIC, PUNCTUATION, SCRIPTS } from "./unknown-characters.js";

/** A stage that splits text into pieces. The model encodes each piece alone. */
export interface PreTokenizer {
  /** Splits a text into non-empty pieces. The text itself can change. */
  split(text: NormalizedText): readonly NormalizedText[];
  /** True if the result depends on the position of the text in the whole text, its shift. */
  readonly seesShift: boolean;
  /** True if the result depends on the shift of a piece of a text that this stage itself has changed before. */
  readonly seesChanged: boolean;
  /** True if the result depends on the presence of ghosts, which some normalizers make. */
  readonly seesGhosts: boolean;
  /** The block as the reference saves it. */
  readonly json: Writable;
}

const BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"] as const;

const READERS: Readers<PreTokenizer> = {
  BertPreTokenizer: () => simple({ type: "BertPreTokenizer" }, cutForBert),
  ByteLevel: byteLevel,
  CharDelimiterSplit: (field) => {
    const delimiter = field.at("delimiter").character();
    const pattern = literalPattern(delimiter);
    const json = { type: "CharDelimiterSplit", delimiter };
    return simple(json, (text) => cut(text, pattern.find(text.text), "Removed"));
  },
  Metaspace: metaspace,
  Whitespace: () => simple({ type: "Whitespace" }, (text) => cut(text, findWords(text.text), "Removed", true)),
  Sequence: (field) => sequence(field.at("pretokenizers").items().map(readPreTokenizer)),
  Split: split,
  Punctuation: (field) => {
    const given = field.at("behavior");
    const behavior = given.value === undefined ? "Isolated" : given.oneOf(BEHAVIORS);
    const json = { type: "Punctuation", behavior };
    return simple(json, (text) => cut(text, findCharacters(text.text, punctuation()), behavior));
  },
  WhitespaceSplit: () => simple({ type: "WhitespaceSplit" }, (text) => cut(text, findSpaces(text.text), "Removed")),
  Digits: (field) => {
    const individual_digits = field.at("individual_digits").boolean();
    const behavior = individual_digits ? "Isolated" : "Contiguous";
    const json = { type: "Digits", individual_digits };
    return simple(json, (text) => cut(text, findCharacters(text.text, numeric()), behavior));
  },
  UnicodeScripts: () => simple({ type: "UnicodeScripts" }, cutAtScripts),
  FixedLength: fixedLength,
};

/** Reads the `pre_tokenizer` block. @throws VocabularyError if a type is unknown or a field is invalid */
export function readPreTokenizer(field: JsonField): PreTokenizer {
  return readBlock(field, READERS);
}

/** A pre-tokenizer whose pieces depend on nothing but the text. */
function simple(json: Writable, split: (text: NormalizedText) => readonly NormalizedText[]): PreTokenizer {
  return { split, seesShift: false, seesChanged: false, seesGhosts: false, json };
}

function sequence(parts: readonly PreTokenizer[]): PreTokenizer {
  return {
    split: (text) => {
      const before = text.length;
      let pieces: readonly NormalizedText[] = [text];
      for (const part of parts) {
        pieces = pieces.flatMap((piece) => part.split(piece));
        checkGrowth(
          pieces.reduce((sum, { length }) => sum + length, 0),
          before,
        );
      }
      return pieces;
    },
    seesShift: parts.some(({ seesShift }) => seesShift),
    seesGhosts: parts.some(({ seesGhosts }) => seesGhosts),
    seesChanged: parts.length > 1 && parts.some(({ seesShift }) => seesShift),
    json: { type: "Sequence", pretokenizers: parts.map(({ json }) => json) },
  };
}

const SCHEMES = ["first", "never", "always"] as const;

/** The fields of Metaspace, which is both a pre-tokenizer and a decoder. */
export interface Metaspace {
  readonly replacement: string;
  readonly prependScheme: (typeof SCHEMES)[number];
  readonly split: boolean;
  readonly json: Writable;
}

/** Reads the fields of Metaspace. Old files have `add_prefix_space`; if it is false, the scheme must be "never". */
export function readMetaspaceFields(field: JsonField): Metaspace {
  const replacement = field.at("replacement").character();
  const scheme = field.at("prepend_scheme");
  const prependScheme = scheme.value === undefined ? "always" : scheme.oneOf(SCHEMES);
  const adds = field.at("add_prefix_space").or(true, (given) => given.boolean());
  if (!adds && prependScheme !== "never") throw scheme.error('"never", because add_prefix_space is false');
  const split = field.at("split").or(true, (given) => given.boolean());
  const json = { type: "Metaspace", replacement, prepend_scheme: prependScheme, split };
  return { replacement, prependScheme, split, json };
}

function metaspace(field: JsonField): PreTokenizer {
  const { replacement, prependScheme, split, json } = readMetaspaceFields(field);
  const space = literalPattern(" ");
  const mark = literalPattern(replacement);
  const escaped = replacement.replaceAll("$", "$$$$");
  return {
    split: (text) => {
      if (text.isAligned) text.replace(space.find(text.text), replacement);
      else text.text = text.text.replaceAll(" ", escaped);
      const prepends = prependScheme === "always" || (prependScheme === "first" && text.shift === 0);
      if (prepends && !text.text.startsWith(replacement)) text.prepend(replacement);
      return split ? cut(text, mark.find(text.text), "MergedWithNext") : [text];
    },
    seesShift: prependScheme === "first",
    seesChanged: false,
    seesGhosts: false,
    json,
  };
}

function split(field: JsonField): PreTokenizer {
  const pattern = readPattern(field.at("pattern"));
  const behavior = field.at("behavior").oneOf(BEHAVIORS);
  const invert = field.at("invert").boolean();
  const json = { type: "Split", pattern: field.at("pattern").object(), behavior, invert };
  return simple(json, (text) => cut(text, pattern.find(text.text), behavior, invert));
}

/** Cuts a text into GPT-2's words, if `use_regex` says so, and writes them as the characters of their bytes. */
function byteLevel(field: JsonField): PreTokenizer {
  const fields = readByteLevelFields(field);
  const writer = new ByteWriter();
  return {
    split: (text) => {
      if (fields.add_prefix_space && !text.text.startsWith(" ")) text.prepend(" ");
      const pieces = fields.use_regex ? cut(text, findByteLevelWords(text.text), "Isolated") : [text];
      for (const piece of pieces) writer.apply(piece);
      return pieces;
    },
    seesShift: false,
    seesChanged: false,
    seesGhosts: true,
    json: { ...fields },
  };
}

/** Cuts a text into pieces of `length` characters; the last can be shorter. */
function fixedLength(field: JsonField): PreTokenizer {
  const given = field.at("length");
  const length = given.value === undefined ? 5 : given.whole(Number.MAX_SAFE_INTEGER);
  if (length === 0) throw given.error("an integer from 1 on; with 0 the reference panics at every text");
  return simple({ type: "FixedLength", length }, (text) => {
    const pieces: NormalizedText[] = [];
    for (let start = 0; start < text.length; ) {
      const end = skipCharacters(text.text, start, length);
      pieces.push(text.slice(start, end));
      start = end;
    }
    return pieces;
  });
}

let punctuationSet: CodePointSet | undefined;
let numericSet: CodePointSet | undefined;
let scriptMap: CodePointMap | undefined;

function punctuation(): CodePointSet {
  return (punctuationSet ??= new CodePointSet(PUNCTUATION));
}

function numeric(): CodePointSet {
  return (numericSet ??= new CodePointSet(NUMERIC));
}

/** Removes whitespace, and isolates each character of punctuation. */
function cutForBert(text: NormalizedText): readonly NormalizedText[] {
  const marks = punctuation();
  const { text: whole } = text;
  const pieces: NormalizedText[] = [];
  let start = 0;
  for (let at = 0; at < whole.length; ) {
    const code = whole.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    const isMark = marks.has(code);
    if (isMark || isWhiteSpace(code)) {
      if (start < at) pieces.push(text.slice(start, at));
      if (isMark) pieces.push(text.slice(at, next));
      start = next;
    }
    at = next;
  }
  if (start < whole.length) pieces.push(text.slice(start, whole.length));
  return pieces;
}

/**
 * Cuts a text where the script changes. Spaces and characters of no script stay with those before them; the reference
 * drops them where a text begins.
 */
function cutAtScripts(text: NormalizedText): readonly NormalizedText[] {
  const scripts = (scriptMap ??= new CodePointMap(SCRIPTS));
  const { text: whole } = text;
  const pieces: NormalizedText[] = [];
  let last = 0;
  let start = 0;
  for (let at = 0; at < whole.length; ) {
    const code = whole.codePointAt(at) ?? 0;
    const script = scripts.get(code);
    if (script !== 0 && script !== last) {
      if (last !== 0) pieces.push(text.slice(start, at));
      start = at;
      last = script;
    }
    at += code > 0xffff ? 2 : 1;
  }
  if (last !== 0) pieces.push(text.slice(start, whole.length));
  return pieces;
}
