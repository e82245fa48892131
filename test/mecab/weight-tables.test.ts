import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DictionaryError } from "../../src/base/errors.js";
import { fieldsOfClasses } from "../../src/mecab/compiler/id-fields.js";
import { encodeTables } from "../../src/mecab/compiler/sections-encoder.js";
import type { FittedTable, SetPair } from "../../src/mecab/compiler/weight-fit.js";
import {
  encodeFittedTables,
  encodeWeightTables,
  type MatrixFields,
} from "../../src/mecab/compiler/weight-tables-encoder.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { decodeTables } from "../../src/mecab/file/sections.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../../src/mecab/lattice/search-kernel.js";
import { TypeScriptSearch } from "../../src/mecab/lattice/search-typescript.js";
import { columnBounds } from "../../src/mecab/matrix/column-bounds.js";
import { decodeMatrix } from "../../src/mecab/matrix/row-groups.js";
import { WEIGHT_SECTIONS, WeightTableMatrix } from "../../src/mecab/matrix/weight-tables.js";
import { SEARCH_BYTES } from "../../src/mecab/memory/layout.js";
import { decodedInKernel, isScratchEmpty, openInKernel } from "./matrix-rows.js";
import { slowWords } from "./slow-lattice.js";
import { EXAMPLE, type Tiny, tinyTables } from "./tables.js";

await kernelReady();

const FIELD_COUNT = 2;
const LARGEST_SET = 2 ** (FIELD_COUNT + 1) - 1;

interface Made {
  readonly rows: number;
  readonly columns: number;
  readonly matrix: Int16Array;
  readonly fields: MatrixFields;
  readonly pairs: readonly (readonly SetPair[])[];
}

const cell = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -32768, max: 32767 }));
const side = { min: 1, max: 12 };
const made: fc.Arbitrary<Made> = fc
  .record({ rows: fc.integer(side), columns: fc.integer(side) })
  .chain(({ rows, columns }) => {
    const values = (classes: number): fc.Arbitrary<Uint16Array[]> =>
      fc.array(
        fc.array(fc.nat(3), { minLength: classes, maxLength: classes }).map((field) => Uint16Array.from(field)),
        { minLength: FIELD_COUNT, maxLength: FIELD_COUNT },
      );
    const set = fc.integer({ min: 1, max: LARGEST_SET });
    return fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      matrix: fc
        .array(cell, { minLength: rows * columns, maxLength: rows * columns, size: "max" })
        .map((cells) => Int16Array.from(cells)),
      fields: fc.record({ rows: values(rows), columns: values(columns) }),
      pairs: fc.array(fc.array(fc.tuple(set, set), { maxLength: 4 }), { maxLength: 2 }),
    });
  });

type Sections = ReadonlyMap<string, Uint8Array>;

function open(sections: Sections, rows: number, columns: number): WeightTableMatrix {
  return new WeightTableMatrix((name) => sections.get(name) ?? new Uint8Array(0), rows, columns, "made");
}

function encode({ matrix, rows, columns, fields, pairs }: Made): Sections {
  return encodeWeightTables(matrix, rows, columns, fields, pairs);
}

