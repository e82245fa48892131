import { from_pretrained } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";

const given = require("./given.json") as { texts: string[]; characters: number[][] };

test("ids", async () => {
  const tokenizer = await from_pretrained();
  expect(given.texts.map((text) => tokenizer.encode(text))).toEqual(given.characters);
});
