/** `--jobs` changes nothing but the time. Runs the built command line, so `npm run build` comes first. */
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it } from "vitest";
import { generateLines } from "../../bench/generated-lines.js";
import { ENVIRONMENT, folder, MAIN, type Result, run } from "./run.js";

const CHAR_V3 = ["--model", "bert-base-japanese-char-v3"];
const IPADIC = ["--dictionary", "ipadic"];
/** Several chunks of a file that is read. */
const LINES = generateLines(20_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file into the folder of this test file, and returns its path. */
function fileOf(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

async function both(...args: readonly string[]): Promise<readonly [one: Result, several: Result]> {
  return Promise.all([run(args), run([args[0], "--jobs", "3", ...args.slice(1)])]);
}

describe("several jobs", () => {
  const whole = fileOf("lines.txt", LINES.join("\n"));
  const windows = fileOf("windows.txt", `\ufeff${LINES.slice(0, 6000).join("\r\n")}\r\n`);
  const inner = fileOf("inner.txt", `${LINES.slice(0, 6000).join("\n")}\n\ufeff\n\n`);

  it.each([
    ["words", ...IPADIC],
    ["words", ...IPADIC, "--offsets"],
    ["words", ...IPADIC, "--newline", "lf", "--keep-bom"],
    ["tokenize", ...CHAR_V3],
    ["encode", ...CHAR_V3, "--json"],
  ])("write what one writes: %s %s %s %s %s %s", async (...args) => {
    const [one, several] = await both(...args, windows, whole, windows, inner);
    expect(one.code).toBe(0);
    expect(several).toEqual(one);
  });

  it("take lines from a pipe, none, and a last one without an end", async () => {
    const args = ["encode", "--jobs", "2", ...CHAR_V3];
    for (const [input, output] of [
      ["", ""],
      ["雨", "2 6477 3\n"],
      ["雨\n\n雨\n", "2 6477 3\n2 3\n2 6477 3\n"],
    ]) {
      expect(await run(args, input)).toEqual({ code: 0, out: output, error: "" });
    }
  });

  it("write what is ready while more is awaited", async () => {
    const child = spawn(process.execPath, [MAIN, "encode", "--jobs", "2", ...CHAR_V3], { env: ENVIRONMENT });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (let time = 0; time < 3; time++) {
      child.stdin.write("雨\n");
      expect((await answers.next()).value).toBe("2 6477 3");
    }
    child.stdin.end();
    expect((await answers.next()).done).toBe(true);
  });

  it("write what comes before a line at fault, and name it", async () => {
    const bad = Buffer.concat([
      Buffer.from(`${LINES.slice(0, 9000).join("\n")}\n雨`),
      Buffer.of(0xff, 0x0a),
      Buffer.from("雨\n"),
    ]);
    const ids = fileOf("ids.txt", `${"2 3\n".repeat(50_000)}2 x\n2\n`);
    for (const args of [
      ["words", ...IPADIC, whole, fileOf("bad.txt", bad), whole],
      ["decode", ...CHAR_V3, ids],
      ["words", ...IPADIC, fileOf("utf16.txt", Buffer.from("\ufeff雨\n", "utf16le"))],
    ]) {
      const [one, several] = await both(...args);
      expect(one.code).toBe(1);
      expect(one.error).toMatch(/line \d+/);
      expect(several).toEqual(one);
    }
  });

  it("warn of the first line, once", async () => {
    const lines = [...LINES.slice(0, 8000), "a\0b", ...LINES.slice(0, 8000), "a\0b", ...LINES, "a\0b"];
    const [one, several] = await both("words", ...IPADIC, fileOf("null.txt", lines.join("\n")));
    expect(one.error).toMatch(/null\.txt, line 8001: a text has U\+0000/);
    expect(several).toEqual(one);
  });

  it("fail as one if nothing can be loaded", async () => {
    for (const args of [
      ["words", "--dictionary", "none"],
      ["encode", "--model", "none", "--files", folder],
    ]) {
      const [one, several] = await both(...args);
      expect(one.code).toBe(2);
      expect(several).toEqual(one);
    }
  });

  it("are a number from 1 to 256", async () => {
    for (const jobs of ["0", "two", "257", "-1", "1.5"]) {
      const { code, error } = await run(["words", ...IPADIC, `--jobs=${jobs}`]);
      expect([code, error]).toEqual([2, expect.stringMatching(/--jobs: found .* a whole number from 1 to 256/)]);
    }
  });
});
