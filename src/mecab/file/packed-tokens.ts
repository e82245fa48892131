import { DictionaryError } from "../../base/errors.js";

/**
 * The tokens of a compact file. A token is a word cost and the number of a (left class, right class) pair.
 *
 * Pairs are stored in the order of the tokens, as a list of lower bytes and one of upper bytes. Costs are stored in
 * another order: first those of all tokens of pair 0, then those of pair 1, and so on. Tokens of one pair have similar
 * costs, so this order compresses better.
 */
export interface CodedTokens {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly costs: Int16Array;
}

/**
 * Decodes tokens: each the word cost in the upper 16 bits, the pair's number in the lower 16 bits.
 *
 * @param tokens receives the tokens
 * @returns true if every token's pair is one of the `pairCount` pairs
 */
export function joinTokens({ low, high, costs }: CodedTokens, pairCount: number, tokens: Int32Array): boolean {
  for (let token = 0; token < tokens.length; token++) tokens[token] = low[token] | (high[token] << 8);
  const next = groupStarts(tokens, pairCount);
  if (next[pairCount] !== tokens.length) return false;
  for (let token = 0; token < tokens.length; token++) tokens[token] |= costs[next[tokens[token]]++] << 16;
  return true;
}

/** The error to throw if {@link joinTokens} returns false. */
export function unknownPair(name: string): DictionaryError {
  return new DictionaryError(name, "a token of an unknown pair", "sections that fit together");
}

/** The index of each pair's first cost; after them, the number of tokens whose pair is one of the `pairCount` pairs. */
export function groupStarts(pairs: Int32Array, pairCount: number): Uint32Array {
  const starts = new Uint32Array(pairCount + 1);
  for (let token = 0; token < pairs.length; token++) starts[pairs[token] + 1]++;
  for (let pair = 0; pair < pairCount; pair++) starts[pair + 1] += starts[pair];
  return starts;
}
