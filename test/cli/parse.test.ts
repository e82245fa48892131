import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { COMMAND_NAMES, commandEntry, type OptionEntry } from "../../src/cli/commands.js";
import { helpText } from "../../src/cli/help.js";
import { parseCommandLine, type Request } from "../../src/cli/parse.js";

const IPADIC = ["--dictionary", "ipadic"];

function parse(...args: readonly string[]): Request {
  return parseCommandLine(args);
}

/** The message for a wrong command line. */
function complaint(...args: readonly string[]): string {
  try {
    parse(...args);
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    return error instanceof OptionError ? error.message : "";
  }
  throw new Error(`${args.join(" ")} is not refused`);
}

describe("a command line", () => {
  it("has a command, options with their values, and operands, in any order", () => {
    const options = new Map([
      ["dictionary", "ipadic"],
      ["offsets", ""],
    ]);
    const request = { command: "words", options, operands: ["a.txt", "-"] };
    expect(parse("words", ...IPADIC, "--offsets", "a.txt", "-")).toEqual(request);
    expect(parse("--offsets", "--dictionary=ipadic", "words", "a.txt", "-")).toEqual(request);
  });

  it("has no options after --", () => {
    expect(parse("words", ...IPADIC, "--", "--offsets", "-h").operands).toEqual(["--offsets", "-h"]);
  });

  it("may say --json for --format json", () => {
    expect(parse("words", ...IPADIC, "--json").options.get("format")).toBe("json");
    expect(parse("lattice", ...IPADIC, "--json").options.get("format")).toBe("json");
  });

  it("asks for help by the command help, --help or -h, whatever else it holds", () => {
    const help = { command: "help", options: new Map(), operands: ["words"] };
    for (const args of [
      ["help", "words"],
      ["words", "--help"],
      ["-h", "words"],
      ["words", "--colour", "--help"],
    ]) {
      expect(parse(...args)).toEqual(help);
    }
    expect(parse("--help").operands).toEqual([]);
    expect(complaint("help", "wrds")).toContain("did you mean words?");
    expect(complaint("wrds", "--help")).toContain("did you mean words?");
  });

  it("asks for the version", () => {
    expect(parse("--version").command).toBe("version");
    expect(complaint("version")).toContain("did you mean --version?");
  });
});

describe("a command line is refused by name", () => {
  it.each<[string[], ...string[]]>([
    [["tokenise"], "tokenise", "did you mean tokenize?"],
    [["--json"], "command", "none"],
    [["words", ...IPADIC, "--colour", "red"], "words", "--colour", "--dictionary, --format"],
    [["words", ...IPADIC, "--ofsets"], "--ofsets", "did you mean --offsets?"],
    [["words", "--dict", "ipadic"], "--dict", "did you mean --dictionary?"],
    [["words", "-d", "ipadic"], "-d", "did you mean --dictionary?"],
    [["-v"], "-v", "did you mean --version?"],
    [["words", "--model", "x"], "words", "--model"],
    [["words", ...IPADIC, "--no-special-tokens"], "--no-special-tokens"],
    [["words", ...IPADIC, "--best"], "--best"],
    [["tokenize", "--model", "x", "--no-special-tokens"], "tokenize", "--no-special-tokens"],
    [["encode", "--model", "x", "--dictionary", "ipadic"], "encode", "--dictionary"],
    [["decode", "--model", "x", "--offsets"], "decode", "--offsets"],
    [["lattice", ...IPADIC, "--offsets"], "lattice", "--offsets"],
    [["models", "--offsets"], "models", "--offsets"],
    [["help", "--json"], "help", "--json"],
    [["words"], "no --dictionary"],
    [["encode"], "no --model and no --files"],
    [["words", "--dictionary"], "--dictionary", "nothing"],
    [["words", "--dictionary", "--json"], "--dictionary", "nothing"],
    [["words", "--dictionary="], "--dictionary", "nothing"],
    [["words", ...IPADIC, ...IPADIC], "--dictionary", "once"],
    [["words", ...IPADIC, "--json", "--format", "plain"], "--format", "once"],
    [["words", ...IPADIC, "--offsets", "--format", "plain"], "--format", "json with --offsets"],
    [["words", ...IPADIC, "--offsets=yes"], "--offsets", "yes", "flag"],
    [["words", ...IPADIC, "--format", "jsno"], "jsno", "did you mean json?"],
    [["words", ...IPADIC, "--format", "svg"], "svg", "plain or json"],
    [["lattice", ...IPADIC, "--format", "plain"], "plain", "table or json or dot or svg"],
    [["words", ...IPADIC, "--newline", "cr"], "cr", "auto or lf"],
  ])("%j", (args, ...named) => {
    const message = complaint(...args);
    for (const each of named) expect(message).toContain(each);
    expect(message).not.toContain("\n");
  });
});

describe("the table of commands", () => {
  const entries: readonly (readonly [string, OptionEntry])[] = COMMAND_NAMES.flatMap((name) =>
    Object.entries(commandEntry(name).options),
  );

  it("gives an option a value in all commands or in none, as separating options from files requires", () => {
    for (const [name, { value }] of entries) {
      for (const [other, entry] of entries) {
        if (name === other) expect([name, entry.value === undefined]).toEqual([name, value === undefined]);
      }
    }
  });

  it.each(COMMAND_NAMES)("gives %s a help text of its own, with all of its options, in 80 columns", (name) => {
    const text = helpText(name);
    const { options, example } = commandEntry(name);
    for (const option of Object.keys(options)) expect(text).toContain(`  --${option} `);
    expect(text).toMatch(new RegExp(`^tohoku-tokenizers ${name}: `));
    expect(text).toContain(example.output ?? "Example");
    for (const line of text.split("\n")) expect(columns(line)).toBeLessThanOrEqual(80);
    expect(helpText()).toContain(`  ${name} `);
  });
});

/** The columns of a line in a terminal, where Japanese characters take two. */
function columns(line: string): number {
  return line.replaceAll(/[\u3000-\u9fff]/g, "  ").length;
}
