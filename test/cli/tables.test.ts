/** The tables that `--output` writes, and the files that hold texts. Runs the built command line, so `npm run build` comes first. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  Table as ArrowTable,
  Field,
  List,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { readParquet, Table, writeParquet } from "parquet-wasm";
import { afterAll, describe, expect, it } from "vitest";
import { generateLines } from "../../bench/generated-lines.js";
import { AutoTokenizer } from "../../src/index.js";
import { MeCab } from "../../src/mecab/index.js";
import { folder, run } from "./run.js";

const MODEL = ["--model", "bert-base-japanese-char-v3"];
const FORMATS = ["jsonl", "parquet", "arrow"] as const;
const TEXTS = ["東京都に住む", "", "ﾊﾟｿｺﾝと\u{20b9f}", "雨", ...generateLines(300)];
const LIST_OF_STRINGS = new List(new Field("item", new Utf8(), true));
/** CSV whose third record has a byte that is not UTF-8. */
const NOT_UTF8 = Buffer.concat([Buffer.from("text\n雨\n雪\n"), Buffer.from([0xff, 0x0a]), Buffer.from("風\n")]);
/** Several blocks. */
const MANY = generateLines(14_000);

const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3", { word_ids: true });
let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));

/** The path of a file that no other test has. */
function fresh(ending: string): string {
  return join(folder, `${++files}.${ending}`);
}

function fileOf(ending: string, contents: string | Uint8Array): string {
  const path = fresh(ending);
  writeFileSync(path, contents);
  return path;
}

