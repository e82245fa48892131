import { readFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { compileKernel, GENERATED, MODULE } from "../../kernel/build.js";
import { checkRecords } from "../../kernel/generate-records.js";

const packaged = new URL("../../dictionaries/ipadic.dict", import.meta.url);
const TEXT = "東京都の天気は、晴れときどきABC😀。";
/** As MeCab splits it: fugashi.GenericTagger(ipadic.MECAB_ARGS + " -Owakati").parse(TEXT). */
const WORDS = ["東京", "都", "の", "天気", "は", "、", "晴れ", "ときどき", "ABC", "😀", "。"];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("the kernel in src is what npm run kernel writes", async () => {
  expect(await compileKernel()).toBe(readFileSync(MODULE, "utf8"));
});

it("the records in kernel/ and src/ are what npm run kernel writes", () => {
  for (const [path, text] of GENERATED) expect(readFileSync(path, "utf8")).toBe(text);
});

it("records at fixed addresses may not overlap, and fields are aligned", () => {
  const i32 = { name: "a", type: "i32", doc: "" } as const;
  const u16 = { name: "b", type: "u16", doc: "" } as const;
  const at = (name: string, address: number) => ({ name, doc: "", address, fields: [i32, i32] });
  expect(() => checkRecords([at("Second", 72), at("First", 64)])).not.toThrow();
  expect(() => checkRecords([at("First", 64), at("Second", 68)])).toThrow(/First ends at 72, but Second begins at 68/);
  expect(() => checkRecords([at("Last", 124)])).toThrow(/Last ends at 132, but FRONT/);
  expect(() => checkRecords([{ name: "Odd", doc: "", fields: [u16, i32] }])).toThrow(/Odd\.a is not aligned/);
});

it.each(["wasm", "typescript"] as const)("the engine %s finds MeCab's words", async (engine) => {
  const { MeCab } = await import("../../src/mecab/index.js");
  const mecab = await MeCab.load(packaged, { engine });
  expect(mecab.words(TEXT)).toEqual(WORDS);
});

it("without WebAssembly the engine is TypeScript", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const { MeCab } = await import("../../src/mecab/index.js");
  const mecab = await MeCab.load(packaged);
  expect(mecab.words(TEXT)).toEqual(WORDS);
});

it("without WebAssembly it is an error to ask for the kernel", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const { MeCab } = await import("../../src/mecab/index.js");
  await expect(MeCab.load(packaged, { engine: "wasm" })).rejects.toThrow(/engine/);
});

it("any other engine is an error", async () => {
  const { MeCab } = await import("../../src/mecab/index.js");
  await expect(MeCab.load(packaged, { engine: "native" as "wasm" })).rejects.toMatchObject({
    name: "OptionError",
    value: "native",
  });
});
