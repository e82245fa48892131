import { trimmed } from "../base/buffers.js";
import { OptionError, TextError } from "../base/errors.js";

/** The most UTF-16 code units of a text. Its words or ids and their offsets then fit into lists of JavaScript. */
const LONGEST_TEXT = 100_000_000;

/** Checks that a text is a string, and not too long. @throws OptionError or TextError if it is not */
export function checkText(text: string): void {
  if (typeof text !== "string") throw new OptionError("text", text, "a string");
  if (text.length <= LONGEST_TEXT) return;
  throw new TextError("text", `${text.length} UTF-16 code units`, `at most ${LONGEST_TEXT}: shorter texts`);
}

/** The UTF-16 code units of a text, in a buffer that is reused. */
export class UnitBuffer {
  units: Uint16Array = new Uint16Array(512);
  length = 0;

  /** Removes all units, and the memory that only a long text needs. */
  clear(): void {
    this.length = 0;
    this.units = trimmed(this.units);
  }

  /** Grows the buffer to at least `length` units and keeps the present ones. */
  reserve(length: number): void {
    if (length <= this.units.length) return;
    const larger = new Uint16Array(Math.max(length, 2 * this.units.length));
    larger.set(this.units.subarray(0, this.length));
    this.units = larger;
  }

  /**
   * Replaces the contents by the units [start, end) of a text.
   *
   * @throws TextError if the span has a lone surrogate
   */
  load(text: string, start: number, end: number): void {
    this.clear();
    this.reserve(end - start);
    const units = this.units;
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at);
      units[at - start] = unit;
      if ((unit & 0xf800) !== 0xd800) continue;
      checkPair(text, at, end);
      at++;
      units[at - start] = text.charCodeAt(at);
    }
    this.length = end - start;
  }

  /** The string of the units [start, end). */
  slice(start: number, end: number): string {
    let text = "";
    for (let at = start; at < end; at += LONGEST_CALL) {
      text += String.fromCharCode(...this.units.subarray(at, Math.min(at + LONGEST_CALL, end)));
    }
    return text;
  }
}

/** The number of arguments that every engine accepts in a call. */
const LONGEST_CALL = 8192;

/**
 * Checks that the surrogate at a position and the unit after it form a pair.
 *
 * @throws TextError if they do not
 */
export function checkPair(text: string, at: number, end: number): void {
  const isPair = isHighSurrogate(text.charCodeAt(at)) && at + 1 < end && isLowSurrogate(text.charCodeAt(at + 1));
  if (!isPair) throw loneSurrogate(text, at);
}

/** The error for a surrogate without its other half. */
export function loneSurrogate(text: string, offset: number): TextError {
  const code = text.charCodeAt(offset).toString(16);
  return new TextError("text", `lone surrogate \\u${code}`, "well-formed UTF-16", { offset });
}

/**
 * Checks that a text is well-formed UTF-16, and not too long.
 *
 * @throws TextError if it has a lone surrogate, or is too long
 */
export function checkPairs(text: string): void {
  checkText(text);
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xf800) === 0xd800) checkPair(text, at++, text.length);
  }
}

export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

/** The code point at a position of well-formed UTF-16. */
export function codePointIn(units: Uint16Array, at: number): number {
  const unit = units[at];
  return isHighSurrogate(unit) ? 0x10000 + ((unit & 0x3ff) << 10) + (units[at + 1] & 0x3ff) : unit;
}

/** The length in code units, 1 or 2, of the code point that begins at a place in a text. */
export function sizeAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