/** The rows of a file as plain values. */
function rowsOf(path: string): Record<string, unknown>[] {
  if (path.endsWith(".jsonl")) {
    const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
  const bytes = readFileSync(path);
  const table: ArrowTable = tableFromIPC(path.endsWith(".arrow") ? bytes : readParquet(bytes).intoIPCStream());
  return JSON.parse(JSON.stringify(table.toArray())) as Record<string, unknown>[];
}

/** Runs a command that must succeed without a message, and returns the rows that it wrote. */
async function table(ending: string, ...args: readonly string[]): Promise<Record<string, unknown>[]> {
  const output = fresh(ending);
  const result = await run([...args, "--output", output]);
  expect(result).toEqual({ code: 0, out: "", error: "" });
  const left = ["partial", "journal", "lock"].filter((ending) => existsSync(`${output}.${ending}`));
  expect(left).toEqual([]);
  return rowsOf(output);
}

const lines = fileOf("txt", TEXTS.join("\n"));
const many = fileOf("txt", MANY.join("\n"));

describe("the rows of --output", () => {
  it.each(FORMATS)("are those of single calls: %s", async (ending) => {
    const columns = "input_ids,token_type_ids,attention_mask,special_tokens_mask,offset_mapping,word_ids,length";
    const all = await table(ending, "encode", ...MODEL, "--columns", columns, "--offset-unit", "code_point", lines);
    const options = {
      return_special_tokens_mask: true,
      return_offsets_mapping: true,
      offset_unit: "code_point",
      return_word_ids: true,
      return_length: true,
    } as const;
    expect(all).toEqual(TEXTS.map((text) => ({ ...tokenizer(text, options) })).map(flat));
    const inputs = await table(ending, "encode", ...MODEL, "--id-type", "uint16", lines);
    expect(inputs).toEqual(TEXTS.map((text) => ({ ...tokenizer(text) })));
  });

  it("are cut, filled and divided as a call does it", async () => {
    const rows = (options: object): unknown[] =>
      Object.values({ ...tokenizer(TEXTS, options) } as Record<string, readonly unknown[]>)[0].map((input_ids) => ({
        input_ids,
      }));
    const args = ["encode", ...MODEL, "--columns", "input_ids", "--max-length", "9"];
    expect(await table("parquet", ...args, "--truncation", "--padding", lines)).toEqual(
      rows({ truncation: true, max_length: 9, padding: "max_length" }),
    );
    const windows = { truncation: true, max_length: 9, stride: 2, return_overflowing_tokens: "windows" } as const;
    const { input_ids, overflow_to_sample_mapping = [] } = tokenizer(TEXTS, windows);
    const divided = await table("arrow", ...args, "--windows", "--stride", "2", lines, lines);
    expect(divided).toEqual(
      [0, TEXTS.length].flatMap((before) =>
        input_ids.map((ids, row) => ({
          input_ids: ids,
          overflow_to_sample_mapping: before + overflow_to_sample_mapping[row],
        })),
      ),
    );
    const plain = await run(["encode", ...MODEL, "--max-length", "9", "--truncation", "--json", lines]);
    expect(
      plain.out
        .split("\n")
        .slice(0, -1)
        .map((ids) => JSON.parse(ids) as unknown),
    ).toEqual(TEXTS.map((text) => tokenizer.encode(text, { truncation: true, max_length: 9 })));
  });

  it.each([["1"], ["2"]])("are packed without loss, with %s jobs", async (jobs) => {
    const args = ["encode", ...MODEL, "--pack", "--max-length", "64", "--jobs", jobs];
    const rows = await table("parquet", ...args, "--columns", "input_ids,special_tokens_mask", many);
    const { input_ids, special_tokens_mask = [] } = tokenizer(MANY, { return_special_tokens_mask: true });
    const ids = input_ids.flat();
    expect(rows.map((row) => row.input_ids)).toEqual(cut(ids, 64));
    expect(rows.map((row) => row.special_tokens_mask)).toEqual(cut(special_tokens_mask.flat(), 64));
    expect(ids.length % 64).toBeGreaterThan(0);
  });

  it("have few in a block if each is filled up, and count no text in a byte order mark alone", async () => {
    const args = ["encode", ...MODEL, "--columns", "input_ids", "--max-length", "1000"];
    const output = fresh("arrow");
    const short = fileOf("txt", "雨\n".repeat(9000));
    await run([...args, "--padding", "--output", output, short]);
    const { batches, numRows } = tableFromIPC(readFileSync(output));
    expect([numRows, batches.length]).toEqual([9000, Math.ceil(9000 / Math.floor(2 ** 22 / 1000))]);
    const windows = await table("jsonl", ...args, "--windows", fileOf("txt", "\ufeff"), fileOf("txt", "雨\n雪"));
    expect(windows.map((row) => row.overflow_to_sample_mapping)).toEqual([0, 1]);
  });

  it("are words, tokens and their places", async () => {
    const mecab = await MeCab.load("ipadic");
    const words = ["words", "--dictionary", "ipadic", lines];
    expect(await table("parquet", ...words)).toEqual(TEXTS.map((text) => ({ words: mecab.words(text) })));
    expect(await table("jsonl", ...words, "--offsets")).toEqual(
      TEXTS.map((text) => ({ offsets: cut([...mecab.spans(text)], 2) })),
    );
    const tokens = ["tokenize", ...MODEL, lines];
    expect(await table("arrow", ...tokens)).toEqual(TEXTS.map((text) => ({ tokens: tokenizer.tokenize(text) })));
    const places = { add_special_tokens: false, return_offsets_mapping: true };
    expect(await table("arrow", ...tokens, "--offsets")).toEqual(
      TEXTS.map((text) => ({ offset_mapping: tokenizer(text, places).offset_mapping })),
    );
  });

  it.each(FORMATS)("are in the same bytes with several jobs and from other files: %s", async (ending) => {
    const [one, two, three] = [fresh(ending), fresh(ending), fresh(ending)];
    const packed = fileOf("txt", gzipSync(readFileSync(many)));
    await run(["encode", ...MODEL, "--output", one, many, lines]);
    await run(["encode", ...MODEL, "--output", two, "--jobs", "3", many, lines]);
    await run(["encode", ...MODEL, "--output", three, "--jobs", "2", packed, lines]);
    expect(readFileSync(two).equals(readFileSync(one))).toBe(true);
    expect(readFileSync(three).equals(readFileSync(one))).toBe(true);
  });

  it.each(FORMATS)("may be none: %s", async (ending) => {
    expect(await table(ending, "encode", ...MODEL, fileOf("txt", ""))).toEqual([]);
    expect(await table(ending, "encode", ...MODEL, "--pack", "--max-length", "8", fileOf("txt", ""))).toEqual([]);
  });
});

describe("texts come from", () => {
  const rows = { id: Int32Array.from(TEXTS.keys()), text: TEXTS };
  const stream = tableToIPC(tableFromArrays(rows), "stream");
  const parquet = fileOf("parquet", writeParquet(Table.fromIPCStream(stream)));
  const csv = `id,text\n${TEXTS.map((text, at) => `${at},"${text.replaceAll('"', '""')}"`).join("\r\n")}\n`;
  const ids = TEXTS.map((text) => tokenizer.encode(text).join(" "));

  it.each([
    ["Parquet", [parquet]],
    ["Parquet, by the name of the column", ["--field", "text", parquet]],
    ["an Arrow file", [fileOf("arrow", tableToIPC(tableFromArrays(rows), "file"))]],
    ["an Arrow stream", [fileOf("arrows", stream)]],
    ["CSV", ["--field", "text", fileOf("csv", csv)]],
    ["compressed CSV", ["--field", "text", fileOf("csv.gz", gzipSync(csv))]],
    ["CSV of another name", ["--field", "text", "--csv", fileOf("dat", csv)]],
    ["Zstandard data", [fileOf("zst", zstandard(Buffer.from(TEXTS.join("\n"))))]],
  ])("%s", async (_, args) => {
    const result = await run(["encode", ...MODEL, "--jobs", "2", ...args]);
    expect(result).toEqual({ code: 0, out: `${ids.join("\n")}\n`, error: "" });
    expect((await table("jsonl", "encode", ...MODEL, ...args)).map((row) => row.input_ids)).toEqual(
      ids.map((row) => row.split(" ").map(Number)),
    );
  });

  it("an Arrow stream on standard input", async () => {
    const result = await run(["encode", ...MODEL, "-"], stream);
    expect(result.out).toBe(`${ids.join("\n")}\n`);
  });

  it("the only column of strings, beside lists of strings", async () => {
    const vectors = { text: vectorFromArray(["雨"], new Utf8()), tokens: vectorFromArray([["雨"]], LIST_OF_STRINGS) };
    const source = fileOf("arrow", tableToIPC(new ArrowTable(vectors), "stream"));
    expect((await run(["encode", ...MODEL, source])).out).toBe("2 6477 3\n");
  });

  it("lines, whatever their name is, for decode", async () => {
    expect((await run(["decode", ...MODEL, fileOf("csv", "2 6477 3\n")])).out).toBe("[CLS] 雨 [SEP]\n");
  });

  it("CSV only with a column", async () => {
    for (const more of [
      ["--jobs", "1"],
      ["--jobs", "2"],
      ["--output", fresh("jsonl")],
    ]) {
      const { code, error } = await run(["encode", ...MODEL, ...more, fileOf("csv", csv)]);
      expect([code, error]).toEqual([2, expect.stringContaining("--field: found")]);
    }
  });

  it.each([
    ["no such column", ["--field", "texts", parquet], 'found "the columns id, text", expected a column texts'],
    ["bytes that are not UTF-8", ["--field", "text", fileOf("csv", NOT_UTF8)], "row 3: found"],
    ["a damaged end", ["--field", "text", fileOf("csv", gzipSync(csv).subarray(0, -9))], "complete gzip data"],
    ["Parquet that is none", [fileOf("parquet", "id,text")], "expected Parquet"],
    ["a record with too few fields", ["--field", "text", fileOf("csv", "id,text\n1,雨\n2\n")], "row 2: found"],
    ["null", [fileOf("arrow", tableToIPC(tableFromArrays({ text: ["雨", null, "雪"] })))], "row 2: found"],
  ])("no other place, with an error for %s", async (_, args, message) => {
    for (const jobs of ["1", "2"]) {
      const { code, error } = await run(["encode", ...MODEL, "--jobs", jobs, ...args]);
      expect(code).toBeGreaterThan(0);
      expect(error).toContain(message);
      expect(error.split("\n")).toHaveLength(2);
    }
  });
});

it("--resume needs files", async () => {
  const { code, error } = await run(["encode", ...MODEL, "--output", fresh("jsonl"), "--resume", "-"], "雨");
  expect([code, error]).toEqual([2, expect.stringContaining("standard input")]);
});

describe("--output is refused", () => {
  const present = fileOf("jsonl", "");
  it.each([
    ["a name without a format", ["--output", "ids.bin"], "a name that ends in .jsonl, .parquet or .arrow"],
    ["a file that is there", ["--output", present], "a name that is free"],
    ["a folder that is not", ["--output", join(folder, "none", "a.jsonl")], "a file in a folder that exists"],
    ["unknown columns", ["--output", fresh("jsonl"), "--columns", "input_ids,ids"], "names of input_ids"],
    ["packing without a length", ["--output", fresh("jsonl"), "--pack"], "--max-length N"],
    [
      "packing of places",
      ["--output", fresh("jsonl"), "--pack", "--max-length", "9", "--columns", "length"],
      "with --pack",
    ],
    [
      "packing and truncation",
      ["--output", fresh("jsonl"), "--pack", "--max-length", "9", "--truncation"],
      "one of the two",
    ],
    ["a length without a use", ["--max-length", "9"], "--truncation or --windows or --padding or --pack with it"],
    ["columns of lines", ["--columns", "input_ids"], "--output with it"],
    ["a format of lines", ["--output", fresh("jsonl"), "--json"], "one of the two"],
  ])("for %s", async (_, args, message) => {
    const { code, error } = await run(["encode", ...MODEL, ...args], "雨");
    expect([code, error]).toEqual([2, expect.stringContaining(message)]);
  });

  it("for an input that it would write to", async () => {
    const [output, input] = [join(folder, "in.jsonl"), fileOf("x", "雨\n")];
    writeFileSync(`${output}.partial`, readFileSync(input));
    const own = await run(["encode", ...MODEL, "--output", output, `${output}.partial`]);
    expect([own.code, own.error]).toEqual([2, expect.stringContaining("which is an input")]);
    const foreign = await run(["encode", ...MODEL, "--output", output, input]);
    expect([foreign.code, foreign.error]).toEqual([2, expect.stringContaining("without a journal")]);
    expect(readFileSync(`${output}.partial`, "utf8")).toBe("雨\n");
  });

  it("for a text that has no row, which it names", async () => {
    const output = fresh("jsonl");
    const bad = fileOf("txt", Buffer.concat([Buffer.from("雨\n雪\n"), Buffer.from([0xff, 0x0a])]));
    const result = await run(["encode", ...MODEL, "--output", output, lines, bad]);
    expect([result.code, result.error]).toEqual([1, expect.stringContaining(`${bad}, line 3: found`)]);
    const left = ["", ".partial", ".journal", ".lock"].filter((ending) => existsSync(output + ending));
    expect(left).toEqual([]);
    const first = fileOf("jsonl", '{"text":"雨"}\n{"text":"\\ud800"}\nnone\n');
    const { error } = await run(["encode", ...MODEL, "--output", output, "--field", "text", first]);
    expect(error).toContain(`${first}, line 2: found`);
  });

  it("for ids that the type cannot hold", async () => {
    const output = fresh("jsonl");
    const model = ["--model", "bybert-jp-100m"];
    expect((await run(["encode", ...model, "--id-type", "uint16", "--output", output], "雨")).code).toBe(0);
    expect(rowsOf(output)).toHaveLength(1);
  });
});

/** A list in parts of one length; the last may be shorter. */
function cut<Item>(list: readonly Item[], length: number): Item[][] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, at) => list.slice(at * length, (at + 1) * length));
}

/** A call's result with numbers of its row in place of lists of one. */
function flat({ length, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...rest, length: Array.isArray(length) ? length[0] : length };
}

/** A Zstandard frame that holds bytes as they are. */
function zstandard(bytes: Uint8Array): Uint8Array {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes.length, 5);
  const parts: Uint8Array[] = [header];
  for (let at = 0; at < bytes.length; at += 0x1ffff) {
    const part = bytes.subarray(at, at + 0x1ffff);
    const block = Buffer.alloc(3);
    block.writeUIntLE((part.length << 3) | (at + part.length === bytes.length ? 1 : 0), 0, 3);
    parts.push(block, part);
  }
  return Buffer.concat(parts);
}
