import { OptionError } from "../base/errors.js";

/** True if a call's argument is a batch, not one text. Reference: `_call_one` of transformers 4.56.1. */
export function isBatch(text: unknown, isSplit: boolean): text is readonly unknown[] {
  return isList(text) && (!isSplit || isList(text[0]));
}

/** @throws OptionError if a call's argument is neither a text nor a list of texts; of a list only the first item counts */
export function checkCallInput(name: string, input: unknown): void {
  if (typeof input === "string") return;
  if (isList(input)) {
    if (input.length === 0) return;
    const [first] = input;
    if (typeof first === "string") return;
    if (isList(first) && (first.length === 0 || typeof first[0] === "string")) return;
  }
  throw new OptionError(name, input, "a string, a list of strings, or a list of lists of strings");
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
