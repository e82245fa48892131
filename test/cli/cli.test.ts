/** Runs the built command line, so `npm run build` comes first. */
import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { COMMAND_NAMES, commandEntry } from "../../src/cli/commands.js";
import { folder, MAIN, run } from "./run.js";

const CHAR_V3 = "bert-base-japanese-char-v3";
const WORDS = ["words", "--dictionary", "ipadic"] as const;

afterAll(() => rmSync(folder, { recursive: true }));

describe("the command line writes one line of output for each line of input", () => {
  it("with words", async () => {
    const { out, code } = await run(WORDS, "東京都に住む\n\n 空 白 \nなし");
    expect(out).toBe("東京 都 に 住む\n\n空 白\nなし\n");
    expect(code).toBe(0);
  });

  it("and only \\n ends a line, with or without \\r before it", async () => {
    const { out } = await run([...WORDS, "--json"], "a\rb\r\n\u2028\n");
    expect(out).toBe('["a","\\r","b"]\n["\u2028"]\n');
  });

  it("with tokenize, encode and decode", async () => {
    expect((await run(["tokenize", "--model", CHAR_V3], "ﾊﾝｶｸ\n")).out).toBe("ハ ン カ ク\n");
    const { out: ids } = await run(["encode", "--model", `tohoku-nlp/${CHAR_V3}`, "--format", "json"], "ﾊﾝｶｸ\n\n");
    expect(ids).toBe("[2,551,587,515,519,3]\n[2,3]\n");
    expect((await run(["decode", "--model", CHAR_V3], ids)).out).toBe("[CLS] ハ ン カ ク [SEP]\n[CLS] [SEP]\n");
    const bare = await run(["decode", "--model", CHAR_V3, "--no-special-tokens"], "2 551 587 3\n\n");
    expect(bare.out).toBe("ハ ン\n\n");
    expect((await run(["encode", "--model", CHAR_V3, "--no-special-tokens"], "ﾊﾝ\n")).out).toBe("551 587\n");
  });

  it("and offsets refer to the line as given", async () => {
    const words = await run([...WORDS, "--offsets"], "😀 東京\n");
    expect(words.out).toBe("[[0,2],[3,5]]\n");
    const tokens = await run(["tokenize", "--model", CHAR_V3, "--offsets"], "ﾊﾟﾝ[MASK]\n");
    expect(tokens.out).toBe("[[0,2],[2,3],[3,9]]\n");
    const encoded = await run(["encode", "--model", CHAR_V3, "--offsets"], "½\n");
    expect(encoded.out).toBe("[[0,0],[0,1],[0,1],[0,1],[0,0]]\n");
  });

  it("and reads files in the given order", async () => {
    const [first, second] = [join(folder, "1.txt"), join(folder, "2.txt")];
    writeFileSync(first, "一つ\n");
    writeFileSync(second, "二つ");
    expect((await run([...WORDS, first, second])).out).toBe("一つ\n二つ\n");
  });

  it("and needs no model name if a folder has the files", async () => {
    const { out: rows } = await run(
      ["tokenize", "--files", tokenizerFolder({ word_tokenizer_type: "mecab" })],
      "猫舌x",
    );
    expect(rows).toBe("猫 ##舌 [UNK]\n");
  });

  it("also for long lines and for many lines", async () => {
    const line = "青い空に白い雲。".repeat(50_000);
    const { out } = await run(WORDS, `${line}\n${"雲\n".repeat(100_000)}`);
    const lines = out.split("\n");
    expect(lines).toHaveLength(100_002);
    expect(lines[0].replaceAll(" ", "")).toBe(line);
    const { out: json } = await run([...WORDS, "--json"], line);
    expect(JSON.parse(json)).toEqual(lines[0].split(" "));
  });
});

