/** Very many added tokens, and very long texts, which no argument list of a function can hold. */
import { expect, it } from "vitest";
import { AutoTokenizer } from "../../src/index.js";
import { KeptTokens } from "../../src/tokenizer/slow/kept-tokens.js";

const COUNT = 130_000;

it("130,000 special tokens can be added at once", async () => {
  const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  const additional_special_tokens = Array.from({ length: COUNT }, (_, at) => `<t${at}>`);
  expect(tokenizer.add_special_tokens({ additional_special_tokens })).toBe(COUNT);
  expect(tokenizer.convert_tokens_to_ids("<t129999>")).toBe(tokenizer.vocab_size + COUNT - 1);
});

it("tokens added one by one are those that a list adds, also where they take each other's ids", async () => {
  const [one, all] = [
    await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3"),
    await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3"),
  ];
  const plain = ["<a>", "猫", "<b>", "<a>", "犬犬", "<cls>"];
  expect(plain.reduce((count, token) => count + one.add_tokens(token), 0)).toBe(all.add_tokens(plain));
  for (const tokenizer of [one, all]) {
    tokenizer.add_tokens(["<s>", "<t>"], true);
    tokenizer.cls_token = "<cls>";
  }
  expect(one.add_tokens("<s>", true)).toBe(0);
  expect(one.length).toBe(all.length);
  expect(one.all_special_tokens).toEqual(all.all_special_tokens);
  const text = "<a>猫と<b>犬犬<s>の<t><cls>";
  expect(one(text)).toEqual(all(text));
  expect(one.decode(one.encode(text), { skip_special_tokens: true })).toBe(
    all.decode(all.encode(text), { skip_special_tokens: true }),
  );
});

it("of the tokens that lower-casing keeps, the first of the list wins at each place, not the longest", () => {
  const kept = new KeptTokens(["<AB", "<A", "<ABC>", "B"]);
  expect([..."x<ABC>B"].map((_, at) => kept.at("x<ABC>B", at))).toEqual([
    undefined,
    "<AB",
    undefined,
    "B",
    undefined,
    undefined,
    "B",
  ]);
  expect(new KeptTokens([]).at("a", 0)).toBeUndefined();
});
