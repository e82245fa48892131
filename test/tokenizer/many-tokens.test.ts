/** Very many added tokens, very long ones, and very long texts. */
import { describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { AutoTokenizer, byT5 } from "../../src/index.js";
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
  const keptAt = kept.in("x<ABC>B");
  expect([..."x<ABC>B"].map((_, at) => keptAt(at))).toEqual([
    undefined,
    "<AB",
    undefined,
    "B",
    undefined,
    undefined,
    "B",
  ]);
  expect(new KeptTokens([]).in("a")(0)).toBeUndefined();
});

describe("a long text that could begin a long added token at each place", () => {
  const length = 60_000;
  const text = "a".repeat(5 * length);
  const tokens = [`${"a".repeat(length)}b`, "aaa"];

  it("is encoded by a slow tokenizer", () => {
    const tokenizer = byT5();
    tokenizer.add_tokens(tokens);
    expect(tokenizer.encode(text, { add_special_tokens: false }).length).toBe(length * (5 / 3));
  });

  it("is lower-cased", async () => {
    const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3", { do_lower_case: true });
    tokenizer.add_tokens(tokens, true);
    expect(tokenizer.encode(text, { add_special_tokens: false, verbose: false }).length).toBe(length * (5 / 3));
  });

  it("is encoded by a fast tokenizer", async () => {
    const tokenizer = await AutoTokenizer.from_pretrained("llama", {
      files: {
        "tokenizer.model": readTrained("bpe-bytes"),
        "tokenizer_config.json": new TextEncoder().encode('{"tokenizer_class":"LlamaTokenizerFast"}'),
      },
    });
    tokenizer.add_tokens(tokens, true);
    expect(tokenizer.encode(text, { add_special_tokens: false }).length).toBe(length * (5 / 3));
  });
});
