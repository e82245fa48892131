/** Compares with the golden files of fixtures/tokenizer-json, written by the Rust library tokenizers. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { JSON_FILES, jsonContent } from "../../fixtures/tokenizer-json/files.js";
import { ADDED, digestOf } from "../../fixtures/tokenizer-json/goldens.js";
import { TokenizerError } from "../../src/base/errors.js";
import { Tokens } from "../../src/tokenizer/sequence.js";
import { TokenizerJson } from "../../src/tokenizer-json/tokenizer-json.js";

interface Golden {
  readonly saved?: string;
  readonly added?: number;
  readonly text?: string;
  readonly encodeSpecial?: boolean;
  readonly ids?: number[];
  readonly offsets?: [number, number][];
  readonly words?: number[];
  readonly decoded?: string | null;
  readonly skipped?: string | null;
  readonly list?: number[];
  readonly error?: string;
}

function read(name: string): Golden[] {
  const file = new URL(`../../fixtures/golden/json.${name}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Golden);
}

function encode(json: TokenizerJson, text: string, isAligned: boolean, encodeSpecialTokens: boolean) {
  const tokens = new Tokens(isAligned, () => -1);
  json.encode(text, tokens, { encodeSpecialTokens });
  return tokens.sequence;
}

function checkDecoded(json: TokenizerJson, ids: readonly number[], skips: boolean, decoded: string | null | undefined) {
  if (decoded === null || decoded === undefined) expect(() => json.decode(ids, skips)).toThrow(TokenizerError);
  else expect(json.decode(ids, skips), JSON.stringify(ids)).toBe(decoded);
}

function check(json: TokenizerJson, golden: Golden): void {
  const { saved, added, text, encodeSpecial = false, error, list, ids, offsets, words, decoded, skipped } = golden;
  if (added !== undefined) expect(json.addTokens(ADDED)).toBe(added);
  if (saved !== undefined) expect(digestOf(json.toJson())).toBe(saved);
  if (list) checkDecoded(json, list, false, decoded);
  if (text === undefined) return;
  if (error) {
    expect(() => encode(json, text, true, encodeSpecial), error).toThrow(TokenizerError);
    expect(() => encode(json, text, false, encodeSpecial), error).toThrow(TokenizerError);
    return;
  }
  expect(encode(json, text, true, encodeSpecial), JSON.stringify(text)).toEqual({ ids, offsets, words });
  expect(encode(json, text, false, encodeSpecial).ids, JSON.stringify(text)).toEqual(ids);
  checkDecoded(json, ids ?? [], false, decoded);
  checkDecoded(json, ids ?? [], true, skipped);
}

it.each(Object.keys(JSON_FILES))("%s gives the ids, offsets, words and texts of the reference", (name) => {
  const json = TokenizerJson.parse(jsonContent(name), `${name}.json`);
  const records = read(name);
  expect(records.length).toBeGreaterThan(500);
  for (const record of records) check(json, record);
});
