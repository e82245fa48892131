import { VocabularyError } from "../base/errors.js";
import type { Json, JsonObject } from "./json.js";

const LARGEST_U32 = 0xffff_ffff;

/** A value of the file with its place there, to be read as what it has to be. */
export class Field {
  constructor(
    readonly value: Json | undefined,
    /** The file's name and the way to the value, such as "tokenizer.json: model.vocab". */
    readonly place: string,
  ) {}

  get isMissing(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** A field of an object. @throws VocabularyError where this is none */
  at(name: string): Field {
    return new Field(this.object().get(name), `${this.place}${this.place.endsWith(": ") ? "" : "."}${name}`);
  }

  object(): JsonObject {
    if (this.value instanceof Map) return this.value;
    throw this.error("an object");
  }

  list(): readonly Json[] {
    if (Array.isArray(this.value)) return this.value as readonly Json[];
    throw this.error("a list");
  }

  items(): Field[] {
    return this.list().map((item, index) => new Field(item, `${this.place}[${index}]`));
  }

  string(): string {
    if (typeof this.value === "string") return this.value;
    throw this.error("a string");
  }

  /** One character: of one code point. */
  character(): string {
    const text = this.string();
    if (text !== "" && text === String.fromCodePoint(text.codePointAt(0) ?? 0)) return text;
    throw this.error("one character");
  }

  boolean(): boolean {
    if (typeof this.value === "boolean") return this.value;
    throw this.error("true or false");
  }

  /** A number from 0 to 2^32 - 1, or to another bound. */
  whole(largest = LARGEST_U32): number {
    const { value } = this;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= largest) return value;
    throw this.error(`a whole number from 0 to ${largest}`);
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

  /** What `read` makes of this, or what is used where there is nothing. */
  or<T, D>(usual: D, read: (field: Field) => T): T | D {
    return this.isMissing ? usual : read(this);
  }

  error(expected: string): VocabularyError {
    return new VocabularyError(this.place, describe(this.value), expected);
  }
}

function describe(value: Json | undefined): unknown {
  if (value instanceof Map) return `an object of ${value.size} fields`;
  return Array.isArray(value) ? `a list of ${value.length}` : value;
}
