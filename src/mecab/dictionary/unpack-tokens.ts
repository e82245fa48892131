import type { CodedTokens } from "../file/packed-tokens.js";
import { joinTokens, unknownPair } from "../file/packed-tokens.js";
import type { CodedTables, DictionaryTables } from "../file/tables.js";
import { kernelIn } from "../kernel/kernel.js";
import type { KernelMemory } from "../memory/kernel-memory.js";
import { packedTokens } from "../memory/records.js";

/** Counts of pairs: one for each of 65,536 pair numbers, and one more. */
const COUNTS_BYTES = 4 * 0x10001;

/**
 * Writes a dictionary's tokens into the "tokens" region.
 *
 * @throws DictionaryError if a token's pair is not among the pairs
 */
export function unpackTokens(
  { tokens: given, pairLeft }: DictionaryTables | CodedTables,
  memory: KernelMemory,
  name: string,
): Int32Array {
  const tokens = memory.ints("tokens");
  if (given instanceof Int32Array) tokens.set(given);
  else {
    const isJoined = unpackInKernel(given, pairLeft.length, memory) ?? joinTokens(given, pairLeft.length, tokens);
    if (!isJoined) throw unknownPair(name);
  }
  return tokens;
}

/**
 * Unpacks tokens with the kernel. Returns undefined if it cannot run, or if no region that it may borrow is large
 * enough. Words are decoded into the borrowed "words" region later, so its pages are touched only once.
 */
export function unpackInKernel(
  { low, high, costs }: CodedTokens,
  pairCount: number,
  memory: KernelMemory,
): boolean | undefined {
  const { wasm } = memory;
  if (wasm === null) return undefined;
  const { address, size } = memory.region("tokens");
  return memory.borrow(["words", "search"], (region) => {
    const packed = region.place(
      packedTokens({
        low: region.place(low),
        high: region.place(high),
        costs: region.place(costs),
        pairCount,
        tokens: address,
        tokensEnd: address + size,
        next: region.reserve(COUNTS_BYTES),
      }),
    );
    return region.fits ? kernelIn(wasm).joinTokens(packed) !== 0 : undefined;
  });
}
