import { type Aligned, AlignedBuilder } from "./alignment.js";
import { nfkcActive, nfkcJoining, unassigned } from "./code-points.js";
import { orderLongRuns } from "./combining.js";
import { checkText } from "./unit-buffer.js";
import { UNCLEAR } from "./unit-marks.js";

type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

/**
 * The NFKC form of a text by Unicode 14.0, independent of the Unicode version of the JavaScript engine.
 *
 * Most texts are in NFKC already. One pass over the text recognizes this and returns the same string. Lone surrogates
 * stay unchanged; the function never throws.
 *
 * Reference: `unicodedata.normalize("NFKC", text)` of Python 3.11.
 *
 * @example
 * ```ts
 * import { normalizeNfkc } from "tohoku-tokenizers/normalize";
 *
 * console.log(normalizeNfkc("ﾊﾟｿｺﾝ ㍿ Ａ①")); // => "パソコン 株式会社 A1"
 * ```
 */
export function normalizeNfkc(text: string): string {
  checkText(text);
  const kinds = (unitKinds ??= classifyUnits());
  const first = firstActive(text, kinds);
  if (first === text.length) return text;
  return normalizeEach(text, first, kinds) ?? normalizePinned(text, "NFKC");
}

/**
 * Normalizes each code unit on its own. Returns undefined if that would be wrong: if a character may combine with the
 * one before it, or if a character beyond the BMP may change.
 */
function normalizeEach(text: string, first: number, kinds: Uint8Array): string | undefined {
  let result = "";
  let start = 0;
  for (let at = first; at < text.length; at++) {
    const kind = kinds[text.charCodeAt(at)];
    if (kind === INERT) continue;
    if (kind === JOINING) return undefined;
    if (kind === HIGH_SURROGATE) {
      const code = text.codePointAt(at) ?? 0;
      if (nfkcActive().has(code)) return undefined;
      if (code > 0xffff) at++;
      continue;
    }
    if (start < at) result += text.slice(start, at);
    result += normalizeUnit(text.charCodeAt(at));
    start = at + 1;
  }
  return start === text.length ? result : result + text.slice(start);
}

let aloneUnits: Int32Array | undefined;

/**
 * For each UTF-16 code unit the one that NFKC (Unicode 14.0) makes of it, or {@link UNCLEAR}: for one that may combine with
 * the character before it, for one that becomes several, and for surrogates. A text of other units is normalized unit by
 * unit.
 */
export function nfkcUnits(): Int32Array {
  if (aloneUnits) return aloneUnits;
  const kinds = (unitKinds ??= classifyUnits());
  const units = new Int32Array(kinds.length);
  for (let unit = 0; unit < units.length; unit++) {
    const normalized = kinds[unit] === ACTIVE ? normalizeUnit(unit) : "";
    const isAlone = kinds[unit] === INERT || normalized.length === 1;
    units[unit] = isAlone ? normalized.charCodeAt(0) || unit : UNCLEAR;
  }
  units.fill(UNCLEAR, 0xd800, 0xe000);
  aloneUnits = units;
  return units;
}

/** The NFKC forms of the active code units found so far. */
const normalizedUnits = new Map<number, string>();

function normalizeUnit(unit: number): string {
  let normalized = normalizedUnits.get(unit);
  if (normalized === undefined) {
    normalized = String.fromCharCode(unit).normalize("NFKC");
    normalizedUnits.set(unit, normalized);
  }
  return normalized;
}

/**
 * Normalizes a text by Unicode 14.0.
 *
 * To Unicode 14.0, a code point that was unassigned then is inert. The normalization of the assigned ones never
 * changes. Therefore the text is split at the unassigned code points, and the engine normalizes only the parts between
 * them.
 */
export function normalizePinned(text: string, form: Form): string {
  return betweenUnassigned(text, (piece) => orderLongRuns(piece).normalize(form));
}

/**
 * The lower-case form of a text by Unicode 14.0: full case mapping with the rule for the final sigma.
 *
 * Reference: `str.lower()` of Python 3.11.
 *
 * @example
 * ```ts
 * import { lower } from "tohoku-tokenizers/normalize";
 *
 * console.log(lower("Ｔｏｋｙｏ ΌΣΟΣ")); // => "ｔｏｋｙｏ όσος"
 * ```
 */
export function lower(text: string): string {
  checkText(text);
  return betweenUnassigned(text, (piece) => piece.toLowerCase());
}

function betweenUnassigned(text: string, change: (piece: string) => string): string {
  const cut = unassigned();
  let result = "";
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    if (cut.has(code)) {
      result += change(text.slice(start, at)) + text.slice(at, next);
      start = next;
    }
    at = next;
  }
  return start === 0 ? change(text) : result + change(text.slice(start));
}

const INERT = 0;
/** Decided by the whole code point. */
const HIGH_SURROGATE = 1;
const ACTIVE = 2;
/** Active, and may combine with the character before it. */
const JOINING = 3;
/** By UTF-16 code unit, its kind. Under NFKC, an INERT unit neither changes nor combines with its neighbours. */
let unitKinds: Uint8Array | undefined;

function classifyUnits(): Uint8Array {
  const active = nfkcActive();
  const joining = nfkcJoining();
  const kinds = new Uint8Array(0x10000);
  for (let unit = 0; unit < kinds.length; unit++) {
    if (active.has(unit)) kinds[unit] = joining.has(unit) ? JOINING : ACTIVE;
  }
  kinds.fill(HIGH_SURROGATE, 0xd800, 0xdc00);
  return kinds;
}

/** The position of the first character that NFKC may change, or the text's length if there is none. */
function firstActive(text: string, kinds: Uint8Array): number {
  for (let at = 0; at < text.length; at++) {
    const kind = kinds[text.charCodeAt(at)];
    if (kind === INERT) continue;
    if (kind !== HIGH_SURROGATE) return at;
    const code = text.codePointAt(at) ?? 0;
    if (nfkcActive().has(code)) return at;
    if (code > 0xffff) at++;
  }
  return text.length;
}

/**
 * The NFKC form of a text, as {@link normalizeNfkc} returns it, with its alignment to the original. The alignment is
 * undefined if the text is unchanged.
 *
 * @example
 * ```ts
 * import { alignNfkc } from "tohoku-tokenizers/normalize";
 *
 * const { text, alignment } = alignNfkc("ﾊﾟ①");
 * console.log([text, Array.from(alignment?.starts ?? []), Array.from(alignment?.ends ?? [])]); // => ["パ1",[0,2],[2,3]]
 * ```
 */
export function alignNfkc(text: string): Aligned {
  checkText(text);
  const kinds = (unitKinds ??= classifyUnits());
  return firstActive(text, kinds) === text.length ? { text, alignment: undefined } : alignForm(text, "NFKC");
}

/**
 * Like {@link normalizePinned}, with the alignment to the original.
 *
 * The text is split into the shortest parts that can be normalized separately: a character and the following ones that
 * may combine with it. An unchanged part aligns character by character. Every code unit made from a changed part aligns
 * to the whole part.
 */
export function alignForm(text: string, form: Form): Aligned {
  const joining = nfkcJoining();
  const builder = new AlignedBuilder();
  for (let start = 0; start < text.length; ) {
    let end = nextCodePoint(text, start);
    while (end < text.length && joining.has(text.codePointAt(end) ?? 0)) end = nextCodePoint(text, end);
    const original = text.slice(start, end);
    const normalized = normalizePinned(original, form);
    if (normalized === original) builder.addEach(original, start);
    else builder.add(normalized, start, end);
    start = end;
  }
  return builder.build();
}

function nextCodePoint(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}
