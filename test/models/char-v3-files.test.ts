/** The vocabulary that the char-v3 models have as code. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { charV3Files } from "../../src/models/char-v3-files.js";
import { characterModule } from "../../tools/dictionaries/character-module.js";

const ROOT = new URL("../../", import.meta.url);
const published = readFileSync(new URL("dictionaries/char-v3.vocab.txt", ROOT), "utf8");

it("the vocabulary made by code equals the published file", async () => {
  expect(new TextDecoder().decode(await charV3Files.readRequired("vocab.txt"))).toBe(published);
});

it("the module of characters is what the generator makes of the published file", () => {
  const module = readFileSync(new URL("src/models/char-v3-characters.ts", ROOT), "utf8");
  expect(module).toBe(characterModule(published));
});

it.each(["b\na\n", "a\na\n", "ab\n"])("the generator refuses characters out of order: %j", (characters) => {
  const special = "[PAD]\n".repeat(15);
  expect(() => characterModule(special + characters)).toThrow("not in order");
});
