import { readFileSync } from "node:fs";
import fc from "fast-check";
import { deflateSync } from "fflate";
import { describe, expect, it } from "vitest";
import { crc32 as platformCrc32 } from "#platform";
import { DictionaryError, ResourceError, TokenizerError } from "../../src/base/errors.js";
import { writeContainer } from "../../src/mecab/compiler/container-writer.js";
import { encodeTables } from "../../src/mecab/compiler/sections-encoder.js";
import {
  COUNT_OFFSET,
  ENTRY_PACKING,
  ENTRY_SIZE,
  HEADER_BYTES,
  MOST_UNPACKED,
  PACKING_DEFLATE,
  readContainer,
  SECTION_ENTRY_BYTES,
} from "../../src/mecab/file/container.js";
import { makeCrc32 } from "../../src/mecab/file/crc32.js";
import { decodeTables, decodeWhole } from "../../src/mecab/file/sections.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { columnBounds } from "../../src/mecab/matrix/column-bounds.js";
import { DifferenceTreeMatrix, TREE_SECTIONS } from "../../src/mecab/matrix/difference-trees.js";
import { decodeMatrix } from "../../src/mecab/matrix/row-groups.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { decodedInKernel } from "./matrix-rows.js";
import { slowWords } from "./slow-lattice.js";
import { type Tiny, EXAMPLE as tiny, tinyTables } from "./tables.js";

await kernelReady();

const tables = tinyTables(tiny);
const file = writeContainer(encodeTables(tables), (bytes) => deflateSync(bytes));

describe("a compact dictionary file", () => {
  it("decodes to the tables that it was made from", async () => {
    expect(decodeWhole(decodeTables(await readContainer(file, "tiny"), "tiny"), "tiny")).toEqual(tables);
    const mecab = await MeCab.load(file);
    expect(mecab.words("猫舌 猫")).toEqual(slowWords(tiny, "猫舌 猫"));
    expect([...mecab.spans("猫 猫")]).toEqual([0, 1, 2, 3]);
  });

  it("stores matrices of any shape as difference trees", async () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 })).chain(([rows, columns]) =>
      fc.array(
        fc.array(fc.oneof(fc.integer({ min: -32768, max: 32767 }), fc.constantFrom(0, 0, 1)), {
          minLength: columns,
          maxLength: columns,
        }),
        { minLength: rows, maxLength: rows },
      ),
    );
    await fc.assert(
      fc.asyncProperty(matrix, async (costs) => {
        const words: Tiny["words"] = [["a", [costs.length - 1, costs[0].length - 1, 0]]];
        const unknown = [[0, 0, 0]] as const;
        const categories = tiny.categories.map((category) => ({ ...category, unknown }));
        const made = tinyTables({ ...tiny, categories, words, costs });
        const bytes = writeContainer(encodeTables(made), (raw) => deflateSync(raw));
        const { matrix } = decodeTables(await readContainer(bytes, "made"), "made");
        expect(matrix).toBeInstanceOf(DifferenceTreeMatrix);
        expect(matrix.bounds).toMatchObject(columnBounds(made.matrix, made.rightClasses));
        expect(decodeMatrix(matrix)).toEqual(made.matrix);
        expect(decodedInKernel(matrix)).toEqual(made.matrix);
      }),
    );
  });

  it("has the same checksums from the platform and from TypeScript", () => {
    const crc32 = makeCrc32();
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => (platformCrc32 ?? crc32)(bytes) === crc32(bytes)),
    );
  });

  it("throws a DictionaryError if it is cut at any length", async () => {
    for (let length = 0; length < file.length; length += 7) {
      await expect(MeCab.load(file.slice(0, length))).rejects.toThrow(DictionaryError);
    }
  });

  it("throws a DictionaryError if any byte is damaged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = file.slice();
        damaged[at] ^= change;
        await expect(MeCab.load(damaged)).rejects.toThrow(DictionaryError);
      }),
      { numRuns: 300 },
    );
  });

  it("takes no memory for sections that claim to be larger than they can be, or than the limit", async () => {
    const crc32 = makeCrc32();
    for (const [size, expected] of [
      [MOST_UNPACKED + 1, /at most 536870912 in all/],
      [MOST_UNPACKED - 100_000, /bytes, a whole file/],
    ] as const) {
      const forged = file.slice();
      const view = new DataView(forged.buffer);
      const end = HEADER_BYTES + SECTION_ENTRY_BYTES * view.getUint32(COUNT_OFFSET, true);
      view.setUint32(HEADER_BYTES + ENTRY_PACKING, PACKING_DEFLATE, true);
      view.setUint32(HEADER_BYTES + ENTRY_SIZE, size, true);
      view.setUint32(end, crc32(forged.subarray(0, end)), true);
      await expect(MeCab.load(forged)).rejects.toThrow(expected);
    }
  });

  it("throws only errors of this library if a section is replaced by any bytes", async () => {
    const sections = encodeTables(tables);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sections.keys()), fc.uint8Array({ maxLength: 40 }), async (name, bytes) => {
        const changed = writeContainer(new Map([...sections, [name, bytes]]), (raw) => deflateSync(raw));
        try {
          (await MeCab.load(changed)).words("猫舌 猫");
        } catch (error) {
          expect(error).toBeInstanceOf(TokenizerError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(["wasm", "typescript"] as const)("is refused by %s if its cells are outside its bounds", async (engine) => {
    const sections = encodeTables(tables);
    const narrower = (sections.get(TREE_SECTIONS.bounds) as Uint8Array).slice();
    const bounds = new Int16Array(narrower.buffer);
    const columns = bounds.length / 2;
    for (let column = 0; column < columns; column++) bounds[columns + column] = bounds[column];
    const forged = writeContainer(new Map([...sections, [TREE_SECTIONS.bounds, narrower]]), (raw) => deflateSync(raw));
    const expected =
      /section matrix\.bounds: found "a cell of -?\d+", expected cells from -?\d+ to -?\d+ in column \d+/;
    await expect(MeCab.load(forged, { engine }).then((mecab) => mecab.words("猫舌 猫"))).rejects.toThrow(expected);
  });

  it("throws an error that names the signature, or the dictionaries and paths, if it is no dictionary", async () => {
    await expect(MeCab.load(new TextEncoder().encode("PK\u0003\u0004 not a dictionary"))).rejects.toThrow(/TOHOKUDI/);
    await expect(MeCab.load("nowhere/at-all.dict")).rejects.toThrow(ResourceError);
    await expect(MeCab.load("nowhere/at-all.dict")).rejects.toThrow(/nowhere\/at-all\.dict.*ipadic, unidic-lite/);
  });
});

describe("the packaged dictionary", () => {
  it.each([
    ["ipadic", 1_500_000],
    ["unidic-lite", 3_200_000],
  ])("%s has at most %i bytes", (name, most) => {
    const { length } = readFileSync(new URL(`../../dictionaries/${name}.dict`, import.meta.url));
    expect(length).toBeLessThanOrEqual(most);
  });
});
