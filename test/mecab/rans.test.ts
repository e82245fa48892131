import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DictionaryError } from "../../src/base/errors.js";
import { encodeGrid, encodeNumbers } from "../../src/mecab/compiler/rans-encoder.js";
import { CodedGrid, CodedList, type GridParts, NumberDecoder } from "../../src/mecab/matrix/rans.js";

function decode(parts: GridParts, rows: number, columns: number): number[] {
  const grid = new CodedGrid(parts, rows, columns, "made");
  const row = new Int16Array(columns);
  const numbers = new Int16Array(rows * columns);
  // Rows are decoded in any order.
  for (let at = rows - 1; at >= 0; at--) {
    grid.decodeRow(at, row);
    numbers.set(row, at * columns);
  }
  return [...numbers];
}

const number = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: -32768, max: 32767 }) },
);
const grid = fc
  .record({ rows: fc.integer({ min: 0, max: 30 }), columns: fc.integer({ min: 1, max: 30 }) })
  .chain(({ rows, columns }) => {
    const size = rows * columns;
    return fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      numbers: fc.array(number, { minLength: size, maxLength: size, size: "max" }),
    });
  });

describe("a grid coded by rANS", () => {
  it("decodes to the same numbers", () => {
    fc.assert(
      fc.property(grid, ({ rows, columns, numbers }) => {
        expect(decode(encodeGrid(Int16Array.from(numbers), columns), rows, columns)).toEqual(numbers);
      }),
    );
  });

  it("holds every 16-bit number", () => {
    const numbers = Int16Array.from({ length: 0x10000 }, (_, index) => index - 0x8000);
    expect(decode(encodeGrid(numbers, 256), 256, 256)).toEqual([...numbers]);
  });

  it("takes four bytes for a row of zeros", () => {
    expect(encodeGrid(new Int16Array(10_000), 100).stream.length).toBe(100 * 4);
  });

  it("that is damaged decodes to any numbers or is an error of ours", () => {
    const coded = encodeGrid(
      Int16Array.from({ length: 400 }, (_, index) => (index % 7) ** 5 - 300),
      20,
    );
    fc.assert(
      fc.property(
        fc.constantFrom("frequencies" as const, "lengths" as const, "ranks" as const, "stream" as const),
        fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { maxLength: 20 }),
        fc.nat(10_000),
        (part, changes, cut) => {
          const bytes = coded[part].slice();
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const length = bytes.length - (cut % 5 === 0 ? cut % bytes.length : 0);
          try {
            expect(decode({ ...coded, [part]: bytes.slice(0, length) }, 20, 20)).toHaveLength(400);
          } catch (error) {
            expect(error).toBeInstanceOf(DictionaryError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("that is cut is an error of ours", () => {
    const coded = encodeGrid(
      Int16Array.from({ length: 400 }, (_, index) => index * 31),
      20,
    );
    for (const part of ["frequencies", "lengths", "ranks", "stream"] as const) {
      for (let length = 0; length < coded[part].length; length += part === "ranks" ? 1 : 2) {
        const cut = { ...coded, [part]: coded[part].slice(0, length) };
        expect(() => decode(cut, 20, 20)).toThrow(DictionaryError);
      }
    }
  });
});

describe("a list of numbers coded by rANS", () => {
  const CASES = 8;
  const decodeList = (
    { frequencies, stream }: Pick<GridParts, "frequencies" | "stream">,
    known: Uint8Array,
  ): number[] => {
    const list = new NumberDecoder(new CodedList(frequencies, stream, "made"));
    const numbers = Array.from(known, (each) => list.next(each));
    list.end();
    return numbers;
  };

  it("decodes to the same numbers, whatever is known of them", () => {
    const each = fc.tuple(fc.oneof(fc.nat(10), fc.nat(0xffff)), fc.nat(CASES - 1));
    fc.assert(
      fc.property(fc.array(each, { size: "max", maxLength: 500 }), (list) => {
        const known = Uint8Array.from(list, ([, each]) => each);
        const numbers = list.map(([number]) => number);
        expect(decodeList(encodeNumbers(Uint16Array.from(numbers), known), known)).toEqual(numbers);
      }),
    );
  });

  it("takes hardly a byte for numbers that follow from what is known", () => {
    const known = Uint8Array.from({ length: 10_000 }, (_, at) => (at * at) % CASES);
    expect(encodeNumbers(Uint16Array.from(known), known).stream.length).toBeLessThan(10);
  });

  it("that ends elsewhere is an error of ours", () => {
    const known = new Uint8Array(100);
    const numbers = Uint16Array.from(known, (_, at) => (at * at) % 50);
    const coded = encodeNumbers(numbers, known);
    expect(() => decodeList({ ...coded, stream: coded.stream.slice(0, -2) }, known)).toThrow(DictionaryError);
  });
});
