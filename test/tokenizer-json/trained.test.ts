/** Compares with the golden file json.trained: files that the Python library tokenizers trained, and its results for texts. */
import { describe, expect, it } from "vitest";
import { RECIPES, readTrainedGoldens, type TrainedGolden } from "../../fixtures/tokenizer-json/trained.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { Tokens } from "../../src/tokenizer/sequence.js";
import { TokenizerJson } from "../../src/tokenizer-json/tokenizer-json.js";

const TRAINED = readTrainedGoldens();

describe.each(Object.keys(RECIPES))("the trained file %s", (name) => {
  const { content, records } = TRAINED.get(name) as TrainedGolden;

  it("gives the ids, offsets, words and texts of the reference", () => {
    const json = TokenizerJson.parse(content, `${name}.json`);
    expect(records.length).toBeGreaterThan(0);
    for (const { text, tokens } of records) {
      const { ids, offsets, words, decoded, skipped } = tokens;
      const aligned = new Tokens(true, () => -1);
      json.encode(text, aligned);
      expect(aligned.sequence, JSON.stringify(text)).toEqual({ ids, offsets, words });
      const plain = new Tokens(false, () => -1);
      json.encode(text, plain);
      expect(plain.ids, JSON.stringify(text)).toEqual(ids);
      expect(json.decode(ids, false), JSON.stringify(text)).toBe(decoded);
      expect(json.decode(ids, true), JSON.stringify(text)).toBe(skipped);
    }
  });

  it("completes texts and pairs as the reference does, with trimmed offsets if its post-processor trims", () => {
    const tokenizer = new PreTrainedTokenizerFast(TokenizerJson.parse(content, `${name}.json`), {
      add_prefix_space: null,
    });
    for (const { text, rows } of records) {
      const characters = Array.from(text);
      const half = characters.slice(Math.floor(characters.length / 2)).join("") || "a";
      const made = [undefined, half].flatMap((pair) =>
        [false, true].map((add_special_tokens) => rowOf(tokenizer, text, pair, add_special_tokens)),
      );
      expect(made, JSON.stringify(text)).toEqual(rows);
    }
  });
});

function rowOf(
  tokenizer: PreTrainedTokenizerFast,
  text: string,
  text_pair: string | undefined,
  add_special_tokens: boolean,
): unknown[] {
  const row = tokenizer(text, {
    ...(text_pair !== undefined && { text_pair }),
    add_special_tokens,
    return_token_type_ids: true,
    return_special_tokens_mask: true,
    return_offsets_mapping: true,
    return_word_ids: true,
    offset_unit: "code_point",
  });
  return [row.input_ids, row.token_type_ids, row.special_tokens_mask, row.offset_mapping, row.word_ids];
}
