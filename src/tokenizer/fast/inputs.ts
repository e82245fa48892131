import { OptionError } from "../../base/errors.js";
import { isList } from "../inputs.js";

/** A text, or the words of one. */
export type Input = string | readonly string[];

/** A text, or two. */
export interface InputPair {
  readonly first: Input;
  readonly second: Input | undefined;
}

/**
 * One text or pair; a list of two is a pair. As in the reference, an empty second text counts as none.
 *
 * @throws OptionError if it is neither
 */
export function readOne(text: unknown, pair: unknown, isSplit: boolean): InputPair {
  const isNone = pair === undefined || pair === null || pair === "" || (isList(pair) && pair.length === 0);
  return isNone ? readItem(text, isSplit) : readPair(text, pair, isSplit);
}

/** The texts or pairs of a batch. @throws OptionError if an item is neither, or there are more or fewer second texts */
export function readMany(batch: readonly unknown[], pairs: unknown, isSplit: boolean): InputPair[] {
  if (batch.length === 0) throw new OptionError("text", "an empty batch", "at least one text");
  if (pairs === undefined) return Array.from(batch, (item) => readItem(item, isSplit));
  if (!isList(pairs) || pairs.length !== batch.length) {
    throw new OptionError("text_pair", pairs, `a list of ${batch.length}, one for each text`);
  }
  return Array.from(batch, (item, at) => readPair(item, pairs[at], isSplit));
}

function readItem(item: unknown, isSplit: boolean): InputPair {
  if (isInput(item, isSplit)) return { first: item, second: undefined };
  if (isList(item) && item.length === 2) return readPair(item[0], item[1], isSplit);
  throw new OptionError("text", item, `${expected(isSplit)}, or a pair of these`);
}

function readPair(first: unknown, second: unknown, isSplit: boolean): InputPair {
  return { first: readInput("text", first, isSplit), second: readInput("text_pair", second, isSplit) };
}

function readInput(name: string, value: unknown, isSplit: boolean): Input {
  if (isInput(value, isSplit)) return value;
  throw new OptionError(name, value, expected(isSplit));
}

function isInput(value: unknown, isSplit: boolean): value is Input {
  if (!isSplit) return typeof value === "string";
  return isList(value) && Array.from(value).every((word) => typeof word === "string");
}

function expected(isSplit: boolean): string {
  return isSplit ? "a list of words" : "a string";
}
