import { OptionError } from "../../base/errors.js";
import { isList } from "../inputs.js";

/** A text as a slow tokenizer takes it. */
export type Text =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "tokens"; readonly tokens: readonly string[] }
  | { readonly kind: "ids"; readonly ids: readonly number[] };

/** A text, or two. */
export interface TextOrPair {
  readonly first: Text;
  readonly second: Text | undefined;
}

const TEXT_EXPECTED = "a string, or a list of strings that is not empty";

/** One text, or one pair. @throws OptionError if a text is empty or of another type */
export function readSingle(text: unknown, pair: unknown, isSplit: boolean): TextOrPair {
  return {
    first: readText("text", text, isSplit),
    second: pair === undefined ? undefined : readText("text_pair", pair, isSplit),
  };
}

/**
 * The items of a batch: texts with a list of second texts, or texts and pairs.
 *
 * @throws OptionError if there are more or fewer second texts than texts, or an item is neither a text nor a pair
 */
export function readBatch(batch: readonly unknown[], pairs: unknown, isSplit: boolean): TextOrPair[] {
  if (pairs === undefined) return Array.from(batch, (item) => readItem(item, isSplit));
  if (!isList(pairs) || pairs.length !== batch.length) {
    throw new OptionError("text_pair", pairs, `a list of ${batch.length}, one for each text`);
  }
  return Array.from(batch, (item, at) => readSingle(item, pairs[at] ?? undefined, isSplit));
}

function readItem(item: unknown, isSplit: boolean): TextOrPair {
  const isText = !isList(item) || (isSplit && !isList(item[0]));
  if (isText) return readSingle(item, undefined, isSplit);
  if (item.length !== 2) throw new OptionError("text", item, "an item that is a text or a pair of two");
  return readSingle(item[0], item[1] ?? undefined, isSplit);
}

function readText(name: string, value: unknown, isSplit: boolean): Text {
  if (typeof value === "string") return { kind: "text", text: value };
  if (!isList(value)) throw new OptionError(name, value, TEXT_EXPECTED);
  if (isStrings(value)) return isSplit ? { kind: "words", words: value } : { kind: "tokens", tokens: value };
  if (value.length > 0 && Array.from(value).every(Number.isInteger)) return { kind: "ids", ids: value as number[] };
  throw new OptionError(name, value, TEXT_EXPECTED);
}

function isStrings(value: readonly unknown[]): value is readonly string[] {
  return value.length > 0 && Array.from(value).every((item) => typeof item === "string");
}
