import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TokenizerJson, Tokens } from "tohoku-tokenizers/tokenizer-json";
import { type Outcome, raised } from "../../fixtures/reference.js";
import { sharedPath } from "../../fixtures/shared.js";
import { publishedJson } from "../../fixtures/tokenizer-json/published.js";
import { type JsonTokens, jsonTokens, openJsonFile } from "../../fixtures/tokenizer-json/reference.js";
import type { Part } from "./compare.js";
import type { PartMaker } from "./parts.js";

/** Published .model files, by a short name. */
const PUBLISHED = {
  "llm-jp-3.0b1": "llm-jp-tokenizer-100k.ver3.0b1.model",
  "llm-jp-3.1": "llm-jp-tokenizer-100k.ver3.1.model",
} as const;

/** Compares ids, offsets, words and decoded text with tokenizer.json files made from published models. */
export const JSON_PARTS: readonly PartMaker[] = Object.entries(PUBLISHED).map(([model, file]) => {
  const name = `json:${model}`;
  return {
    name,
    make: async (references) => {
      const path = sharedPath("llm-jp", file);
      if (path === undefined) return undefined;
      const content = publishedJson(path);
      const folder = await mkdtemp(join(tmpdir(), "tokenizer-json-"));
      try {
        const written = join(folder, "tokenizer.json");
        await writeFile(written, content);
        const sizes = await Promise.all(references.map((reference) => openJsonFile(reference, name, written)));
        for (const size of sizes) if (raised(size)) throw new Error(`the reference refuses ${name}`);
      } finally {
        await rm(folder, { recursive: true });
      }
      return jsonPart(name, TokenizerJson.parse(content, name), name);
    },
  };
});

/** @param opened name under which the references have opened the file */
export function jsonPart(name: string, json: TokenizerJson, opened: string, encodeSpecial = false): Part {
  return {
    name,
    ours: (text) => JSON.stringify(tokensOf(json, text, encodeSpecial)),
    theirs: async (reference, texts) => (await jsonTokens(reference, opened, texts, encodeSpecial)).map(inJson),
  };
}

/** Encodes with and without offsets, which takes different code paths and must give the same ids. */
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