function tokenizerFolder(config: object): string {
  const files = mkdtempSync(join(folder, "files-"));
  writeFileSync(join(files, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n猫\n##舌\n");
  writeFileSync(
    join(files, "tokenizer_config.json"),
    JSON.stringify({ tokenizer_class: "BertJapaneseTokenizer", ...config }),
  );
  return files;
}

describe("bad usage exits with status 2 and a message of one line", () => {
  it.each([
    [["translate"], "translate"],
    [["words", "--dictionary", "naist-jdic"], "naist-jdic"],
    [["tokenize", "--model", "bert-base-klingon"], "bert-base-klingon"],
    [["tokenize", "--model", "bert-base-japanese-v3"], "HF_HUB_OFFLINE"],
    [["tokenize", "--model", "roberta-base-japanese"], "roberta-base-japanese"],
    [["tokenize", "--model", CHAR_V3, "--files", "no/such/folder"], "no/such/folder"],
    [[...WORDS, "no/such/file.txt"], "no/such/file.txt"],
    [[...WORDS, folder], "folder"],
  ])("for the arguments %j", async (args, named) => {
    const { code, out, error } = await run(args);
    expect(error).toContain(named);
    expect(error).toMatch(/^tohoku-tokenizers: [^\n]+\n$/);
    expect(out).toBe("");
    expect(code).toBe(2);
  });

  it("before anything is written if one of several files is missing", async () => {
    const file = join(folder, "there.txt");
    writeFileSync(file, "雲\n");
    expect(await run([...WORDS, file, "missing.txt"])).toMatchObject({ code: 2, out: "" });
  });

  it("for a missing file, with one beside it that was probably meant, or the way to give a text", async () => {
    writeFileSync(join(folder, "letters.txt"), "雲\n");
    const near = await run([...WORDS, join(folder, "leters.txt")]);
    expect(near.error).toContain(`did you mean ${join(folder, "letters.txt")}?`);
    expect((await run([...WORDS, "今日は雨"])).error).toContain("echo TEXT |");
  });

  it("for files that name no class, with the option that names the model", async () => {
    const { code, error } = await run(["encode", "--files", folder]);
    expect(code).toBe(2);
    expect(error).toContain("--model NAME");
  });

  it("for a folder as standard input", async () => {
    const child = spawn("sh", ["-c", `"${process.execPath}" "${MAIN}" ${WORDS.join(" ")} < "${folder}"`]);
    let error = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      error += text;
    });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(2);
    expect(error).toMatch(/^tohoku-tokenizers: [^\n]*standard input[^\n]*folder\n$/);
  });
});

