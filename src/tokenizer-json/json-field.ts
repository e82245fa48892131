import { VocabularyError } from "../base/errors.js";
import type { Json, JsonObject } from "./serde-json.js";

const LARGEST_U32 = 0xffff_ffff;

/** A value of the file together with its path, so that errors can name it. Each reader checks the type it returns. */
export class JsonField {
  constructor(
    readonly value: Json | undefined,
    /** The file's name and the path to the value, such as "tokenizer.json: model.vocab". */
    readonly place: string,
  ) {}

  /** True if the value is absent or null. */
  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  /**
   * The field `name` of this object; its value is undefined if it is absent.
   *
   * @throws VocabularyError if this is not an object
   */
  at(name: string): JsonField {
    return new JsonField(this.object().get(name), `${this.place}${this.place.endsWith(": ") ? "" : "."}${name}`);
  }

  object(): JsonObject {
    if (this.value instanceof Map) return this.value;
    throw this.error("an object");
  }

  list(): readonly Json[] {
    if (Array.isArray(this.value)) return this.value as readonly Json[];
    throw this.error("a list");
  }

  items(): JsonField[] {
    return this.list().map((item, index) => new JsonField(item, `${this.place}[${index}]`));
  }

  string(): string {
    if (typeof this.value === "string") return this.value;
    throw this.error("a string");
  }

  /** A string of exactly one code point. */
  character(): string {
    const text = this.string();
    if (text !== "" && text === String.fromCodePoint(text.codePointAt(0) ?? 0)) return text;
    throw this.error("one character");
  }

  boolean(): boolean {
    if (typeof this.value === "boolean") return this.value;
    throw this.error("true or false");
  }

  /** An integer from 0 to `largest`, by default 2^32 - 1, the largest of the reference's u32. */
  whole(largest = LARGEST_U32): number {
    const { value } = this;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= largest) return value;
    throw this.error(`an integer from 0 to ${largest}`);
  }

  number(): number {
    if (typeof this.value === "number") return this.value;
    throw this.error("a number");
  }

  oneOf<const T extends string>(choices: readonly T[]): T {
    const choice = choices.find((known) => known === this.value);
    if (choice !== undefined) return choice;
    throw this.error(choices.map((known) => JSON.stringify(known)).join(" or "));
  }

  /** Returns `read(this)`, or `fallback` if the value is absent or null. */
  or<T, D>(fallback: D, read: (field: JsonField) => T): T | D {
    return this.isMissing ? fallback : read(this);
  }

  /** Makes the error for an invalid value. */
  error(expected: string): VocabularyError {
    return new VocabularyError(this.place, describe(this.value), expected);
  }
}

function describe(value: Json | undefined): unknown {
  if (value instanceof Map) return `an object of ${value.size} fields`;
  return Array.isArray(value) ? `a list of ${value.length}` : value;
}
