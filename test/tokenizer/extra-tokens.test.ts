import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { byT5 } from "../../src/models/byte/byt5.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import type { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";
import type { SharedOptions } from "../../src/tokenizer/tokenizer-options.js";

const TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"];

function make(options: SharedOptions): Promise<Tokenizer> {
  return bertJapanese(new Vocabulary(TOKENS), options);
}

describe("a token with a role of the model's own", () => {
  it("is a special token, and has two properties that may be set", async () => {
    const tokenizer = await make({ extra_special_tokens: { image_token: "<image>" } });
    const { image_token, image_token_id } = tokenizer as unknown as Readonly<Record<string, unknown>>;
    expect([image_token, image_token_id]).toEqual(["<image>", 7]);
    expect(tokenizer("a<image>").input_ids).toEqual([2, 5, 7, 3]);
    expect(tokenizer.decode([2, 5, 7, 3], { skip_special_tokens: true })).toBe("a");
    Object.assign(tokenizer, { image_token_id: 5 });
    expect(tokenizer.special_tokens_map.image_token).toBe("a");
    expect(() => Object.assign(tokenizer, { image_token: 5 })).toThrow(OptionError);
  });

  it("takes another token by add_special_tokens", async () => {
    const tokenizer = await make({ extra_special_tokens: { image_token: "<image>" } });
    expect(tokenizer.add_special_tokens({ image_token: "<picture>" } as object)).toBe(1);
    expect(tokenizer.special_tokens_map.image_token).toBe("<picture>");
    expect(() => tokenizer.add_special_tokens({ imag_token: "<picture>" } as object)).toThrow(
      "did you mean image_token?",
    );
  });

  it.each([5, "<image>", { image_token: 5 }, { image_token: null }, { additional_special_tokens: "<image>" }])(
    "cannot be %j",
    async (extra_special_tokens) => {
      await expect(make({ extra_special_tokens } as object)).rejects.toThrow(OptionError);
    },
  );
});

it("a list of extra special tokens counts as additional special tokens", async () => {
  const options = { extra_special_tokens: ["<x>"], additional_special_tokens: ["<y>"] };
  expect((await make(options)).additional_special_tokens).toEqual(["<y>", "<x>"]);
  expect(byT5({ extra_ids: 0, ...options }).additional_special_tokens).toEqual(["<y>", "<x>"]);
});
