/** The table of regions in docs/memory-map.md, compared with the memories of the packaged dictionaries. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { readContainer } from "../../src/mecab/file/container.js";
import { decodeTables } from "../../src/mecab/file/sections.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import type { RegionName } from "../../src/mecab/memory/kernel-memory.js";
import { ROOT } from "./blocks.js";

const PAGE = readFileSync(join(ROOT, "docs/memory-map.md"), "utf8");
/** The name of a region, then its address and size with IPADIC and with unidic-lite. */
const ROWS = [...PAGE.matchAll(/^\| (\w+) \| (0x\w+) \| ([\d,]+) \| (0x\w+) \| ([\d,]+) \|/gm)];

describe("the memory map", () => {
  it("lists ten regions", () => {
    expect(ROWS.length).toBe(10);
  });

  it.each([
    ["ipadic", 0],
    ["unidic-lite", 2],
  ] as const)("has the addresses and sizes of the regions of %s", async (name, column) => {
    await kernelReady();
    const sections = await readContainer(new Uint8Array(readFileSync(join(ROOT, `dictionaries/${name}.dict`))), name);
    const { memory } = buildDictionary(decodeTables(sections, name), name);
    for (const [, region, ...numbers] of ROWS) {
      const { address, size } = memory.region(region as RegionName);
      const listed = numbers.slice(column, column + 2);
      expect([region, ...listed]).toEqual([region, `0x${address.toString(16)}`, size.toLocaleString("en")]);
    }
    const pages = (memory.buffer.byteLength / 0x10000).toLocaleString("en");
    expect(PAGE).toContain(`${pages} pages, ${(memory.buffer.byteLength / 2 ** 20).toFixed(1)} MiB`);
  });
});
