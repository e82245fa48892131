import type { Aligned } from "./alignment.js";
import { checkText, UnitBuffer } from "./unit-buffer.js";

const HALF_WIDTH_KANA = 0xff61;
/** The full-width forms of U+FF61 to U+FF9F, in this order. */
const FULL_WIDTH_KANA =
  "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
const VOICED_MARK = 0xff9e;
const SEMIVOICED_MARK = 0xff9f;
/** The first and the last half-width kana that can be voiced: ｳ and ﾎ. Some between them cannot. */
const [FIRST_VOICED, LAST_VOICED] = [0xff73, 0xff8e];
const VOICED = "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ";
const SEMIVOICED = "ﾊﾋﾌﾍﾎ";
const VOICED_U = 0x30f4;

/** By UTF-16 code unit, its full-width form; 0 if it has none. */
let wideForms: Uint16Array | undefined;
/** Reusable buffer for the result. */
const output = new UnitBuffer();

/**
 * A text with ASCII, ¥ and half-width kana replaced by their full-width forms.
 *
 * A half-width kana and a following half-width voicing mark become one character. The space becomes U+3000. All other
 * code points, control characters and lone surrogates included, stay unchanged; the function never throws.
 *
 * Reference: `han_to_zen` of mojimoji 0.0.13.
 *
 * @example
 * ```ts
 * import { hanToZen } from "tohoku-tokenizers/normalize";
 *
 * console.log(hanToZen("ﾊﾟﾝ 3ｺ")); // => "パン　３コ"
 * ```
 */
export function hanToZen(text: string): string {
  checkText(text);
  return widen(text, false).text;
}

/**
 * The text that {@link hanToZen} returns, with its alignment to the original. The alignment is undefined if the text is
 * unchanged.
 *
 * @example
 * ```ts
 * import { alignHanToZen } from "tohoku-tokenizers/normalize";
 *
 * const { text, alignment } = alignHanToZen("ﾊﾟﾝ");
 * console.log([text, Array.from(alignment?.starts ?? []), Array.from(alignment?.ends ?? [])]); // => ["パン",[0,2],[2,3]]
 * ```
 */
export function alignHanToZen(text: string): Aligned {
  checkText(text);
  return widen(text, true);
}

function widen(text: string, isAligned: boolean): Aligned {
  wideForms ??= makeWideForms();
  const { length } = text;
  let at = 0;
  while (at < length && wideForms[text.charCodeAt(at)] === 0) at++;
  if (at === length) return { text, alignment: undefined };

  output.clear();
  output.reserve(length);
  const { units } = output;
  const starts = new Uint32Array(isAligned ? length : 0);
  const ends = new Uint32Array(isAligned ? length : 0);
  let made = 0;
  for (at = 0; at < length; made++) {
    const unit = text.charCodeAt(at);
    const composed = unit >= FIRST_VOICED && unit <= LAST_VOICED ? compositionOf(unit, text.charCodeAt(at + 1)) : 0;
    units[made] = composed || wideForms[unit] || unit;
    const end = at + (composed === 0 ? 1 : 2);
    if (isAligned) {
      starts[made] = at;
      ends[made] = end;
    }
    at = end;
  }
  const alignment = isAligned ? { starts: starts.subarray(0, made), ends: ends.subarray(0, made) } : undefined;
  return { text: output.slice(0, made), alignment };
}

/** The composition of a half-width kana and the code unit after it; 0 if the unit is no voicing mark for this kana. */
function compositionOf(kana: number, next: number): number {
  if (next !== VOICED_MARK && next !== SEMIVOICED_MARK) return 0;
  const character = String.fromCharCode(kana);
  const wide = FULL_WIDTH_KANA.charCodeAt(kana - HALF_WIDTH_KANA);
  // In Unicode, the voiced form follows the plain one, and the semivoiced form follows the voiced one.
  if (next === SEMIVOICED_MARK) return SEMIVOICED.includes(character) ? wide + 2 : 0;
  if (!VOICED.includes(character)) return 0;
  return kana === FIRST_VOICED ? VOICED_U : wide + 1;
}

function makeWideForms(): Uint16Array {
  const forms = new Uint16Array(0x10000);
  for (let code = 0x21; code <= 0x7e; code++) forms[code] = code + 0xfee0;
  for (const [narrow, wide] of [" \u3000", '"\u201d', "'\u2019", "`\u2018", "¥￥"]) {
    forms[narrow.charCodeAt(0)] = wide.charCodeAt(0);
  }
  for (let kana = 0; kana < FULL_WIDTH_KANA.length; kana++) {
    forms[HALF_WIDTH_KANA + kana] = FULL_WIDTH_KANA.charCodeAt(kana);
  }
  return forms;
}