describe("a matrix coded as weight tables", () => {
  it("decodes to the same cells for any cells and fields", () => {
    fc.assert(
      fc.property(made, (given) => {
        const { rows, columns, matrix } = given;
        const coded = open(encode(given), rows, columns);
        expect(decodeMatrix(coded)).toEqual(matrix);
        expect(decodedInKernel(coded)).toEqual(matrix);
        expect(coded.bounds).toMatchObject(columnBounds(matrix, columns));
      }),
    );
  });

  it("decodes to the same cells for any weights", () => {
    const weight = fc.oneof(fc.integer({ min: -(2 ** 23), max: 2 ** 23 - 1 }), fc.integer({ min: -600, max: 600 }));
    fc.assert(
      fc.property(made, fc.array(weight, { minLength: 1, maxLength: 20 }), (given, weights) => {
        const { rows, columns, matrix, fields } = given;
        const values = Int32Array.from(weights.slice(0, rows * columns));
        const table: FittedTable = {
          rowSet: 2 ** FIELD_COUNT,
          columnSet: 2 ** FIELD_COUNT,
          places: values.map((_, index) => index),
          values,
        };
        const sections = encodeFittedTables(matrix, rows, columns, fields, [table]);
        const coded = open(sections, rows, columns);
        expect(decodeMatrix(coded)).toEqual(matrix);
        expect(decodedInKernel(coded)).toEqual(matrix);
      }),
    );
  });

  it("decodes to the same cells if weights and residuals are far apart", () => {
    const size = 700;
    const matrix = new Int16Array(size * size);
    matrix[size * size - 1] = 7;
    const fields = { rows: [new Uint16Array(size)], columns: [new Uint16Array(size)] };
    const table: FittedTable = {
      rowSet: 2,
      columnSet: 2,
      places: Int32Array.of(5, 200_000, 489_000),
      values: Int32Array.of(256, -700, 5),
    };
    const coded = open(encodeFittedTables(matrix, size, size, fields, [table]), size, size);
    expect(decodeMatrix(coded)).toEqual(matrix);
    expect(decodedInKernel(coded)).toEqual(matrix);
  });

  it("decodes to the same cells if rows share the sums of coarse tables", () => {
    // So few labels that the tables are coarse, but more combinations of labels than sums are kept at a time.
    const [rows, columns, labels] = [1300, 3, 20];
    const first = Uint16Array.from({ length: rows }, (_, row) => 1 + (row % labels));
    const second = Uint16Array.from({ length: rows }, (_, row) => 1 + (Math.floor(row / labels) % labels));
    const fields = { rows: [first, second], columns: [Uint16Array.of(1, 1, 2), Uint16Array.of(1, 2, 2)] };
    const tables = [1, 2].map((rowSet): FittedTable => {
      const places = Int32Array.from({ length: 2 * labels }, (_, place) => place);
      return { rowSet, columnSet: rowSet, places, values: places.map((place) => ((place * 7919) % 1999) * 100 - 9e4) };
    });
    const matrix = Int16Array.from({ length: rows * columns }, (_, at) => ((at * 104_729) % 2003) - 1000);
    const coded = open(encodeFittedTables(matrix, rows, columns, fields, tables), rows, columns);
    expect(decodeMatrix(coded)).toEqual(matrix);
    expect(decodedInKernel(coded)).toEqual(matrix);
  });

  it("is declined by the kernel if it does not fit its memory", () => {
    const fields = { rows: [Uint16Array.of(1)], columns: [Uint16Array.of(1)] };
    const sections = encodeFittedTables(Int16Array.of(7), 1, 1, fields, []);
    const large = open(new Map([...sections, [WEIGHT_SECTIONS.fractions, new Uint8Array(SEARCH_BYTES)]]), 1, 1);
    const { memory, rows } = openInKernel(large);
    expect(rows).toBeUndefined();
    expect(isScratchEmpty(memory)).toBe(true);
  });

  it("is found by the fit if the cells are sums of weights", () => {
    const size = 80;
    const field = (step: number): Uint16Array => Uint16Array.from({ length: size }, (_, index) => 1 + (index % step));
    const fields = { rows: [field(4), field(7)], columns: [field(5), field(3)] };
    const weight = (a: number, b: number): number => ((a * 7919 + b * 104_729) % 4001) / 2 - 1000;
    const matrix = Int16Array.from({ length: size * size }, (_, index) => {
      const [row, column] = [Math.floor(index / size), index % size];
      return Math.trunc(
        weight(fields.rows[0][row], fields.columns[0][column]) +
          (fields.rows[1][row] === fields.columns[1][column] ? 333.25 : 0),
      );
    });
    const sections = encodeWeightTables(matrix, size, size, fields, [
      [
        [1, 1],
        [2, 2],
      ],
    ]);
    expect(decodeMatrix(open(sections, size, size))).toEqual(matrix);
    expect(decodedInKernel(open(sections, size, size))).toEqual(matrix);
    expect(sections.get(WEIGHT_SECTIONS.residualGaps)?.length).toBeLessThan(300);
  });

  it("decodes to arbitrary cells or throws a DictionaryError if a section is damaged", () => {
    const sample = fc.sample(made, { numRuns: 20, seed: 1 }).map((given) => ({ ...given, sections: encode(given) }));
    const damage = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => () => bytes),
      fc
        .array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
        .map((changes) => (bytes: Uint8Array) => {
          const damaged = bytes.slice();
          for (const [at, byte] of changes) if (bytes.length > 0) damaged[at % bytes.length] = byte;
          return damaged;
        }),
      fc.nat().map((cut) => (bytes: Uint8Array) => bytes.slice(0, bytes.length === 0 ? 0 : cut % bytes.length)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...sample), fc.nat(), damage, ({ rows, columns, sections }, index, change) => {
        const name = [...sections.keys()][index % sections.size];
        const damaged = new Map([...sections, [name, change(sections.get(name) ?? new Uint8Array(0))]]);
        for (const decode of [decodeMatrix, decodedInKernel]) {
          try {
            expect(decode(open(damaged, rows, columns))).toHaveLength(rows * columns);
          } catch (error) {
            expect(error).toBeInstanceOf(DictionaryError);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a dictionary with weight tables", () => {
  it("gives the same words as with a plain matrix, in TypeScript and in the kernel", () => {
    const size = 6;
    const costs = fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    });
    const id = fc.nat(size - 1);
    const token = fc.tuple(id, id, fc.integer({ min: -20, max: 20 }));
    const words = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[ab]{1,3}$/), token), {
      selector: ([surface]) => surface,
    });
    const text = fc.stringMatching(/^[abc ]{0,12}$/);
    fc.assert(
      fc.property(costs, words, fc.array(text, { maxLength: 4 }), (given, list, texts) => {
        const tiny: Tiny = { ...EXAMPLE, words: list, costs: given };
        const tables = tinyTables(tiny);
        const fields = { rows: [Uint16Array.of(1, 1, 2, 2, 3, 0)], columns: [Uint16Array.of(2, 2, 1, 1, 3, 0)] };
        const sum = encodeWeightTables(tables.matrix, size, size, fields, [[[1, 1]]]);
        for (const isKernel of [false, true]) {
          const dictionary = buildDictionary(decodeTables(encodeTables(tables, sum), "made"));
          const { wasm } = dictionary.memory;
          const search = isKernel && wasm ? new KernelSearch(dictionary, wasm) : new TypeScriptSearch(dictionary);
          const lattice = new Lattice(dictionary, search);
          for (const each of texts) {
            lattice.segment(each);
            const { buffer, count } = lattice.spans;
            const found = Array.from({ length: count }, (_, at) => each.slice(buffer[2 * at], buffer[2 * at + 1]));
            expect(found).toEqual(slowWords(tiny, each));
          }
        }
      }),
    );
  });
});

describe("the fields of ids", () => {
  const line = (id: number, fields: string): string => `${id} ${fields}\n`;
  const left = line(0, "BOS/EOS,*,*,*,*,*,BOS/EOS,BOS/EOS,BOS/EOS") + line(1, "動詞,一般,*,*,五段,終止形,*,*,和");

  it("are numbered from 1, and 0 if a template with them does not apply", () => {
    const { rows, columns } = fieldsOfClasses(left, left, { leftIds: [1, 0], rightIds: [0] }, "tiny");
    expect(rows.map((field) => [...field])).toEqual([
      [1, 2],
      [1, 0],
      [0, 0],
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
      [1, 2],
      [1, 0],
    ]);
    expect(columns.map((field) => field[0])).toEqual([2, 0, 0, 0, 0, 0, 1, 1, 2, 0]);
  });

  it("must be those of UniDic, in the order of the ids", () => {
    const read = (text: string): unknown => fieldsOfClasses(text, left, { leftIds: [0], rightIds: [0] }, "tiny");
    expect(() => read(line(0, "BOS/EOS,*"))).toThrow(DictionaryError);
    expect(() => read(line(3, "a,*,*,*,*,*,*,*,*"))).toThrow(/left-id.def/);
  });
});
