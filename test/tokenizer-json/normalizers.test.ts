import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { JsonField } from "../../src/tokenizer-json/json-field.js";
import { NormalizedText } from "../../src/tokenizer-json/normalized-text.js";
import { readNormalizer } from "../../src/tokenizer-json/normalizers.js";
import { type JsonObject, readJson } from "../../src/tokenizer-json/serde-json.js";

interface Golden {
  readonly block: object;
  readonly text: string;
  readonly made: string;
}

const file = new URL("../../fixtures/golden/json.normalized.jsonl", import.meta.url);
const lines = readFileSync(file, "utf8").trimEnd().split("\n");
const records = lines.map((line) => JSON.parse(line) as Golden);
const byBlock = grouped();

function grouped(): Map<string, Golden[]> {
  const groups = new Map<string, Golden[]>();
  for (const record of records) {
    const key = JSON.stringify(record.block);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
}

function normalize(block: string, text: string, isAligned: boolean): NormalizedText {
  const json = readJson(block, (found) => new Error(found) as never) as JsonObject;
  const normalized = new NormalizedText(text, 0, isAligned);
  readNormalizer(new JsonField(json, "normalizer")).normalize(normalized);
  return normalized;
}

describe("normalizers give the text of tokenizers, with and without spans that never descend", () => {
  it.each([...byBlock.keys()])("%s", (block) => {
    for (const { text, made } of byBlock.get(block) ?? []) {
      expect(normalize(block, text, false).text, JSON.stringify(text)).toBe(made);
      const aligned = normalize(block, text, true);
      expect(aligned.text, JSON.stringify(text)).toBe(made);
      for (let unit = 1; unit < made.length; unit++) {
        expect(aligned.spanStart(unit)).toBeGreaterThanOrEqual(aligned.spanStart(unit - 1));
        expect(aligned.spanEnd(unit + 1)).toBeGreaterThanOrEqual(aligned.spanEnd(unit));
      }
    }
  });
});
