import type { Aligned } from "./alignment.js";
import { UnitBuffer } from "./unit-buffer.js";

const HALF_WIDTH_KANA = 0xff61;
/** The full-width forms of U+FF61 to U+FF9F. */
const FULL_WIDTH_KANA =
  "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
const VOICED_MARK = 0xff9e;
const SEMIVOICED_MARK = 0xff9f;
/** The first and the last half-width kana that may be voiced: ｳ, ﾎ. Between them lie some that may not. */
const [FIRST_VOICED, LAST_VOICED] = [0xff73, 0xff8e];
const VOICED = "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ";
const SEMIVOICED = "ﾊﾋﾌﾍﾎ";
const VOICED_U = 0x30f4;

/** Per UTF-16 unit its full-width form; 0 for those that have none or are it. */
let wideForms: Uint16Array | undefined;
/** What is under way. */
const output = new UnitBuffer();

/**
 * Full-width forms of ASCII, ¥ and half-width kana, the kana composed with a half-width mark that follows; the space becomes
 * U+3000. A text without them is returned as it is. Lone surrogates stay. Reference: `han_to_zen` of mojimoji 0.0.13.
 */
export function hanToZen(text: string): string {
  return widen(text, false).text;
}

/** As {@link hanToZen}, with the alignment to the original, undefined if nothing changed. */
export function alignHanToZen(text: string): Aligned {
  return widen(text, true);
}

function widen(text: string, isAligned: boolean): Aligned {
  wideForms ??= makeWideForms();
  const { length } = text;
  let at = 0;
  while (at < length && wideForms[text.charCodeAt(at)] === 0) at++;
  if (at === length) return { text, alignment: undefined };

  output.length = 0;
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

/** What a half-width kana and a mark behind it become; 0 where what is behind it is no mark of its. */
function compositionOf(kana: number, next: number): number {
  if (next !== VOICED_MARK && next !== SEMIVOICED_MARK) return 0;
  const character = String.fromCharCode(kana);
  const wide = FULL_WIDTH_KANA.charCodeAt(kana - HALF_WIDTH_KANA);
  // The voiced form follows the plain one, the semivoiced one that.
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
