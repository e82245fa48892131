import { DictionaryError } from "../../base/errors.js";

/**
 * The tokens of a compact file: the lower and the upper byte of each one's pair, and word costs, those of the first
 * pair first: costs of one pair resemble each other.
 */
export interface CodedTokens {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly costs: Int16Array;
}

/** Codes tokens, each a word cost above the number of its pair. */
export function codeTokens(tokens: Int32Array, pairCount: number): CodedTokens {
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

/** Writes the tokens that {@link codeTokens} was given, and returns whether all are of one of the pairs. */
export function joinTokens({ low, high, costs }: CodedTokens, pairCount: number, tokens: Int32Array): boolean {
  for (let token = 0; token < tokens.length; token++) tokens[token] = low[token] | (high[token] << 8);
  const next = groupStarts(tokens, pairCount);
  if (next[pairCount] !== tokens.length) return false;
  for (let token = 0; token < tokens.length; token++) tokens[token] |= costs[next[tokens[token]]++] << 16;
  return true;
}

/** The error to throw where tokens could not be joined. */
export function unknownPair(name: string): DictionaryError {
  return new DictionaryError(name, "a token of an unknown pair", "sections that fit together");
}

/** Where the tokens of each pair start if ordered by pair; at last how many tokens are of one of these pairs. */
function groupStarts(pairs: Int32Array, pairCount: number): Uint32Array {
  const starts = new Uint32Array(pairCount + 1);
  for (let token = 0; token < pairs.length; token++) starts[pairs[token] + 1]++;
  for (let pair = 0; pair < pairCount; pair++) starts[pair + 1] += starts[pair];
  return starts;
}
