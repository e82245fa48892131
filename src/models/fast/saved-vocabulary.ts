import type { FileContents } from "../../tokenizer/saved-files.js";
import type { TokenizerJson } from "../../tokenizer-json/tokenizer-json.js";

/**
 * A tokenizer.json's vocabulary in the files of its slow class: vocab.txt, or vocab.json and merges.txt. Reference: the
 * `save` of the models of tokenizers 0.22.2.
 */
export function vocabularyOf(json: TokenizerJson, [first]: readonly string[]): FileContents {
  const entries = [...json.entries(false)].sort(([, a], [, b]) => a - b);
  if (first === "vocab.txt") return new Map([[first, entries.map(([token]) => `${token}\n`).join("")]]);
  const { model } = JSON.parse(json.toJson()) as { model: { merges?: [string, string][] } };
  const merges = (model.merges ?? []).map(([left, right]) => `${left} ${right}\n`);
  const ids = entries.map(([token, id]) => `${JSON.stringify(token)}:${id}`);
  return new Map([
    ["vocab.json", `{${ids.join(",")}}`],
    ["merges.txt", `#version: 0.2\n${merges.join("")}`],
  ]);
}
