import { describe, expect, it } from "vitest";
import { QUICK, WHOLE } from "../../bench/extent.js";
import { readOptions, USAGE } from "../../bench/options.js";
import { PART_NAMES } from "../../bench/parts.js";

describe("the benchmark's command line", () => {
  it("measures every part in full unless told otherwise", () => {
    expect(readOptions([])).toMatchObject({ extent: WHOLE, parts: PART_NAMES, savedAs: undefined, onlyReports: false });
  });

  it("reads the amount of text, the rounds and the parts to measure", () => {
    expect(
      readOptions(["--quick", "--rounds", "1", "--lines", "10", "--only", "words", "--only", "cold"]),
    ).toMatchObject({
      extent: { ...QUICK, rounds: 1, coldRounds: 1, lines: 10 },
      isQuick: true,
      parts: ["words", "cold"],
    });
  });

  it("shows a usage text that names every part", () => {
    for (const option of ["--help", "-h"]) expect(readOptions([option])).toBe("help");
    for (const part of PART_NAMES) expect(USAGE).toContain(part);
  });

  it.each([
    [["--fast"], "Unknown option '--fast'"],
    [["words"], "Unexpected argument 'words'"],
    [["--rounds"], "Option '--rounds <value>' argument missing"],
    [["--rounds", "0"], "--rounds 0: expected a whole number above 0"],
    [["--only", "sentences"], `--only sentences: expected ${PART_NAMES.join(", ")}`],
    [["--save", "--only", "words"], "--save with --only: expected a whole run to save"],
  ])("refuses %j in one line", (args, message) => {
    expect(() => readOptions(args)).toThrow(new Error(message));
  });
});
