import { OptionError } from "./errors.js";
import { proposal } from "./nearest.js";

/** The values that an option allows. */
export interface OptionKind {
  allows(value: unknown): boolean;
  /** The allowed values, in words for errors. */
  readonly expected: string;
  /** A description of a value at fault that may hold a secret; without it, errors show the value itself. */
  describe?(value: unknown): string;
  /** True if there is no such option here, and `expected` says what to use instead. */
  readonly isMissing?: boolean;
}

/** The options that a class or a method takes, by name. */
export type OptionTable = Readonly<Record<string, OptionKind>>;

/** The table of an interface of options: the compiler demands an entry for each of its properties, and no other. */
export type TableOf<Options> = Readonly<Record<keyof Options & string, OptionKind>>;

export const FLAG: OptionKind = { allows: (value) => typeof value === "boolean", expected: "true or false" };
export const STRING: OptionKind = { allows: (value) => typeof value === "string", expected: "a string" };
export const NATURAL: OptionKind = {
  allows: (value) => Number.isInteger(value) && (value as number) >= 0,
  expected: "a whole number from 0 on",
};
export const POSITIVE: OptionKind = {
  allows: (value) => value !== 0 && NATURAL.allows(value),
  expected: "a whole number from 1 on",
};
export const FUNCTION: OptionKind = { allows: (value) => typeof value === "function", expected: "a function" };
export const OBJECT: OptionKind = {
  allows: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  expected: "an object",
};

/** A list, a set or anything else that gives items one by one; not a string, whose items would be its characters. */
export const ITERABLE: OptionKind = {
  allows: (value) => typeof value === "object" && value !== null && Symbol.iterator in value,
  expected: "a list",
};

/** An option that the reference or another library has and this library lacks. It allows no value. */
export function missing(instead: string): OptionKind {
  return { allows: () => false, expected: instead, isMissing: true };
}

/** One of some values. */
export function oneOf(...values: readonly (string | number | boolean)[]): OptionKind {
  const words = values.map((value) => JSON.stringify(value));
  const last = words.pop();
  return {
    allows: (value) => (values as readonly unknown[]).includes(value),
    expected: words.length === 0 ? `${last}` : `${words.join(", ")} or ${last}`,
  };
}

/** A list of values that are all of one kind. */
export function listOf(kind: OptionKind): OptionKind {
  return {
    // Array.prototype.every leaves out the holes of a list, which are undefined.
    allows: (value) => Array.isArray(value) && Array.from(value).every((item) => kind.allows(item)),
    expected: `a list, each item ${kind.expected}`,
  };
}

/** A value of any of some kinds. */
export function anyOf(...kinds: readonly OptionKind[]): OptionKind {
  return {
    allows: (value) => kinds.some((kind) => kind.allows(value)),
    expected: kinds.map(({ expected }) => expected).join(", or "),
  };
}

/** A value, or null for none. */
export function orNull(kind: OptionKind): OptionKind {
  return { ...kind, allows: (value) => value === null || kind.allows(value), expected: `${kind.expected}, or null` };
}

/**
 * Refuses options that the table does not have, and values that an option does not allow. undefined is always allowed, and
 * means that the option is not given.
 *
 * @param given undefined or null count as no options
 * @param table the options that there are
 * @param positional the option that a value probably belongs to that is given in place of the options, as Python allows
 * @throws OptionError that names the option, its value, and the nearest known name or the allowed values
 */
export function checkOptions(given: unknown, table: OptionTable, positional?: string): void {
  if (given === undefined || given === null) return;
  if (!OBJECT.allows(given) || Symbol.iterator in (given as object)) {
    const instead = positional === undefined ? "" : `, for instance { ${positional}: … }`;
    throw new OptionError("options", given, `an object of options${instead}`);
  }
  // Inherited options count too, because methods read them.
  for (const name in given as Readonly<Record<string, unknown>>) {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    // What every object inherits, such as toString, is no kind of option.
    const kind: Partial<OptionKind> | undefined = table[name];
    if (kind?.allows !== undefined) {
      if (value !== undefined && !kind.allows(value)) throw refusal(name, value, table[name]);
    } else if (!(name in Object.prototype)) throw unknownOption(name, value, namesIn(table));
  }
}

/**
 * Refuses values that an option does not allow. Names that the table does not have are not looked at: the reference
 * keeps unknown fields of a configuration.
 *
 * @param source is put before the option's name in errors, for instance a file's path
 * @throws OptionError as {@link checkOptions}
 */
export function checkValues(given: Readonly<Record<string, unknown>>, table: OptionTable, source = ""): void {
  const prefix = source === "" ? "" : `${source}: `;
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(table, name)) checkValue(`${prefix}${name}`, value, table[name]);
  }
}

/** @throws OptionError if the option does not allow the value; undefined is always allowed */
export function checkValue(name: string, value: unknown, kind: OptionKind): void {
  if (value !== undefined && !kind.allows(value)) throw refusal(name, value, kind);
}

function refusal(name: string, value: unknown, kind: OptionKind): OptionError {
  return new OptionError(name, kind.describe?.(value) ?? value, kind.expected);
}

/** The options with defaults for those that are not given; undefined counts as not given, null as given. */
export function withDefaults(defaults: object, given: object): Record<string, unknown> {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

/** The names of the options that there are. */
function namesIn(table: OptionTable): string[] {
  return Object.keys(table).filter((name) => !table[name].isMissing);
}

/** The error for a name that no option has. */
export function unknownOption(name: string, value: unknown, names: readonly string[]): OptionError {
  const near = proposal(name, names);
  return new OptionError(name, value, near === "" ? `one of the options ${names.join(", ")}` : `a known option${near}`);
}
