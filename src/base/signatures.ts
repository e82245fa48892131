import { OptionError } from "./errors.js";
import { checkOptions, type OptionKind, type OptionTable } from "./options.js";

/** The arguments that a method takes. */
export interface Signature {
  /** The arguments before the options, by name and in order. */
  readonly parameters: Readonly<Record<string, OptionKind>>;
  /** The options, the last argument; undefined if the method takes none. */
  readonly options?: OptionTable;
  /** The option that a value probably belongs to that is given in place of the options. */
  readonly positional?: string;
  /** True if the method returns a promise: then it rejects, and does not throw. */
  readonly isAsync?: boolean;
}

/** The signatures of methods, by name. */
export type Signatures<Class> = { readonly [Name in keyof Class]?: Signature };

/** An argument that the method itself checks. */
export const ANYTHING: OptionKind = { allows: () => true, expected: "any value" };

/** The contents of a file. */
export const BYTES: OptionKind = {
  // Bytes of another realm, such as a frame, are not instances of this realm's class.
  allows: (value) => Object.prototype.toString.call(value) === "[object Uint8Array]",
  expected: "bytes, a Uint8Array",
};

/** An argument that may be left out. */
export function optional(kind: OptionKind): OptionKind {
  return { ...kind, allows: (value) => value === undefined || kind.allows(value) };
}

/**
 * Checks what a constructor or a function is given, as {@link guard} does for methods.
 *
 * @param given all arguments, undefined for those left out
 * @throws OptionError as guarded methods
 */
export function checkArguments(name: string, given: readonly unknown[], signature: Signature): void {
  checkOf(name, signature)(given);
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/**
 * Makes the methods of a class, or those that it inherits, check their arguments before they run. null in place of the
 * options counts as none. A call without options costs no look at a table.
 *
 * The guarded methods throw OptionError for more arguments than there are, for values that an argument does not allow,
 * and as `checkOptions`.
 *
 * @param prototype the prototype of the class
 */
export function guard<Class extends object>(prototype: Class, signatures: Signatures<Class>): void {
  for (const name of Object.keys(signatures) as (keyof Class & string)[]) {
    const signature = signatures[name] as Signature;
    const value = guarded(name, prototype[name] as Method, signature);
    Object.defineProperty(value, "name", { value: name });
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}

function guarded(name: string, run: Method, signature: Signature): Method {
  const { parameters, options, isAsync } = signature;
  const kinds = Object.values(parameters);
  const check = checkOf(name, signature);
  const place = options && kinds.length;
  function checked(given: unknown[]): unknown[] {
    check(given);
    if (place !== undefined && given[place] === null) given[place] = undefined;
    return given;
  }
  if (isAsync) {
    return async function (this: unknown, ...given: unknown[]): Promise<unknown> {
      return run.apply(this, checked(given));
    };
  }
  if (kinds.length === 1 && options) {
    // The hottest methods have this form. Without options, no list of arguments is made for them.
    const isUnchecked = kinds[0] === ANYTHING;
    return function (this: unknown, first: unknown, given?: unknown, ...rest: unknown[]): unknown {
      if (given === undefined && rest.length === 0 && isUnchecked) return run.call(this, first);
      check([first, given, ...rest]);
      return run.call(this, first, given ?? undefined);
    };
  }
  return function (this: unknown, ...given: unknown[]): unknown {
    return run.apply(this, checked(given));
  };
}

/** Prepares the check of the arguments of a method or function. */
function checkOf(name: string, signature: Signature): (given: readonly unknown[]) => void {
  const { parameters, options, positional } = signature;
  const names = Object.keys(parameters);
  const kinds = Object.values(parameters);
  const most = kinds.length + (options ? 1 : 0);
  return (given) => {
    if (given.length > most) throw excess(name, given.length, options ? [...names, "options"] : names);
    for (let at = 0; at < kinds.length; at++) {
      const { allows, expected, describe } = kinds[at];
      if (!allows(given[at])) throw new OptionError(names[at], describe?.(given[at]) ?? given[at], expected);
    }
    if (options && given.length === most) checkOptions(given[most - 1], options, positional);
  };
}

function excess(method: string, count: number, names: readonly string[]): OptionError {
  const allowed = names.length === 0 ? "none" : `at most ${names.length}: ${names.join(", ")}`;
  return new OptionError(`arguments of ${method}`, `${count} arguments`, allowed);
}
