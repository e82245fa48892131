/** The kinds of fuzzing inputs, a few of each; `npm run fuzz` tries as many as time allows. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { attempt, Fault, inputOf, type Kind, mustEqual } from "./kind.js";
import { KINDS } from "./kinds/index.js";
import { smallest } from "./shrink.js";

const COUNT = 40;

describe("a few inputs of each kind do no harm", () => {
  const silent = (): void => undefined;
  beforeAll(() => setLogger({ warn: silent, error: silent }));
  afterAll(() => setLogger(console));

  it.each(Object.keys(KINDS))("%s", async (name) => {
    const kind = await KINDS[name]();
    for (let index = 0; index < COUNT; index++) {
      const input = inputOf(kind, 20, index);
      expect(JSON.parse(JSON.stringify(input))).toEqual(input);
      await kind.check(input);
    }
  });
});

describe("a fault", () => {
  it("is an error that the library does not throw on purpose, or a difference", () => {
    expect(attempt(() => 1)).toBe(1);
    const refuse = (): never => {
      throw new OptionError("a", 1, "2");
    };
    expect(attempt(refuse)).toBeUndefined();
    const fail = (): never => {
      throw new TypeError("x is not a function");
    };
    expect(() => attempt(fail)).toThrow(Fault);
    expect(() => mustEqual([1], [2], "ids")).toThrow("ids: [1] differs from [2]");
    expect(() => mustEqual([1], [1], "ids")).not.toThrow();
  });

  it("is written down with its smallest input", async () => {
    const kind: Kind<{ readonly text: string; readonly list: readonly number[] }> = {
      name: "example",
      make: () => ({ text: "", list: [] }),
      check({ text, list }) {
        if (text.includes("雨") && list.includes(7)) throw new Fault("rain and seven");
        if (text === "") throw new Fault("another");
      },
    };
    const found = await smallest(kind as Kind, { text: "今日は雨です", list: [1, 7, 300, 7] }, "rain and seven");
    expect(found).toEqual({ text: "雨", list: [7] });
  });
});
