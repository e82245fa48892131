import { type CodedTokens, groupStarts } from "../file/packed-tokens.js";

/**
 * Codes tokens as {@link CodedTokens}. A token has its word cost in the upper 16 bits, its pair's number in the lower.
 */
export function encodeTokens(tokens: Int32Array, pairCount: number): CodedTokens {
  const costs = new Int16Array(tokens.length);
  const next = groupStarts(
    tokens.map((token) => token & 0xffff),
    pairCount,
  );
  for (const token of tokens) costs[next[token & 0xffff]++] = token >> 16;
  return {
    low: Uint8Array.from(tokens, (token) => token & 0xff),
    high: Uint8Array.from(tokens, (token) => (token >>> 8) & 0xff),
    costs,
  };
}
