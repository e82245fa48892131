import { readFileSync } from "node:fs";
import { afterEach, expect, it, vi } from "vitest";
import { compileKernel, GENERATED, MODULE } from "../../kernel/build.js";

const packaged = new URL("../../dictionaries/ipadic.dict", import.meta.url);
const TEXT = "東京都の天気は、晴れときどきABC😀。";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

it("is committed as its source compiles", async () => {
  expect(await compileKernel()).toBe(readFileSync(MODULE, "utf8"));
});

it("has records that are committed as their schema generates them", () => {
  for (const [path, text] of GENERATED) expect(readFileSync(path, "utf8")).toBe(text);
});

it("may be left aside for TypeScript", async () => {
  const { MeCab } = await import("../../src/mecab/index.js");
  const [kernel, typescript] = await Promise.all([
    MeCab.load(packaged, { engine: "wasm" }),
    MeCab.load(packaged, { engine: "typescript" }),
  ]);
  expect(kernel.words(TEXT)).toEqual(typescript.words(TEXT));
});

it("leaves its place to TypeScript where WebAssembly may not be, unless asked for", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const { MeCab } = await import("../../src/mecab/index.js");
  const mecab = await MeCab.load(packaged);
  vi.unstubAllGlobals();
  vi.resetModules();
  const again = await import("../../src/mecab/index.js");
  expect(mecab.words(TEXT)).toEqual((await again.MeCab.load(packaged)).words(TEXT));

  vi.resetModules();
  vi.stubGlobal("WebAssembly", undefined);
  const without = await import("../../src/mecab/index.js");
  await expect(without.MeCab.load(packaged, { engine: "wasm" })).rejects.toThrow(/engine/);
});

it("is one of two engines", async () => {
  const { MeCab } = await import("../../src/mecab/index.js");
  await expect(MeCab.load(packaged, { engine: "native" as "wasm" })).rejects.toMatchObject({
    name: "OptionError",
    value: "native",
  });
});
