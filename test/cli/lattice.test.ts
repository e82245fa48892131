/** The command `lattice` as it is installed: run `npm run build` first. */
import { readFileSync, rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { folder, run } from "./run.js";

const IPADIC = ["lattice", "--dictionary", "ipadic"];

afterAll(() => rmSync(folder, { recursive: true }));

describe("the lattice of each line", () => {
  it("is a table, with a blank line between two", async () => {
    const { out, code } = await run([...IPADIC, "--best"], "今日は晴れ\n\n");
    // Costs as MeCab writes them; see test/mecab/dump.test.ts.
    expect(out.replace(/ +/g, " ").replaceAll(/\* (\d+ \S+ \d+ \d+) \d+ \d+/g, "* $1")).toBe(
      [
        " node surface start end leftId rightId wordCost connectionCost totalCost previous",
        "* 0 BOS 0 0 0 0 0",
        "* 1 今日 0 2 4263 -316 3947 0",
        "* 2 は 2 3 3865 -2990 4822 1",
        "* 3 晴れ 3 5 5587 37 10446 2",
        "* 4 EOS 5 5 0 -573 9873 3",
        "",
        " node surface start end leftId rightId wordCost connectionCost totalCost previous",
        "* 0 BOS 0 0 0 0 0",
        "* 1 EOS 0 0 0 -434 -434 0",
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  it("has every word that MeCab considers, unless only the best path is asked for", async () => {
    const rows = async (args: readonly string[]): Promise<number> =>
      (await run(args, "今日は晴れ")).out.split("\n").length;
    expect(await rows(IPADIC)).toBe(31);
    expect(await rows([...IPADIC, "--best"])).toBe(7);
  });

  it("is one line in JSON", async () => {
    const { out } = await run([...IPADIC, "--format", "json", "--best"], "晴れ\n\n雨\n");
    const surfaces = out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { surface: string }[]).map(({ surface }) => surface));
    expect(surfaces).toEqual([
      ["", "晴れ", ""],
      ["", ""],
      ["", "雨", ""],
    ]);
  });

  it.each([
    ["dot", /^digraph lattice \{\n.*\n\}\n$/s],
    ["svg", /^<svg .*<\/svg>\n$/s],
  ])("is a document in %s, with a blank line between two", async (format, document) => {
    const { out, code } = await run([...IPADIC, "--format", format], '東京都に住む ABC\n<"&\\>\n');
    const documents = out.trimEnd().split("\n\n");
    expect(documents).toHaveLength(2);
    for (const each of documents) expect(`${each}\n`).toMatch(document);
    expect(code).toBe(0);
  });
});

it("the picture in docs/lattice.md is what the command writes", async () => {
  const picture = readFileSync(new URL("../../docs/lattice.svg", import.meta.url), "utf8");
  expect((await run([...IPADIC, "--format", "svg"], "東京都に住む ABC\n")).out).toBe(picture);
});

describe("bad usage exits 2 with one line that says what was wrong", () => {
  it.each([
    [["lattice"], "--dictionary"],
    [["lattice", "--dictionary", "naist-jdic"], "naist-jdic"],
    [[...IPADIC, "--format", "plain"], "plain"],
    [[...IPADIC, "--offsets"], "--offsets"],
    [["words", "--dictionary", "ipadic", "--best"], "--best"],
    [["words", "--dictionary", "ipadic", "--format", "svg"], "svg"],
  ])("%j", async (args, named) => {
    const { code, out, error } = await run(args);
    expect(error).toContain(named);
    expect(error).toMatch(/^tohoku-tokenizers: [^\n]+\n$/);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});

it("a line that is too long for a lattice exits 1, names the line and loses nothing before it", async () => {
  const { code, out, error } = await run([...IPADIC, "--format", "json"], `雨\n${"雨".repeat(21_846)}\n`);
  expect(out.split("\n")).toHaveLength(2);
  expect(error).toMatch(/line 2: .*21846 UTF-16 code units.*at most 21845/);
  expect(code).toBe(1);
});
