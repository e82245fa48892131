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
  return isInert(text) ? text : normalizePinned(text, "NFKC");
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

const ACTIVE = 1;
const HIGH_SURROGATE = 2;
/** Per UTF-16 unit: 0 where NFKC leaves it and its neighbours alone. */
let unitKinds: Uint8Array | undefined;

function isInert(text: string): boolean {
  unitKinds ??= classifyUnits();
  for (let at = 0; at < text.length; at++) {
    const kind = unitKinds[text.charCodeAt(at)];
    if (kind === 0) continue;
    if (kind === ACTIVE) return false;
    const code = text.codePointAt(at) ?? 0;
    if (nfkcActive().has(code)) return false;
    if (code > 0xffff) at++;
  }
  return true;
}

function classifyUnits(): Uint8Array {
  const active = nfkcActive();
  const kinds = new Uint8Array(0x10000);
  for (let unit = 0; unit < kinds.length; unit++) if (active.has(unit)) kinds[unit] = ACTIVE;
  kinds.fill(HIGH_SURROGATE, 0xd800, 0xdc00);
  return kinds;
}

/** As {@link normalizeNfkc}, with the alignment to the original, undefined if nothing changed. */
export function alignNfkc(text: string): Aligned {
  return isInert(text) ? { text, alignment: undefined } : alignForm(text, "NFKC");
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
