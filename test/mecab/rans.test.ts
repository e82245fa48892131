import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DictionaryError } from "../../src/base/errors.js";
import { encodeGrid, encodeNumbers } from "../../src/mecab/compiler/rans-encoder.js";
import { CodedGrid, CodedList, type GridParts, HINTS, NumberDecoder } from "../../src/mecab/matrix/rans.js";

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

  it("codes every 16-bit number", () => {
    const numbers = Int16Array.from({ length: 0x10000 }, (_, index) => index - 0x8000);
    expect(decode(encodeGrid(numbers, 256), 256, 256)).toEqual([...numbers]);
  });

  it("codes a row of zeros in four bytes", () => {
    expect(encodeGrid(new Int16Array(10_000), 100).stream.length).toBe(100 * 4);
  });

  it("decodes to arbitrary numbers or throws a DictionaryError if it is damaged", () => {
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

  it("throws a DictionaryError if any part is cut", () => {
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
  const decodeList = (
    { frequencies, stream }: Pick<GridParts, "frequencies" | "stream">,
    hints: Uint8Array,
  ): number[] => {
    const list = new NumberDecoder(new CodedList(frequencies, stream, "made"));
    const numbers = Array.from(hints, (hint) => list.next(hint));
    list.end();
    return numbers;
  };

  it("decodes to the same numbers with any hints", () => {
    const each = fc.tuple(fc.oneof(fc.nat(10), fc.nat(0xffff)), fc.nat(HINTS - 1));
    fc.assert(
      fc.property(fc.array(each, { size: "max", maxLength: 500 }), (list) => {
        const hints = Uint8Array.from(list, ([, hint]) => hint);
        const numbers = list.map(([number]) => number);
        expect(decodeList(encodeNumbers(Uint16Array.from(numbers), hints), hints)).toEqual(numbers);
      }),
    );
  });

  it("codes numbers that follow from their hints in almost no bytes", () => {
    const hints = Uint8Array.from({ length: 10_000 }, (_, at) => (at * at) % HINTS);
    expect(encodeNumbers(Uint16Array.from(hints), hints).stream.length).toBeLessThan(10);
  });

  it("throws a DictionaryError if the stream ends too early", () => {
    const hints = new Uint8Array(100);
    const numbers = Uint16Array.from(hints, (_, at) => (at * at) % 50);
    const coded = encodeNumbers(numbers, hints);
    expect(() => decodeList({ ...coded, stream: coded.stream.slice(0, -2) }, hints)).toThrow(DictionaryError);
  });
});
