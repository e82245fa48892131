/** Folders of a tokenizer_config.json give the tokens and the saved files of Python. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeFolder } from "../../fixtures/classes.js";
import { CONFIGURED, CONFIGURED_TEXTS, type ConfiguredGolden } from "../../fixtures/configurations.js";
import { inFolder, readTexts } from "../../fixtures/saved.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";

const GOLDEN = new URL("../../fixtures/golden/configurations.jsonl", import.meta.url);
const lines = (await readFile(GOLDEN, "utf8")).trimEnd().split("\n");
const GOLDENS = lines.map((line) => JSON.parse(line) as ConfiguredGolden);

describe("a configuration behaves and is saved as in Python", () => {
  it.each(GOLDENS)("$name", async ({ name, saved, ids, attributes }) => {
    await inFolder(async (folder) => {
      await writeFolder(join(folder, "from"), CONFIGURED[name]);
      const tokenizer = await AutoTokenizer.from_pretrained(join(folder, "from"));
      expect(CONFIGURED_TEXTS.map((text) => tokenizer.encode(text))).toEqual(ids);
      for (const [attribute, value] of Object.entries(attributes)) {
        expect(Reflect.get(tokenizer, attribute), attribute).toEqual(value);
      }
      await tokenizer.save_pretrained(join(folder, "to"));
      const names = (await readdir(join(folder, "to"))).filter((file) => file !== "tokenizer.json");
      expect(await readTexts(join(folder, "to"), names)).toEqual(saved);
    });
  });
});