describe("usage and help", () => {
  it("is written for no arguments, which is bad usage, and on request", async () => {
    const none = await run([]);
    expect(none).toMatchObject({ code: 2, error: "" });
    const asked = await run(["--help"]);
    expect(asked).toEqual({ code: 0, out: none.out, error: "" });
    expect(asked.out).toMatch(/Usage: tohoku-tokenizers COMMAND/);
    expect((await run(["help"])).out).toBe(asked.out);
  });

  it("is a text of its own for each command", async () => {
    const { out, code } = await run(["encode", "--help"]);
    expect(out).toMatch(/^tohoku-tokenizers encode: .*--no-special-tokens.*Example/s);
    expect(code).toBe(0);
    expect((await run(["help", "encode"])).out).toBe(out);
  });

  const examples = COMMAND_NAMES.map((name) => commandEntry(name).example).filter(({ output }) => output !== undefined);
  it.each(examples)("has an example that is true: $command", async ({ command, output }) => {
    const ours = command.replace("npx tohoku-tokenizers", `"${process.execPath}" "${MAIN}"`);
    const { stdout } = await promisify(execFile)("sh", ["-c", ours]);
    expect(stdout).toBe(`${output}\n`);
  });

  it("has the package's version", async () => {
    expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("bad data exits with status 1, names the line, and keeps the output before it", () => {
  it("for bytes that are not UTF-8", async () => {
    const input = Buffer.concat([Buffer.from("東京\n雲\n"), Buffer.of(0x61, 0xff, 0x0a), Buffer.from("空\n")]);
    const { code, out, error } = await run(WORDS, input);
    expect(out).toBe("東京\n雲\n");
    expect(error).toMatch(/line 3: .*0xff.* offset 1.*UTF-8/);
    expect(code).toBe(1);
  });

  it.each(["[2, 3", "2.5", "9007199254740993"])("for ids that are not integers: %s", async (ids) => {
    const { code, error } = await run(["decode", "--model", CHAR_V3], `2 3\n${ids}\n`);
    expect(error).toMatch(/^tohoku-tokenizers: standard input, line 2: found [^\n]+\n$/);
    expect(code).toBe(1);
  });

  it("for ids that no token has", async () => {
    const { code, out, error } = await run(["decode", "--model", "bybert-jp-100m"], "103\n103 -5\n");
    expect(out).toBe("a\n");
    expect(error).toMatch(/^tohoku-tokenizers: standard input, line 2: ids: found -5, [^\n]+\n$/);
    expect(code).toBe(1);
  });

  it("for ids whose text would be two lines", async () => {
    const decode = ["decode", "--model", "bybert-jp-100m"];
    const plain = await run(decode, "103\n103 16 103\n");
    expect(plain.out).toBe("a\n");
    expect(plain.error).toMatch(/line 2: found "a line break at offset 1", expected .*--json/);
    expect(plain.code).toBe(1);
    expect((await run([...decode, "--json"], "103 16 103\n")).out).toBe('"a\\na"\n');
  });

  it("for a text that MeCab would lose", async () => {
    const { code, error } = await run(WORDS, `a${" ".repeat(70_000)}b\n`);
    expect(error).toMatch(/line 1: .*whitespace that MeCab cannot skip at offset 1/);
    expect(code).toBe(1);
  });

  it("for a damaged dictionary or vocabulary", async () => {
    const dictionary = join(folder, "broken.dict");
    writeFileSync(dictionary, "TOHOKUDI and no valid dictionary");
    const { code, error } = await run(["words", "--dictionary", dictionary]);
    expect(error).toContain("broken.dict");
    expect(code).toBe(1);
    const files = tokenizerFolder({});
    writeFileSync(join(files, "vocab.txt"), "猫\n");
    const foreign = await run(["tokenize", "--model", CHAR_V3, "--files", files]);
    expect(foreign.error).toContain("[UNK]");
    expect(foreign.code).toBe(1);
  });
});

it("a closed pipe ends the program without an error", async () => {
  const child = spawn(process.execPath, [MAIN, ...WORDS]);
  let error = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (error += text));
  child.stdin.on("error", () => undefined);
  child.stdout.once("data", () => child.stdout.destroy());
  child.stdin.end("雲が流れる\n".repeat(200_000));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(error).toBe("");
  expect(code).toBe(0);
});

describe("text that is not text of a line", () => {
  it.each([
    ["words", [...WORDS]],
    ["decode", ["decode", "--model", CHAR_V3]],
  ])("a byte order mark and \\r before \\n change nothing: %s", async (command, args) => {
    const lines = command === "decode" ? "2 551 3\n\n" : "東京の雨\n\n";
    const plain = await run(args, lines);
    expect(await run(args, `\ufeff${lines.replaceAll("\n", "\r\n")}`)).toEqual(plain);
    expect(plain.code).toBe(0);
  });

  it("belongs to it on request", async () => {
    const { out } = await run([...WORDS, "--json", "--newline", "lf", "--keep-bom"], "\ufeff雨\r\n");
    expect(JSON.parse(out).join("")).toBe("\ufeff雨\r");
  });

  it("is at the start of every file", async () => {
    const files = ["1", "2"].map((name) => join(folder, `bom-${name}.txt`));
    for (const file of files) writeFileSync(file, "\ufeff雨\r\n");
    expect((await run([...WORDS, ...files])).out).toBe("雨\n雨\n");
  });

  it("is what follows U+0000, if MeCab splits it, and the first such line is named", async () => {
    for (const args of [WORDS, ["tokenize", "--model", CHAR_V3]]) {
      const { code, out, error } = await run(args, "雲\n雨\0風\n雪\0風\n");
      expect(out).toBe("雲\n雨\n雪\n");
      expect(error).toMatch(/^tohoku-tokenizers: warning: standard input, line 2: [^\n]*U\+0000[^\n]*\n$/);
      expect(code).toBe(0);
    }
    const bytes = await run(["encode", "--model", "bybert-jp-100m"], "a\0a\n");
    expect(bytes).toEqual({ code: 0, out: "103 6 103 1\n", error: "" });
  });
});

describe("a failure to write exits with status 1 and a message of one line", () => {
  const MESSAGE = /^tohoku-tokenizers: standard output: found [^\n]+\n$/;

  it.runIf(existsSync("/dev/full")).each([[[...WORDS]], [["help"]]])("to a full device: %j", async (args) => {
    const full = openSync("/dev/full", "w");
    const { code, error } = await run(args, "雨\n", {}, full);
    closeSync(full);
    expect(error).toMatch(MESSAGE);
    expect(error).toContain("ENOSPC");
    expect(code).toBe(1);
  });

  it.skipIf(process.platform === "win32")(
    "to a file that may not become larger, although part of it is written",
    async () => {
      const limited = `ulimit -f 1; exec "${process.execPath}" "${MAIN}" ${WORDS.join(" ")} > "${join(folder, "limited.txt")}"`;
      const child = spawn("sh", ["-c", limited]);
      let error = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        error += text;
      });
      child.stdin.end("雨が降る\n".repeat(1000));
      expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
      expect(error).toMatch(MESSAGE);
    },
  );
});

describe("an unexpected error", () => {
  it("is one line that says how to see its origin, and exits with status 1", async () => {
    // A module that Node loads before the program breaks what reads ids.
    const breaking = join(folder, "breaking.mjs");
    writeFileSync(breaking, 'String.prototype.trim = () => { throw new TypeError("broken"); };');
    const variables = { NODE_OPTIONS: `--import=${pathToFileURL(breaking)}` };
    const args = ["decode", "--model", "bybert-jp-100m"];
    const { code, out, error } = await run(args, "103\n", variables);
    const LINE = /^tohoku-tokenizers: unexpected error: TypeError: broken;[^\n]*TOHOKU_TOKENIZERS_DEBUG=1[^\n]*\n/;
    expect(error).toMatch(LINE);
    expect(error.match(/\n/g)).toHaveLength(1);
    expect(out).toBe("");
    expect(code).toBe(1);
    const debug = await run(args, "103\n", { ...variables, TOHOKU_TOKENIZERS_DEBUG: "1" });
    expect(debug.error).toMatch(LINE);
    expect(debug.error).toMatch(/\n +at .*parseIds/);
  });
});

it("lines are written as soon as they arrive", async () => {
  const child = spawn(process.execPath, [MAIN, ...WORDS]);
  child.stdout.setEncoding("utf8");
  child.stdin.write("雨が降る\n");
  expect(await new Promise((resolve) => child.stdout.once("data", resolve))).toBe("雨 が 降る\n");
  child.stdin.end();
});

it("no progress reaches a pipe", async () => {
  const { error } = await run(["encode", "--model", CHAR_V3], "雲\n".repeat(50_000));
  expect(error).toBe("");
});

describe("the command line reads", () => {
  const lines = Array.from({ length: 5000 }, (_, at) => `晴れた日は${at}円`);

  it("gzip data, of files and of standard input", async () => {
    const expected = await run(WORDS, lines.join("\n"));
    const whole = gzipSync(lines.join("\n"));
    const path = join(folder, "lines.txt.gz");
    writeFileSync(path, whole);
    for (const result of [run([...WORDS, path]), run(WORDS, whole), run([...WORDS, "--jobs", "2", path])]) {
      expect(await result).toEqual(expected);
    }
    const [first, second] = [gzipSync("一つ\n"), gzipSync("二つ\n")];
    expect((await run(WORDS, Buffer.concat([first, second]))).out).toBe("一つ\n二つ\n");
    expect((await run(WORDS, gzipSync(""))).out).toBe("");
  });

  it("what comes before damage to gzip data, and names the line", async () => {
    const broken = gzipSync(lines.join("\n"), { level: 0 }).subarray(0, 60_000);
    const one = await run(WORDS, broken);
    expect(one.code).toBe(1);
    const count = one.out.split("\n").length;
    expect(count).toBeGreaterThan(1000);
    const message = `standard input, line ${count}: found "unexpected end of file", expected complete gzip data`;
    expect(one.error).toContain(message);
    for (let time = 0; time < 3; time++) expect(await run([...WORDS, "--jobs", "2"], broken)).toEqual(one);
    for (const jobs of ["1", "2"]) {
      const garbage = Buffer.concat([gzipSync("一つ\n"), Buffer.from("garbage")]);
      const { out, error, code } = await run([...WORDS, "--jobs", jobs], garbage);
      // zlib discards the output of the buffer in which it finds an error.
      expect([out, code]).toEqual(["", 1]);
      expect(error).toMatch(/standard input, line 1: found "incorrect header check", expected complete gzip data/);
    }
  });

  it("the text in a field of JSON lines", async () => {
    const input = '{"text": "東京都\\n", "id": 1}\n{"id": 2, "text": ""}\n';
    for (const jobs of ["1", "2"]) {
      const { out, code } = await run([...WORDS, "--jobs", jobs, "--field", "text"], input);
      expect([out, code]).toEqual(["東京 都\n\n", 0]);
    }
    for (const [line, message] of [
      ["東京", /line 2: found "東京", expected a JSON object/],
      ["[1]", /line 2: found "\[1\]", expected a JSON object/],
      ["", /line 2: found "", expected a JSON object/],
      ['{"id": 1}', /line 2: found "an object with id", expected the field text/],
      ['{"text": 3}', /line 2: found "3", expected a string in the field text/],
    ] as const) {
      const { out, error, code } = await run([...WORDS, "--field", "text"], `{"text":"雨"}\n${line}\n`);
      expect([out, code]).toEqual(["雨\n", 1]);
      expect(error).toMatch(message);
    }
    expect((await run(["decode", "--model", CHAR_V3, "--field", "text"])).code).toBe(2);
    const bytes = ["tokenize", "--model", "bybert-jp-100m", "--field", "text"];
    const broken = await run(bytes, '{"text": "a\\nb"}\n');
    expect([broken.out, broken.code]).toEqual(["", 1]);
    expect(broken.error).toMatch(/line 1: found "a token with a line break", expected one line, or --json/);
    expect((await run([...bytes, "--json"], '{"text": "a\\nb"}\n')).out).toBe('["a","\\n","b"]\n');
  });
});
