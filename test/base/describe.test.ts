/** The descriptions of values in the messages of errors. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { describe } from "../../src/base/describe.js";

function nested(depth: number): unknown {
  let list: unknown = [];
  for (let level = 0; level < depth; level++) list = [list];
  return list;
}

it.each([
  ["a", '"a"'],
  [12, "12"],
  [12n, "12"],
  [undefined, "undefined"],
  [null, "null"],
  [Symbol("s"), "Symbol(s)"],
  [["max", 2], '["max",2]'],
  [{ left: 1, side: "right" }, '{"left":1,"side":"right"}'],
  [{ toString: 1 }, '{"toString":1}'],
  [Object.create(null), "{}"],
  [new Uint8Array(3), "Uint8Array of 3 bytes"],
  [new Map(), "Map"],
  [Math.max, "a function max"],
  [new RangeError("too long"), "RangeError: too long"],
])("value %# is described briefly", (value, text) => {
  expect(describe(value)).toBe(text);
});

it("a long value is cut, whatever its kind", () => {
  const long = "あ".repeat(1_000_000);
  for (const value of [long, [long, long], { [long]: long }, Array(1_000_000).fill(1), new Error(long), Symbol(long)]) {
    expect(describe(value)).toMatch(/^.{120}…$/s);
  }
});

it("a deep value is described by its first levels", () => {
  expect(describe(nested(20_000))).toBe("[[[[…]]]]");
});

it("a value whose getters or proxies throw is described too", () => {
  const thrower = {
    get at(): never {
      throw new Error("no");
    },
  };
  expect(describe(thrower)).toBe("an object");
  expect(
    describe(
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error("no");
          },
        },
      ),
    ),
  ).toBe("an object");
});

it("no value makes a description throw or grow", () => {
  const values = fc.anything({
    withBigInt: true,
    withNullPrototype: true,
    withObjectString: true,
    withTypedArray: true,
    withSet: true,
    withMap: true,
    withDate: true,
  });
  fc.assert(fc.property(values, (value) => describe(value).length <= 121));
});
