/** Tables of random numbers and strings, as files of every format that other libraries read. */
import { tableFromIPC } from "apache-arrow";
import fc from "fast-check";
import { readParquet as readWithPackage } from "parquet-wasm";
import { describe, expect, it } from "vitest";
import { ArrowFiles } from "../../src/tables/arrow.js";
import { JSON_LINES } from "../../src/tables/json-lines.js";
import { ParquetFiles } from "../../src/tables/parquet.js";
import type { Column, Table, TableFormat } from "../../src/tables/table.js";
import { readStruct, writeStruct } from "../../src/tables/thrift.js";

interface Row {
  readonly ids: readonly number[];
  readonly small: readonly number[];
  readonly masks: readonly number[];
  readonly places: readonly (number | null)[];
  readonly pairs: readonly (readonly [number, number])[];
  readonly count: number;
  readonly strings: readonly string[];
}

const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const row: fc.Arbitrary<Row> = fc.record({
  ids: fc.array(fc.integer(INT32), { maxLength: 6 }),
  small: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }),
  masks: fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 6 }),
  places: fc.array(fc.option(fc.nat()), { maxLength: 6 }),
  pairs: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
  count: fc.integer(INT32),
  strings: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 4 }),
});
/** The rows of a file in its blocks. */
const blocks = fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 20 });

function tableOf(rows: readonly Row[]): Table {
  const ends = (lists: readonly (readonly unknown[])[]): Uint32Array => {
    let end = 0;
    return Uint32Array.from(lists, ({ length }) => (end += length));
  };
  const list = (
    name: "ids" | "small" | "masks",
    Type: Int32ArrayConstructor | Uint16ArrayConstructor | Int8ArrayConstructor,
  ): Column => {
    const lists = rows.map((each) => each[name]);
    return { kind: "list", name, ends: ends(lists), values: Type.from(lists.flat()) };
  };
  const [places, pairs, strings] = [
    rows.map((each) => each.places),
    rows.map((each) => each.pairs),
    rows.map((each) => each.strings),
  ];
  return {
    rows: rows.length,
    columns: [
      list("ids", Int32Array),
      list("small", Uint16Array),
      list("masks", Int8Array),
      {
        kind: "list",
        name: "places",
        ends: ends(places),
        values: Int32Array.from(places.flat(), (place) => place ?? -1),
        hasNulls: true,
      },
      { kind: "pairs", name: "pairs", ends: ends(pairs), values: Int32Array.from(pairs.flat(2)) },
      { kind: "number", name: "count", values: Int32Array.from(rows, ({ count }) => count) },
      { kind: "strings", name: "strings", ends: ends(strings), values: strings.flat() },
    ],
  };
}

/** The file of blocks, whose descriptions go through JSON as they do in a journal. */
function fileOf(format: TableFormat, parts: readonly (readonly Row[])[]): Uint8Array {
  const made = parts.map((rows) => format.block(tableOf(rows)));
  const about = made.map((block): unknown => JSON.parse(JSON.stringify(block.about)));
  return Buffer.concat([format.start(tableOf([])), ...made.map(({ bytes }) => bytes), format.end(tableOf([]), about)]);
}

/** The rows of an Arrow stream or file as the package reads them. */
function rowsOf(bytes: Uint8Array): unknown[] {
  return JSON.parse(JSON.stringify(tableFromIPC(bytes).toArray())) as unknown[];
}

describe("the file of a table", () => {
  it("has its rows in JSON lines", () => {
    fc.assert(
      fc.property(blocks, (parts) => {
        const text = Buffer.from(fileOf(JSON_LINES, parts)).toString();
        const lines = text.split("\n").slice(0, -1);
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(parts.flat());
      }),
    );
  });

  it("has its rows in Arrow", async () => {
    const format = await ArrowFiles.load();
    fc.assert(
      fc.property(blocks, (parts) => {
        expect(rowsOf(fileOf(format, parts))).toEqual(parts.flat());
      }),
    );
  });

  it("has its rows in Parquet", async () => {
    const format = await ParquetFiles.load();
    fc.assert(
      fc.property(blocks, (parts) => {
        const table = readWithPackage(fileOf(format, parts));
        expect(rowsOf(table.intoIPCStream())).toEqual(parts.flat());
      }),
      { numRuns: 40 },
    );
  });
});

describe("Thrift's compact protocol", () => {
  it("keeps every byte of a footer that a package wrote", async () => {
    const format = await ParquetFiles.load();
    const file = fileOf(format, []);
    const end = file.length - 8;
    const footer = file.subarray(end - new DataView(file.buffer, file.byteOffset).getUint32(end, true), end);
    expect(writeStruct(readStruct(footer))).toEqual(Uint8Array.from(footer));
  });

  it.each([
    // An i32, an i64, a double, a string, and a list of 15 bytes.
    ["every type", "1504163c17000000000000f03f180361626319f30f00000000000000000000000000000000"],
    ["booleans, alone and in a list", "11121921010200"],
    ["a field number far from the last one, and a struct", "150205c8010c1c150e0000"],
  ])("keeps %s", (_, hex) => {
    const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
    expect(Buffer.from(writeStruct(readStruct(bytes))).toString("hex")).toBe(hex);
  });

  it("ends with an error within a struct", () => {
    expect(() => readStruct(Uint8Array.of(0x15))).toThrow(RangeError);
    expect(() => readStruct(Uint8Array.of(0x1b, 0x00))).toThrow("Thrift type 11");
  });
});
