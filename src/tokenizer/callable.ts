/** A base class whose instances are functions: calling an instance calls its `call` method. */
export abstract class Callable {
  constructor() {
    const self = (...args: never[]): unknown => (self as unknown as Callable).call(...args);
    Object.setPrototypeOf(self, new.target.prototype);
    // A function's own properties would hide the class's.
    Reflect.deleteProperty(self, "name");
    Reflect.deleteProperty(self, "length");
    // biome-ignore lint/correctness/noConstructorReturn: the function is the instance; fields are put on it
    return self as unknown as this;
  }

  abstract call(...args: never[]): unknown;
}
