import { describe, expect, it } from "vitest";
import { readOptions, usage } from "./options.js";

const TEXT_PARTS = ["words:ipadic", "han to zen"];

describe("the differential run's command line", () => {
  it("compares every part unless told otherwise", () => {
    const options = readOptions([], TEXT_PARTS);
    expect(options).toMatchObject({ adversarial: 1_000_000, seed: 1, corpusOnly: false });
    expect(options !== "help" && [...options.chosen]).toEqual(expect.arrayContaining([...TEXT_PARTS, "calls"]));
  });

  it("reads counts and chosen parts", () => {
    expect(readOptions(["--only", "han to zen", "--adversarial", "0", "--seed", "7"], TEXT_PARTS)).toMatchObject({
      adversarial: 0,
      seed: 7,
      chosen: new Set(["han to zen"]),
    });
  });

  it("shows a usage text that names every part", () => {
    for (const option of ["--help", "-h"]) expect(readOptions([option], TEXT_PARTS)).toBe("help");
    for (const part of [...TEXT_PARTS, "calls", "jsons"]) expect(usage(TEXT_PARTS)).toContain(part);
  });

  it.each([
    [["--all"], "Unknown option '--all'"],
    [["words"], "Unexpected argument 'words'"],
    [["--seed", "x"], "--seed x: expected a whole number"],
    [["--only", "words"], "--only words: expected a part that the usage text lists"],
  ])("refuses %j in one line", (args, message) => {
    expect(() => readOptions(args, TEXT_PARTS)).toThrow(new Error(message));
  });
});
