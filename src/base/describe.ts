/** The largest length of a description in UTF-16 code units. */
const LONGEST = 120;
/** Larger integers are not written out: that takes time proportional to their length or more. */
const LARGE = 10n ** 100n;
/** The number of lists within lists whose items are shown. */
const DEEPEST = 3;

/**
 * A short description of any value for a message. It never throws. Strings are cut before they are quoted, only the first
 * items of a list are looked at, and an object costs no more than listing its fields' names.
 *
 * @example
 * ```ts
 * import { OptionError } from "tohoku-tokenizers";
 *
 * console.log(new OptionError("padding", ["max", 2], "true or false").message); // => "padding: found [\"max\",2], expected true or false"
 * ```
 */
export function describe(value: unknown): string {
  let text: string;
  try {
    text = written(value, 0);
  } catch {
    // A getter or a proxy of the caller's threw.
    text = "an object";
  }
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

function written(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "function":
      return value.name === "" ? "a function" : `a function ${clipped(String(value.name))}`;
    case "object":
      return value === null ? "null" : object(value, depth);
    case "bigint":
      return value > -LARGE && value < LARGE ? String(value) : "a large bigint";
    default:
      return clipped(String(value));
  }
}

function object(value: object, depth: number): string {
  if (value instanceof Error) return clipped(`${value.name}: ${value.message}`);
  const isList = Array.isArray(value);
  const prototype = Object.getPrototypeOf(value);
  if (!isList && prototype !== null && prototype !== Object.prototype) return instance(value);
  if (depth === DEEPEST) return isList ? "[…]" : "{…}";
  return isList ? list(value, depth) : fields(value as Readonly<Record<string, unknown>>, depth);
}

/** For instance "Uint8Array of 3 bytes" or "Map". */
function instance(value: object): string {
  const name = clipped(String(value.constructor?.name || "object"));
  return ArrayBuffer.isView(value) ? `${name} of ${value.byteLength} bytes` : name;
}

function list(items: readonly unknown[], depth: number): string {
  let text = "[";
  for (let at = 0; at < items.length && text.length < LONGEST; at++) {
    text += (at === 0 ? "" : ",") + written(items[at], depth + 1);
  }
  return `${text}]`;
}

function fields(value: Readonly<Record<string, unknown>>, depth: number): string {
  let text = "{";
  for (const name in value) {
    if (text.length >= LONGEST) break;
    text += `${text === "{" ? "" : ","}${quoted(name)}:${written(value[name], depth + 1)}`;
  }
  return `${text}}`;
}

function quoted(text: string): string {
  return JSON.stringify(clipped(text));
}

function clipped(text: string): string {
  return text.length <= LONGEST ? text : text.slice(0, LONGEST + 1);
}
