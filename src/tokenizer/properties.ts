import { OptionError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import type { OptionKind } from "../base/options.js";

/** Defines a property of a class whose value is checked when it is set. */
export function defineProperty<Owner extends object>(
  prototype: Owner,
  name: string,
  kind: OptionKind,
  get: (owner: Owner) => unknown,
  set: (owner: Owner, value: unknown) => void,
): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: Owner): unknown {
      return get(this);
    },
    set(this: Owner, value: unknown): void {
      if (!kind.allows(value)) throw new OptionError(name, value, kind.expected);
      set(this, value);
    },
  });
}

/** Makes properties of a class that only have a getter refuse to be set with an error of this library. */
export function refuseSetting<Class extends object>(
  prototype: Class,
  expected: string,
  names: readonly (keyof Class & string)[],
): void {
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      ...Object.getOwnPropertyDescriptor(prototype, name),
      set(value: unknown): void {
        throw new OptionError(name, value, expected);
      },
    });
  }
}

/**
 * The last prototype of a chain, which sees when a property is set that no object of the chain has. Properties that
 * there are cost nothing more.
 *
 * @param check may throw; otherwise the property is made
 */
export function watchNewProperties(check: (owner: object, name: string, value: unknown) => void): object {
  return new Proxy(
    {},
    {
      set(target, name, value, owner): boolean {
        if (name in target) return Reflect.set(target, name, value, owner);
        if (typeof name === "string") check(owner, name, value);
        return Reflect.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
      },
    },
  );
}

/** @throws OptionError if a property to be made is probably a misspelt one of these */
export function refuseMisspelt(name: string, value: unknown, names: readonly string[]): void {
  const near = nearest(name, names);
  if (near !== undefined) throw new OptionError(name, value, `a known property; did you mean ${near}?`);
}
