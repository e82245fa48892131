import { type TokenizerJson, Tokens } from "tohoku-tokenizers/tokenizer-json";
import { type Outcome, raised } from "../../fixtures/reference.js";
import { type JsonTokens, jsonTokens } from "../../fixtures/tokenizer-json/reference.js";
import type { Part } from "./compare.js";

/** @param opened what the references call the file */
export function jsonPart(name: string, json: TokenizerJson, opened: string, encodeSpecial = false): Part {
  return {
    name,
    ours: (text) => JSON.stringify(tokensOf(json, text, encodeSpecial)),
    theirs: async (reference, texts) => (await jsonTokens(reference, opened, texts, encodeSpecial)).map(inJson),
  };
}

/** Tokens with and without their places, which are found in different ways and have to be the same. */
function tokensOf(json: TokenizerJson, text: string, encodeSpecialTokens: boolean): JsonTokens {
  const idOf = (): number => -1;
  const aligned = new Tokens(true, idOf);
  json.encode(text, aligned, { encodeSpecialTokens });
  const plain = new Tokens(false, idOf);
  json.encode(text, plain, { encodeSpecialTokens });
  const { ids, offsets = [], words = [] } = aligned.sequence;
  if (plain.ids.join() !== ids.join()) throw new Error(`without offsets the ids are ${plain.ids.join()}`);
  return { ids, offsets, words, decoded: decoded(json, ids, false), skipped: decoded(json, ids, true) };
}

function decoded(json: TokenizerJson, ids: readonly number[], skips: boolean): string | null {
  try {
    return json.decode(ids, skips);
  } catch {
    return null;
  }
}

function inJson(outcome: Outcome<JsonTokens>): Outcome<string> {
  return raised(outcome) ? outcome : JSON.stringify(outcome);
}
