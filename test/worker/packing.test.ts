/** A result comes out of a packed message as it went in. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { pack, unpack } from "../../src/worker/packing.js";

const number = fc.oneof(fc.integer(), fc.constantFrom(2 ** 31 - 1, -(2 ** 31), 2 ** 31, 0.5, Number.NaN));
const leaf = fc.oneof(number, fc.constant(null), fc.string(), fc.boolean(), fc.constant(undefined));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(number),
    fc.array(fc.array(fc.option(number))),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")).map((fields) => ({ ...fields })),
  ),
}));

it("is any value, also after it was sent", () => {
  fc.assert(
    fc.property(value, (given) => {
      const buffers: ArrayBufferLike[] = [];
      const packed = pack(given, buffers);
      const sent = structuredClone(packed, { transfer: buffers as ArrayBuffer[] });
      expect(unpack(sent)).toEqual(given);
      expect(buffers.every(({ byteLength }) => byteLength === 0)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it("sends lists of integers as typed arrays", () => {
  const buffers: ArrayBufferLike[] = [];
  pack(
    {
      input_ids: [[2, 3], [4]],
      offset_mapping: [
        [
          [0, 1],
          [1, 2],
        ],
      ],
      word_ids: [[null, 0], [1]],
      tokens: ["a"],
    },
    buffers,
  );
  expect(buffers.length).toBe(6);
});
