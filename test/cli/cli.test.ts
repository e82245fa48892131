/** Runs the built command line, so `npm run build` comes first. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { MODELS } from "../../src/pretrained/catalog.js";

const MAIN = new URL("../../dist/cli/main.js", import.meta.url).pathname;
const CHAR_V3 = "bert-base-japanese-char-v3";

const folder = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function run(args: readonly string[], input: string | Uint8Array = ""): Promise<Result> {
  return new Promise((resolve) => {
    // Tests use neither the hub nor an existing cache.
    const env = { ...process.env, HF_HUB_OFFLINE: "1", HF_HUB_CACHE: folder };
    const child = spawn(process.execPath, [MAIN, ...args], { env });
    let out = "";
    let error = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (error += text));
    child.on("close", (code) => resolve({ code, out, error }));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

describe("the command line writes one line of output for each line of input", () => {
  it("with words", async () => {
    const { out, code } = await run(["words", "--dictionary", "ipadic"], "東京都に住む\n\n 空 白 \nなし");
    expect(out).toBe("東京 都 に 住む\n\n空 白\nなし\n");
    expect(code).toBe(0);
  });

  it("and only \\n ends a line", async () => {
    const { out } = await run(["words", "--dictionary", "ipadic", "--format", "json"], "a\rb\r\n\u2028\n");
    expect(out).toBe('["a","\\r","b","\\r"]\n["\u2028"]\n');
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
    const words = await run(["words", "--dictionary", "ipadic", "--offsets"], "😀 東京\n");
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
    expect((await run(["words", "--dictionary", "ipadic", first, second])).out).toBe("一つ\n二つ\n");
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
    const { out } = await run(["words", "--dictionary", "ipadic"], `${line}\n${"雲\n".repeat(100_000)}`);
    const lines = out.split("\n");
    expect(lines).toHaveLength(100_002);
    expect(lines[0].replaceAll(" ", "")).toBe(line);
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
    [[], "none"],
    [["words"], "--dictionary"],
    [["words", "--dictionary", "naist-jdic"], "naist-jdic"],
    [["tokenize"], "--model"],
    [["tokenize", "--model", "bert-base-klingon"], "bert-base-klingon"],
    [["tokenize", "--model", "bert-base-japanese-v3"], "HF_HUB_OFFLINE"],
    [["tokenize", "--model", "roberta-base-japanese"], "roberta-base-japanese"],
    [["tokenize", "--model", CHAR_V3, "--files", "no/such/folder"], "no/such/folder"],
    [["words", "--dictionary", "ipadic", "--format", "xml"], "xml"],
    [["words", "--dictionary", "ipadic", "--colour"], "--colour"],
    [["decode", "--model", CHAR_V3, "--offsets"], "--offsets"],
    [["words", "--dictionary", "ipadic", "no/such/file.txt"], "no/such/file.txt"],
  ])("for the arguments %j", async (args, named) => {
    const { code, out, error } = await run(args);
    expect(error).toContain(named);
    expect(error).toMatch(/^tohoku-tokenizers: [^\n]+\n$/);
    expect(out).toBe("");
    expect(code).toBe(2);
  });
});

describe("bad data exits with status 1, names the line, and keeps the output before it", () => {
  it("for bytes that are not UTF-8", async () => {
    const input = Buffer.concat([Buffer.from("東京\n雲\n"), Buffer.of(0x61, 0xff, 0x0a), Buffer.from("空\n")]);
    const { code, out, error } = await run(["words", "--dictionary", "ipadic"], input);
    expect(out).toBe("東京\n雲\n");
    expect(error).toMatch(/line 3: .*0xff.* offset 1.*UTF-8/);
    expect(code).toBe(1);
  });

  it("for ids that are not integers", async () => {
    const { code, error } = await run(["decode", "--model", CHAR_V3], "2 3\n2 x 3\n");
    expect(error).toMatch(/line 2: .*"x"/);
    expect(code).toBe(1);
  });

  it("for a text that MeCab would lose", async () => {
    const { code, error } = await run(["words", "--dictionary", "ipadic"], `a${" ".repeat(70_000)}b\n`);
    expect(error).toMatch(/line 1: .*70000 characters of whitespace/);
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
  const child = spawn(process.execPath, [MAIN, "words", "--dictionary", "ipadic"]);
  let error = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (error += text));
  child.stdin.on("error", () => undefined);
  child.stdout.once("data", () => child.stdout.destroy());
  child.stdin.end("雲が流れる\n".repeat(200_000));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(error).toBe("");
  expect(code).toBe(0);
});

it("the command models lists the published models", async () => {
  const { out } = await run(["models"]);
  const rows = out.trimEnd().split("\n");
  expect(rows).toHaveLength(1 + MODELS.length);
  expect(rows[0]).toMatch(/^name +words +subwords +vocabulary +needs +facts +works +details$/);
  expect(out).toMatch(/bert-base-japanese-char-v3 +MeCab unidic-lite +character +7027 +nothing +seen +yes/);
  expect(out).toMatch(/bybert-jp-100m .* inferred +yes +derived: .*; inferred: encoding/);
  const { out: json } = await run(["models", "--format", "json"]);
  expect(JSON.parse(json.split("\n")[0])[0]).toBe("bert-base-japanese");
});
