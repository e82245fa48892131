import type { TokenizerError } from "../base/errors.js";

/** A JSON value. Objects are maps, so that keys such as "__proto__" are ordinary and the order of keys is kept. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

/** A number that is always written with a fraction or an exponent: "1.0", not "1". */
export class JsonFloat {
  constructor(readonly value: number) {}
}

/** A value that {@link writeJson} can write. Objects and maps keep the order of their entries. */
export type Writable =
  | null
  | boolean
  | number
  | string
  | JsonFloat
  | readonly Writable[]
  | ReadonlyMap<string, Writable>
  | { readonly [key: string]: Writable };

/** A value that is made in memory as one that {@link readJson} could have read. */
export function fromWritable(value: Writable): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(fromWritable);
  if (value instanceof JsonFloat) return value.value;
  const entries = value instanceof Map ? [...value] : Object.entries(value as { readonly [key: string]: Writable });
  return new Map(entries.map(([key, item]) => [key, fromWritable(item)]));
}

/** The recursion limit of serde_json. */
const DEEPEST = 127;
const LARGEST_U64 = 18_446_744_073_709_551_615n;
const LARGEST_POWER = 308;
/** 10^0 to 10^308, each rounded to the nearest double. */
const POWERS = Float64Array.from({ length: LARGEST_POWER + 1 }, (_, exponent) => Number(`1e${exponent}`));
const NUMBER = /-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * Reads JSON as serde_json 1.0 does: strictly and at most 127 levels deep. Numbers equal serde_json's to the last bit.
 * It does not always round to the nearest double, so with 17 digits JSON.parse often gives another one.
 *
 * @param fail makes the error to throw from what was found and what was expected
 */
export function readJson(text: string, fail: (found: string, expected: string) => TokenizerError): Json {
  return new JsonReader(text, fail).read();
}

