import { ofWhole } from "../base/errors.js";
import { type Alignment, compose, startOf } from "../text/alignment.js";
import { endAtNul, LOOKUP_BYTES, tooMuchSpace, utf8Bytes } from "../text/lost-text.js";
import { alignNfkc, nfkcUnits, normalizeNfkc } from "../text/normalize.js";
import { checkPair, checkText } from "../text/unit-buffer.js";
import { SKIPPED, UNCLEAR, type WordSplitter, type Words } from "./word-splitter.js";

/** The characters of U+0020's category, which are skipped: U+0009, U+000A, U+000B and U+0020, the highest. */
const TAB = 0x9;
const VERTICAL_TAB = 0xb;
const SPACE = 0x20;
/** The bits of surrogates that tell them from other code units. */
const SURROGATE_BITS = 0xf800;
const SURROGATE = 0xd800;

/**
 * The text that MeCab's words have together, as if it were one word: without a dictionary, for subwords that ignore where
 * words end.
 *
 * It is the text in NFKC without the whitespace that MeCab skips, which IPADIC and unidic-lite define alike. In NFKC no word
 * of theirs contains such whitespace, so that all of it is skipped. Texts that MeCab cannot split are refused as
 * {@link MecabWords} refuses them.
 *
 * Reference: MecabTokenizer of transformers 4.56.1 with Python 3.11 (Unicode 14.0) and fugashi, its words joined.
 */
export class JoinedWords implements WordSplitter {
  readonly isJoining = true;

  unitsOfWords(): Int32Array {
    return nfkcUnits().map((unit) => (unit <= 0 ? UNCLEAR : isSkipped(unit) ? SKIPPED : unit));
  }

  /**
   * @param align true if the result needs its alignment
   * @throws TextError if the text has a lone surrogate, or so long a run of whitespace that MeCab would lose text
   */
  split(text: string, align: boolean): Words {
    checkText(text);
    const normalized = normalizeNfkc(text);
    const kept = keptSpans(normalized, text);
    const joined = kept.map(([start, end]) => normalized.slice(start, end)).join("");
    const isWhole = joined.length === normalized.length;
    const alignment = align
      ? compose(alignNfkc(text).alignment, isWhole ? undefined : alignmentOf(kept, joined.length))
      : undefined;
    const count = joined === "" ? 0 : 1;
    return { text: joined, spans: Uint32Array.of(0, joined.length), count, isNfkc: true, alignment };
  }
}

/** The spans of a normalized text that MeCab does not skip. Errors have the offset in the original. */
function keptSpans(text: string, original: string): [start: number, end: number][] {
  try {
    return listKept(text);
  } catch (error) {
    const { alignment } = alignNfkc(original);
    throw ofWhole(error, (offset) => startOf(alignment, offset, offset + 1));
  }
}

function listKept(text: string): [start: number, end: number][] {
  const kept: [number, number][] = [];
  let start = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > SPACE && (unit & SURROGATE_BITS) !== SURROGATE) continue;
    if (unit > SPACE) checkPair(text, at++, text.length);
    else if (unit === 0) {
      endAtNul(text, at);
      break;
    } else if (isSkipped(unit)) {
      if (start < at) kept.push([start, at]);
      start = spaceEnd(text, at);
      at = start - 1;
    }
  }
  if (start < at) kept.push([start, at]);
  return kept;
}

/** The end of the whitespace that begins at a place. @throws TextError if it is too long for MeCab, and text follows */
function spaceEnd(text: string, begin: number): number {
  let end = begin + 1;
  while (end < text.length && isSkipped(text.charCodeAt(end))) end++;
  const next = text.codePointAt(end) ?? 0;
  if (next !== 0 && end - begin + utf8Bytes(next) > LOOKUP_BYTES) throw tooMuchSpace(begin);
  return end;
}

function isSkipped(unit: number): boolean {
  return unit === SPACE || (unit >= TAB && unit <= VERTICAL_TAB);
}

/** The alignment of the spans of a text, joined, to the text. */
function alignmentOf(spans: readonly (readonly [number, number])[], length: number): Alignment {
  const starts = new Uint32Array(length);
  let to = 0;
  for (const [start, end] of spans) for (let at = start; at < end; at++) starts[to++] = at;
  return { starts, ends: starts.map((start) => start + 1) };
}
