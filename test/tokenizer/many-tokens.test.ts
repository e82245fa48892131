/** Very many added tokens, and very long texts, which no argument list of a function can hold. */
import { expect, it } from "vitest";
import { AutoTokenizer } from "../../src/index.js";

const COUNT = 130_000;

it("130,000 special tokens can be added at once", async () => {
  const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  const additional_special_tokens = Array.from({ length: COUNT }, (_, at) => `<t${at}>`);
  expect(tokenizer.add_special_tokens({ additional_special_tokens })).toBe(COUNT);
  expect(tokenizer.convert_tokens_to_ids("<t129999>")).toBe(tokenizer.vocab_size + COUNT - 1);
});
