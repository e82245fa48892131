import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeTokens } from "../../src/mecab/compiler/packed-tokens-encoder.js";
import { unpackInKernel } from "../../src/mecab/dictionary/unpack-tokens.js";
import { type CodedTokens, joinTokens } from "../../src/mecab/file/packed-tokens.js";
import { allocateMemory, kernelReady } from "../../src/mecab/kernel/kernel.js";
import { SEARCH_BYTES } from "../../src/mecab/memory/layout.js";
import { isScratchEmpty } from "./matrix-rows.js";

await kernelReady();

function inTypeScript(coded: CodedTokens, pairCount: number): Int32Array | boolean {
  const tokens = new Int32Array(coded.costs.length);
  return joinTokens(coded, pairCount, tokens) && tokens;
}

function inKernel(coded: CodedTokens, pairCount: number): Int32Array | boolean | undefined {
  const memory = allocateMemory(() => ({ tokens: 4 * coded.costs.length }));
  if (memory.wasm === null) throw new TypeError("no kernel");
  const tokens = memory.ints("tokens");
  const isJoined = unpackInKernel(coded, pairCount, memory);
  expect(isScratchEmpty(memory)).toBe(true);
  return isJoined && tokens;
}

const pair = fc.oneof(fc.nat(5), fc.nat(0xffff));
const list = fc.array(fc.tuple(pair, fc.integer({ min: -32768, max: 32767 })), { minLength: 1, maxLength: 50 });

it("tokens decode to what was coded, in TypeScript and in the kernel", () => {
  fc.assert(
    fc.property(list, (entries) => {
      const tokens = Int32Array.from(entries, ([pair, cost]) => (cost << 16) | pair);
      const pairCount = 1 + Math.max(...entries.map(([pair]) => pair));
      const coded = encodeTokens(tokens, pairCount);
      expect(inTypeScript(coded, pairCount)).toEqual(tokens);
      expect(inKernel(coded, pairCount)).toEqual(tokens);
      expect(inTypeScript(coded, pairCount - 1)).toBe(false);
      expect(inKernel(coded, pairCount - 1)).toBe(false);
    }),
    { numRuns: 30 },
  );
});

it("the kernel declines tokens that do not fit its memory", () => {
  const tokens = new Int32Array(SEARCH_BYTES / 4);
  expect(inKernel(encodeTokens(tokens, 1), 1)).toBeUndefined();
});
