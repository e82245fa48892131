/** Compares every character with the golden file json.characters, written by the Rust library tokenizers. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { around, CHARACTER_RANGES } from "../../fixtures/tokenizer-json/characters.js";
import { JsonField } from "../../src/tokenizer-json/json-field.js";
import { NormalizedText } from "../../src/tokenizer-json/normalized-text.js";
import { readNormalizer } from "../../src/tokenizer-json/normalizers.js";
import { readPreTokenizer } from "../../src/tokenizer-json/pre-tokenizers.js";
import { readJson } from "../../src/tokenizer-json/serde-json.js";

interface Golden {
  readonly stage: "normalizer" | "pre_tokenizer";
  readonly block: object;
  readonly digests: readonly string[];
}

const file = new URL("../../fixtures/golden/json.characters.jsonl", import.meta.url);
const GOLDENS = readFileSync(file, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Golden);

/** Runs a stage on a text: the new text, or the pieces. */
function stageOf({ stage, block }: Golden): (text: string) => string {
  const json = readJson(JSON.stringify(block), (found) => new Error(found) as never);
  const field = new JsonField(json, "block");
  if (stage === "normalizer") {
    const normalizer = readNormalizer(field);
    return (text) => {
      const made = new NormalizedText(text, 0, false);
      normalizer.normalize(made);
      return made.text;
    };
  }
  const preTokenizer = readPreTokenizer(field);
  const split = (text: string) => preTokenizer.split(new NormalizedText(text, 0, false));
  return (text) =>
    split(text)
      .map((piece) => piece.text)
      .join("\0");
}

describe("every character is treated as in the reference", () => {
  it.each(GOLDENS)("by $block", (golden) => {
    const run = stageOf(golden);
    const wrong = CHARACTER_RANGES.filter(([start, end], at) => {
      const made: string[] = [];
      for (let code = start; code < end; code++) {
        if (code < 0xd800 || code > 0xdfff) made.push(run(around(String.fromCodePoint(code))));
      }
      return createHash("sha256").update(made.join("\x01")).digest("hex").slice(0, 12) !== golden.digests[at];
    });
    expect(wrong).toEqual([]);
  });
});