class JsonReader {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly fail: (found: string, expected: string) => TokenizerError,
  ) {}

  read(): Json {
    const value = this.#value();
    this.#skipSpace();
    if (this.#at < this.text.length) throw this.#error("the end of the text");
    return value;
  }

  #value(): Json {
    this.#skipSpace();
    switch (this.text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#nested(() => this.#object());
      case 0x5b:
        return this.#nested(() => this.#list());
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#word("true", true);
      case 0x66:
        return this.#word("false", false);
      case 0x6e:
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #nested(read: () => Json): Json {
    if (++this.#depth > DEEPEST) throw this.#error(`at most ${DEEPEST} levels`);
    this.#at++;
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): JsonObject {
    const object = new Map<string, Json>();
    if (this.#takes(0x7d)) return object;
    for (;;) {
      this.#skipSpace();
      if (this.text.charCodeAt(this.#at) !== 0x22) throw this.#error("a key");
      const key = this.#string();
      if (!this.#takes(0x3a)) throw this.#error('":"');
      object.set(key, this.#value());
      if (this.#takes(0x7d)) return object;
      if (!this.#takes(0x2c)) throw this.#error('"," or "}"');
    }
  }

  #list(): Json[] {
    const list: Json[] = [];
    if (this.#takes(0x5d)) return list;
    for (;;) {
      list.push(this.#value());
      if (this.#takes(0x5d)) return list;
      if (!this.#takes(0x2c)) throw this.#error('"," or "]"');
    }
  }

  #string(): string {
    const { text } = this;
    let start = ++this.#at;
    let made = "";
    for (; ; this.#at++) {
      const unit = text.charCodeAt(this.#at);
      if (unit === 0x22) return made + text.slice(start, this.#at++);
      // At the end of the text the unit is NaN, which every comparison rejects.
      if (!(unit >= 0x20)) throw this.#error("the end of a string");
      if (unit !== 0x5c) continue;
      made += text.slice(start, this.#at) + this.#escape();
      start = this.#at + 1;
    }
  }

  /** Returns the characters that an escape denotes. Advances from its backslash to its last unit. */
  #escape(): string {
    const { text } = this;
    const kind = text[++this.#at] ?? "";
    if (kind !== "u") {
      const made = Object.hasOwn(ESCAPES, kind) ? ESCAPES[kind] : undefined;
      if (made === undefined) throw this.#error("a valid escape");
      return made;
    }
    const first = this.#hexadecimal();
    if ((first & 0xf800) !== 0xd800) return String.fromCharCode(first);
    const isPair = first < 0xdc00 && text.startsWith("\\u", this.#at + 1);
    if (isPair) this.#at += 2;
    const second = isPair ? this.#hexadecimal() : 0;
    if ((second & 0xfc00) !== 0xdc00) throw this.#error("a surrogate pair");
    return String.fromCharCode(first, second);
  }

  #hexadecimal(): number {
    const digits = this.text.slice(this.#at + 1, this.#at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#error("four hexadecimal digits");
    this.#at += 4;
    return Number.parseInt(digits, 16);
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.text);
    if (!match) throw this.#error("a value");
    const [literal, whole = "", decimals = "", exponent] = match;
    const value = doubleOf(whole, decimals, exponent);
    if (!Number.isFinite(value)) throw this.#error("a number within the range of a double");
    this.#at += literal.length;
    return literal.startsWith("-") ? -value : value;
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) throw this.#error("a value");
    this.#at += word.length;
    return value;
  }

  /** Skips whitespace, and then the unit if it comes next. True if it did. */
  #takes(unit: number): boolean {
    this.#skipSpace();
    if (this.text.charCodeAt(this.#at) !== unit) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (; ; this.#at++) {
      const unit = this.text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
    }
  }

  #error(expected: string): TokenizerError {
    const at = this.#at;
    const found = at < this.text.length ? JSON.stringify(this.text.slice(at, at + 20)) : "the end of the text";
    return this.fail(`${found} at offset ${at}`, `JSON: ${expected}`);
  }
}

/**
 * The double that serde_json makes of a decimal number, which it rounds twice. Digits beyond 64 bits are dropped, the
 * rest is rounded to a double, and scaling by a power of ten rounds again.
 */
function doubleOf(whole: string, decimals: string, exponent: string | undefined): number {
  if (decimals === "" && exponent === undefined && whole.length < 16) return Number(whole);
  const digits = whole + decimals;
  const kept = digitsIn64Bits(digits);
  const scale = Number(exponent ?? 0) + Math.max(0, whole.length - kept) - Math.max(0, kept - whole.length);
  let value = Number(digits.slice(0, kept));
  for (let left = scale; value !== 0; left += LARGEST_POWER) {
    const power = Math.abs(left);
    if (power <= LARGEST_POWER) return left < 0 ? value / POWERS[power] : value * POWERS[power];
    if (left > 0) return Number.POSITIVE_INFINITY;
    value /= POWERS[LARGEST_POWER];
  }
  return 0;
}

/** The length of the longest prefix of the digits whose number fits in 64 bits. */
function digitsIn64Bits(digits: string): number {
  const leadingZeros = digits.search(/[1-9]/);
  if (leadingZeros < 0 || digits.length <= leadingZeros + 19) return digits.length;
  const isInRange = BigInt(digits.slice(0, leadingZeros + 20)) <= LARGEST_U64;
  return leadingZeros + (isInRange ? 20 : 19);
}

/** Writes JSON as serde_json's pretty printer does: indented by two spaces a level. */
export function writeJson(value: Writable): string {
  const parts: string[] = [];
  write(value, "\n", parts);
  return parts.join("");
}

function write(value: Writable, indent: string, parts: string[]): void {
  if (value instanceof JsonFloat) parts.push(formatFloat(value.value));
  else if (typeof value !== "object" || value === null) parts.push(JSON.stringify(value));
  else if (Array.isArray(value)) writeItems("[]", value as readonly Writable[], indent, parts, write);
  else {
    const entries = value instanceof Map ? [...value] : Object.entries(value);
    writeItems("{}", entries as [string, Writable][], indent, parts, ([key, item], deeper) => {
      parts.push(JSON.stringify(key), ": ");
      write(item, deeper, parts);
    });
  }
}

function writeItems<T>(
  brackets: string,
  items: readonly T[],
  indent: string,
  parts: string[],
  writeItem: (item: T, indent: string, parts: string[]) => void,
): void {
  parts.push(brackets[0]);
  const deeper = `${indent}  `;
  items.forEach((item, index) => {
    parts.push(index > 0 ? "," : "", deeper);
    writeItem(item, deeper, parts);
  });
  if (items.length > 0) parts.push(indent);
  parts.push(brackets[1]);
}

/** Writes the shortest digits that denote the double, with an exponent below 10^-5 and from 10^16 on. */
function formatFloat(value: number): string {
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power < -5 || power >= 16) return `${mantissa}e${power}`;
  if (Object.is(value, -0)) return "-0.0";
  const plain =
    power < 0 ? `${value < 0 ? "-" : ""}0.${"0".repeat(-power - 1)}${mantissa.replace(/[-.]/g, "")}` : String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}
