import { type Aligned, AlignedBuilder } from "./alignment.js";
import { nfkcActive, nfkcJoining, unassigned } from "./code-points.js";

type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

/**
 * Python 3.11's `unicodedata.normalize("NFKC", text)`: Unicode 14.0, whatever the version of the engine's tables.
 *
 * A text that is normalized already, the common case, is told by one pass over it and returned as it is. Lone
 * surrogates stay.
 */
export function normalizeNfkc(text: string): string {
  const kinds = (unitKinds ??= classifyUnits());
  const first = firstActive(text, kinds);
  if (first === text.length) return text;
  return normalizeEach(text, first, kinds) ?? normalizePinned(text, "NFKC");
}

/**
 * NFKC of a text in which nothing joins what stands before it, so that each character normalizes on its own; undefined
 * where that is not so, or where characters beyond the BMP change.
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

/** What the active characters met so far normalize to. */
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
 * Normalizes by Unicode 14.0's tables. To them a code point unassigned then is inert, and what was assigned has not
 * changed since: so the text is cut at the unassigned ones and only the pieces between are normalized.
 */
export function normalizePinned(text: string, form: Form): string {
  return betweenUnassigned(text, (piece) => piece.normalize(form));
}

/** Python 3.11's `str.lower()`: full case mapping, final sigma included, by Unicode 14.0. */
export function lower(text: string): string {
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
/** To be told by the whole code point. */
const HIGH_SURROGATE = 1;
const ACTIVE = 2;
/** Active together with what stands before it. */
const JOINING = 3;
/** Per UTF-16 unit, INERT where NFKC leaves it and its neighbours alone. */
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

/** Where the first character is that NFKC may change; the text's length if there is none. */
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

/** As {@link normalizeNfkc}, with the alignment to the original, undefined if nothing changed. */
export function alignNfkc(text: string): Aligned {
  const kinds = (unitKinds ??= classifyUnits());
  return firstActive(text, kinds) === text.length ? { text, alignment: undefined } : alignForm(text, "NFKC");
}

/**
 * As {@link normalizePinned}, with the alignment to the original.
 *
 * Both texts are cut into the shortest stretches that normalize each on their own: a character and what joins it from
 * behind. A stretch that stays as it is aligns character by character; all that another turns into comes from the whole
 * of it.
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
  return builder;
}

function nextCodePoint(text: string, at: number): number {
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}
