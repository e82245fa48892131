/** The numbers of docs/matrix-codec.md, from the real encoders and decoders. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeDifferenceTrees } from "../../src/mecab/compiler/difference-trees-encoder.js";
import { encodeNumbers } from "../../src/mecab/compiler/rans-encoder.js";
import { encodeFittedTables } from "../../src/mecab/compiler/weight-tables-encoder.js";
import { DifferenceTreeMatrix, NO_PARENT } from "../../src/mecab/matrix/difference-trees.js";
import { type CodedList, NumberDecoder } from "../../src/mecab/matrix/rans.js";
import { cellCount, decodeMatrix } from "../../src/mecab/matrix/row-groups.js";
import { WeightSums } from "../../src/mecab/matrix/weight-sums.js";
import { WEIGHT_SECTIONS, WeightTableMatrix } from "../../src/mecab/matrix/weight-tables.js";
import { ROOT as REPOSITORY } from "./blocks.js";

const PAGE = readFileSync(join(REPOSITORY, "docs/matrix-codec.md"), "utf8");

type Sections = ReadonlyMap<string, Uint8Array>;

function section(sections: Sections, name: string): Uint8Array {
  const bytes = sections.get(name);
  if (bytes === undefined) throw new Error(`no section ${name}`);
  return bytes;
}

/** The 16-bit words of a stream as the page writes them. */
function words(bytes: Uint8Array): string {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2).join(" ");
}

describe("the page on the matrix codec", () => {
  it("codes 0 0 0 1", () => {
    const { frequencies, stream } = encodeNumbers(Uint16Array.of(0, 0, 0, 1), new Uint8Array(4));
    expect(words(frequencies.subarray(0, 4))).toBe("3077 1019");
    expect(words(stream)).toBe("51509 4");
    expect(PAGE).toContain("`51509 4`");
  });

  it("codes a matrix by difference trees", () => {
    const matrix = Int16Array.of(10, 12, 50, 13, 15, 53, 10, 20, 50);
    const sections = encodeDifferenceTrees(matrix, 3, 3);
    const coded = new DifferenceTreeMatrix((name) => section(sections, name), 3, 3, "the example");
    expect(coded.rowTree).toEqual({ order: Uint16Array.of(0, 1, 2), parents: Uint16Array.of(NO_PARENT, 0, 0) });
    expect(coded.columnTree).toEqual({ order: Uint16Array.of(0, 2, 1), parents: Uint16Array.of(NO_PARENT, 0, 0) });
    const differences = [0, 1, 2].map((row) => {
      const numbers = new Int16Array(3);
      coded.grid.decodeRow(row, numbers);
      return [...numbers];
    });
    expect(differences).toEqual([
      [10, 40, 2],
      [3, 0, 0],
      [0, 0, 8],
    ]);
    expect(words(section(sections, "grid.rans"))).toBe("260 512 32768 0 0 8");
    expect(PAGE).toContain("`260 512 32768 0 0 8`");
    expect(decodeMatrix(coded)).toEqual(matrix);
  });

  it("codes a matrix by weight tables", () => {
    const matrix = Int16Array.of(-3, -2, 4, -1, -1, 4, 6, 7, 0);
    const fields = { rows: [Uint16Array.of(1, 1, 2)], columns: [Uint16Array.of(1, 1, 2)] };
    const weights = (...values: number[]): Int32Array => Int32Array.from(values, (value) => 256 * value);
    const tables = [
      { rowSet: 1, columnSet: 1, places: Int32Array.of(0, 1, 2), values: weights(-2.75, 4, 6.75) },
      { rowSet: 2, columnSet: 1, places: Int32Array.of(2), values: weights(1.25) },
    ];
    const sections = encodeFittedTables(matrix, 3, 3, fields, tables);
    const coded = new WeightTableMatrix((name) => section(sections, name), 3, 3, "the example");
    const sums = new WeightSums(coded, new Int16Array(cellCount(3, 3)));
    expect([0, 1, 2].map((row) => Array.from(sums.sumsOf(row), (sum) => sum / 256))).toEqual([
      [-2.75, -2.75, 4],
      [-1.5, -1.5, 4],
      [6.75, 6.75, 0],
    ]);
    const heads = section(sections, WEIGHT_SECTIONS.tables);
    expect([...new Uint32Array(heads.buffer, heads.byteOffset, 7)]).toEqual([1, 1, 3, 2, 1, 1, 2]);
    // The hint of a gap comes from the number of places for each weight, that of a value from its number of cells.
    const [density, cells] = [
      [0, 0, 0, 2],
      [2, 1, 1, 1],
    ];
    expect(numbersOf(coded.weights.gaps, density)).toEqual([1, 1, 1, 2]);
    expect(numbersOf(coded.weights.wholes, cells)).toEqual([5, 8, 12, 2]);
    expect(numbersOf(coded.weights.fractions, cells)).toEqual([2, 0, 3, 2]);
    expect([...coded.residual.ranks]).toEqual([14, 14, 15]);
    expect(numbersOf(coded.residual.gaps, [7, 7])).toEqual([1, 7]);
    expect(numbersOf(coded.residual.values, [7, 7])).toEqual([2, 2]);
    expect([
      words(section(sections, WEIGHT_SECTIONS.wholes)),
      words(section(sections, WEIGHT_SECTIONS.fractions)),
    ]).toEqual(["32 32", "1898 2"]);
    expect(PAGE).toContain("`32 32`");
    expect(PAGE).toContain("`1898 2`");
    expect(decodeMatrix(coded)).toEqual(matrix);
  });
});

function numbersOf(list: CodedList, known: readonly number[]): number[] {
  const decoder = new NumberDecoder(list);
  const numbers = known.map((each) => decoder.next(each));
  decoder.end();
  return numbers;
}
