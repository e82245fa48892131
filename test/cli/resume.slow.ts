/** Runs of `--resume` after runs that were killed. `npm run slow` runs them. */
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { generateLines } from "../../bench/generated-lines.js";
import { ENVIRONMENT, folder, MAIN, run } from "./run.js";

const MODEL = ["--model", "bert-base-japanese-char-v3"];
/** Several blocks. */
const MANY = generateLines(30_000);

let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));

/** The path of a file that no other test has. */
function fresh(ending: string): string {
  return join(folder, `${++files}.${ending}`);
}

function fileOf(ending: string, contents: string): string {
  const path = fresh(ending);
  writeFileSync(path, contents);
  return path;
}

describe("--resume", () => {
  /** Starts a run and kills it after some time. Returns true if it had not ended. */
  function killed(args: readonly string[], milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [MAIN, ...args], { env: ENVIRONMENT, stdio: "ignore" });
      setTimeout(() => child.kill("SIGKILL"), milliseconds);
      child.on("exit", (code) => resolve(code === null));
    });
  }

  it.each([
    ["jsonl", "1", []],
    ["parquet", "2", ["--pack", "--max-length", "100"]],
    ["arrow", "2", []],
  ])(
    "goes on with what a killed run left: %s",
    async (ending, jobs, more) => {
      const input = fileOf("txt", `${MANY.join("\n")}\n`.repeat(8));
      const [whole, resumed] = [fresh(ending), fresh(ending)];
      const args = (output: string): string[] => [
        "encode",
        ...MODEL,
        ...more,
        "--jobs",
        jobs,
        "--output",
        output,
        input,
      ];
      await run(args(whole));
      let kills = 0;
      for (let time = 900; await killed([...args(resumed), "--resume"], time); time += 500) kills++;
      expect(kills).toBeGreaterThan(0);
      expect(readFileSync(resumed).equals(readFileSync(whole))).toBe(true);
      expect(existsSync(`${resumed}.journal`)).toBe(false);
    },
    120_000,
  );

  /** Starts a run and kills it as soon as its journal has a state. */
  async function killedAtState(args: readonly string[], output: string): Promise<void> {
    const child = spawn(process.execPath, [MAIN, ...args], { env: ENVIRONMENT, stdio: "ignore" });
    const end = new Promise((resolve) => child.on("exit", resolve));
    const looks = setInterval(() => {
      if (isBegun(output)) child.kill("SIGKILL");
    }, 20);
    expect(await end).toBe(null);
    clearInterval(looks);
  }

  /** An unfinished table with some certain rows, and the command that began it. */
  async function unfinished(): Promise<readonly [args: string[], input: string, output: string]> {
    const [input, output] = [fileOf("txt", `${MANY.join("\n")}\n`.repeat(8)), fresh("jsonl")];
    const args = ["encode", ...MODEL, "--output", output, input];
    await killedAtState(args, output);
    return [args, input, output];
  }

  const isBegun = (output: string): boolean =>
    existsSync(`${output}.journal`) && readFileSync(`${output}.journal`, "utf8").split("\n").length > 2;

  it("counts the texts of inputs that an earlier run completed", async () => {
    const input = fileOf("txt", `${MANY.slice(0, 4000).join("\n")}\n`);
    const inputs = Array.from({ length: 8 }, () => input);
    const args = (output: string): string[] => {
      const windows = ["--columns", "input_ids", "--windows", "--max-length", "20"];
      return ["encode", ...MODEL, ...windows, "--output", output, ...inputs];
    };
    const [whole, resumed] = [fresh("arrow"), fresh("arrow")];
    await run(args(whole));
    await killedAtState(args(resumed), resumed);
    await run([...args(resumed), "--resume"]);
    expect(readFileSync(resumed).equals(readFileSync(whole))).toBe(true);
  }, 60_000);

  it("divides texts with padding as a run without interruption does", async () => {
    // Rows of a thousand ids end a block long before its bytes do.
    const input = fileOf("txt", `${MANY.join("\n")}\n`.repeat(2));
    const padding = ["--padding", "--max-length", "1000", "--columns", "input_ids", "--id-type", "uint16"];
    const args = (output: string): string[] => ["encode", ...MODEL, ...padding, "--output", output, input];
    const [whole, resumed] = [fresh("arrow"), fresh("arrow")];
    await run(args(whole));
    await killedAtState(args(resumed), resumed);
    await run([...args(resumed), "--resume"]);
    expect(readFileSync(resumed).equals(readFileSync(whole))).toBe(true);
  }, 60_000);

  it("does not take another file for its result", async () => {
    const [args, , output] = await unfinished();
    writeFileSync(output, "other");
    const { code, error } = await run([...args, "--resume"]);
    expect([code, error]).toEqual([2, expect.stringContaining("a name that is free")]);
    expect(readFileSync(output, "utf8")).toBe("other");
    expect(existsSync(`${output}.partial`)).toBe(true);
  }, 60_000);

  it("is refused with another input or other options, and asked for if there is an unfinished file", async () => {
    const [args, input, output] = await unfinished();
    const bare = await run(args);
    expect([bare.code, bare.error]).toEqual([
      2,
      expect.stringContaining("expected --resume to go on, or another name"),
    ]);
    const other = await run([...args, "--resume", "--no-special-tokens"]);
    expect([other.code, other.error]).toEqual([2, expect.stringContaining("other options")]);
    const { atime, mtime } = statSync(input);
    appendFileSync(input, "雨\n");
    utimesSync(input, atime, mtime);
    const changed = await run([...args, "--resume"]);
    expect([changed.code, changed.error]).toEqual([2, expect.stringContaining("other inputs")]);
    expect(existsSync(output)).toBe(false);
  }, 60_000);

  it("forgets a half-written line of the journal and everything after its last state", async () => {
    const [args, input, output] = await unfinished();
    appendFileSync(`${output}.journal`, '{"length":12,"end":');
    appendFileSync(`${output}.partial`, "noise");
    expect(await run([...args, "--resume"])).toEqual({ code: 0, out: "", error: "" });
    const whole = fresh("jsonl");
    await run(["encode", ...MODEL, "--output", whole, input]);
    expect(readFileSync(output).equals(readFileSync(whole))).toBe(true);
  }, 60_000);

  it("ends what was complete but for its journal", async () => {
    const [args, , output] = await unfinished();
    const journal = readFileSync(`${output}.journal`);
    await run([...args, "--resume"]);
    writeFileSync(`${output}.journal`, journal);
    const before = readFileSync(output);
    expect(await run([...args, "--resume"])).toEqual({ code: 0, out: "", error: "" });
    expect(readFileSync(output).equals(before)).toBe(true);
    expect(existsSync(`${output}.journal`)).toBe(false);
  }, 60_000);

  it("is refused while another run is at work, and if the unfinished file was cut", async () => {
    const [args, , output] = await unfinished();
    writeFileSync(`${output}.lock`, String(process.pid));
    const locked = await run([...args, "--resume"]);
    expect([locked.code, locked.error]).toEqual([2, expect.stringContaining(`process ${process.pid} at work on it`)]);
    rmSync(`${output}.lock`);
    writeFileSync(`${output}.partial`, "");
    const cut = await run([...args, "--resume"]);
    expect([cut.code, cut.error]).toEqual([2, expect.stringContaining("0 bytes")]);
    expect(existsSync(`${output}.lock`)).toBe(false);
  }, 60_000);
});
