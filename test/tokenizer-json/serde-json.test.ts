import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VocabularyError } from "../../src/base/errors.js";
import { JsonFloat, readJson, type Writable, writeJson } from "../../src/tokenizer-json/serde-json.js";

function read(text: string): unknown {
  return readJson(text, (found, expected) => new VocabularyError("file", found, expected));
}

/** Converts maps to objects. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/** Strings without lone surrogates. */
const texts = fc.string({ unit: "binary" }).filter((text) => !/\p{Surrogate}/u.test(text));
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    texts,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(texts, tie("value"), { maxKeys: 4 }),
  ),
})).value;

describe("readJson", () => {
  it("gives the values of JSON.parse", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 1, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // Compared as text, because a key "__proto__" is an own property on both sides.
        expect(JSON.stringify(plain(read(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it("gives back the value that writeJson wrote", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(plain(read(writeJson(value as Writable)))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(writeJson(value as Writable)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  /** The doubles that tokenizers reads from these scores. */
  it.each([
    ["-4.2134237289428711", -4.213423728942871],
    ["-9.8765432101234567", -9.876543210123456],
    ["-0.12345678901234567", -0.12345678901234568],
    ["-12.600896669038415", -12.600896669038416],
    ["-18.689422815203738", -18.689422815203734],
    ["12345678901234567890123.5", 1.2345678901234568e22],
    ["-1.8446744073709551616e1", -18.446744073709553],
    ["-2.2250738585072011e-308", -2.2250738585072014e-308],
    ["5e-324", 5e-324],
    ["1.7976931348623157e308", 1.7976931348623157e308],
    ["0.0e400", 0],
  ])("reads the number %s as serde_json does", (literal, value) => {
    expect(read(literal)).toBe(value);
  });

  it.each([
    ...[
      "",
      "{",
      "[1,]",
      '{"a" 1}',
      '{"a":1,}',
      "{1:1}",
      "01",
      "1.",
      ".5",
      "+1",
      "1e",
      "-",
      "nul",
      "NaN",
      "1 2",
      "\ufeff1",
    ],
    ...[
      '"',
      '"\n"',
      '"\\x"',
      '"\\u12"',
      '"\\ud800"',
      '"\\ud800\\u0041"',
      '"\\udc00"',
      "1e400",
      "'a'",
      '"\\constructor"',
    ],
  ])("rejects %j", (text) => {
    expect(() => read(text)).toThrow(VocabularyError);
  });

  it("accepts 127 levels and no more", () => {
    expect(read(`${"[".repeat(127)}${"]".repeat(127)}`)).toBeDefined();
    expect(() => read(`${"[".repeat(128)}${"]".repeat(128)}`)).toThrow("127 levels");
  });
});

it.each([
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [-4.5, "-4.5"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e16"],
  [1.25e21, "1.25e21"],
  [0.00001, "0.00001"],
  [0.0000012, "1.2e-6"],
  [-0.05, "-0.05"],
])("writes the double %s as %s", (value, text) => {
  expect(writeJson(new JsonFloat(value))).toBe(text);
});
