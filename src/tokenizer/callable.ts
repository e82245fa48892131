/**
 * The instances of a class that are functions: the calls of `Calls`, which the method `call` takes too, and the
 * properties of `Properties`.
 */
export type CallableInstance<Calls, Properties> = Calls & Properties & { call: Calls };

/**
 * A base class whose instances are functions: calling an instance calls its method `call`.
 *
 * It is made of a function, since only a function may return another object than the one it was called with.
 */
export const Callable = CallableObject as unknown as abstract new <Calls, Properties>() => CallableInstance<
  Calls,
  Properties
>;

function CallableObject(): object {
  const self = (...args: readonly unknown[]): unknown => (self as unknown as Calling).call(...args);
  Object.setPrototypeOf(self, new.target.prototype);
  // A function's own properties would hide the class's.
  Reflect.deleteProperty(self, "name");
  Reflect.deleteProperty(self, "length");
  return self;
}

interface Calling {
  call(...args: readonly unknown[]): unknown;
}
