/** The configurations of the published models, which count where the model's files say nothing else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AutoTokenizer, setLogger } from "../../src/index.js";
import { from_pretrained as charV3 } from "../../src/models/published/bert-base-japanese-char-v3.js";
import { from_pretrained as v3 } from "../../src/models/published/bert-base-japanese-v3.js";
import { MODELS } from "../../src/pretrained/catalog.js";

const VOCABULARY = readFileSync(new URL("../../fixtures/small-vocab.txt", import.meta.url));
const LONG_TEXT = "海が見える丘に風が吹く。".repeat(90);
const BERTS = MODELS.filter(({ family }) => family === "bert").map(({ name }) => name);

describe("the configuration of a published model", () => {
  it.each(MODELS)("of $name marks each field as seen, derived or inferred", ({ configuration, preset }) => {
    for (const { evidence } of Object.values(configuration))
      expect(["seen", "derived", "inferred"]).toContain(evidence);
    expect(Object.keys(preset)).toEqual(Object.keys(configuration));
  });

  it("has a maximum length for every model", () => {
    const lengths = MODELS.map(({ name, preset }) => [name, preset.model_max_length]);
    expect(lengths.filter(([, length]) => typeof length !== "number")).toEqual([]);
    expect(BERTS).toHaveLength(12);
    for (const name of BERTS) expect(lengths).toContainEqual([name, 512]);
  });
});

describe("a text that is too long for the model", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "presets-"));
    writeFileSync(join(folder, "vocab.txt"), VOCABULARY);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const lengthOf = (tokenizer: Awaited<ReturnType<typeof AutoTokenizer.from_pretrained>>): number =>
    tokenizer(LONG_TEXT, { truncation: true }).input_ids.length;

  it("is cut to 512 ids with the built-in vocabulary", async () => {
    const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
    expect(tokenizer.model_max_length).toBe(512);
    expect(lengthOf(tokenizer)).toBe(512);
    expect(lengthOf(await charV3())).toBe(512);
  });

  it.each(BERTS)("is cut to 512 ids with a folder's vocabulary for %s", async (name) => {
    expect(lengthOf(await AutoTokenizer.from_pretrained(name, { files: folder }))).toBe(512);
  });

  it("is cut to the maximum of the folder's own configuration, or the caller's", async () => {
    const config = { tokenizer_class: "BertJapaneseTokenizer", model_max_length: 128, do_lower_case: true };
    writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify(config));
    for (const tokenizer of [
      await AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files: folder }),
      await v3({ files: folder }),
    ]) {
      expect(lengthOf(tokenizer)).toBe(128);
      expect(tokenizer.do_lower_case).toBe(true);
      // The preset names MeCab, which finds 猫, が and いる, and the folder does not say otherwise.
      expect(tokenizer("猫がいる", { return_word_ids: true }).word_ids?.at(-2)).toBe(2);
    }
    expect(lengthOf(await v3({ files: folder, model_max_length: 64 }))).toBe(64);
  });
});

it("a vocabulary of another size than the published model's gets one warning", async () => {
  const lines = Array.from({ length: 32_000 }, (_, at) => `piece${at}`);
  const vocabulary = new TextEncoder().encode(
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ...lines.slice(5), ""].join("\n"),
  );
  const warnings: string[] = [];
  const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
  try {
    await AutoTokenizer.from_pretrained("bert-base-japanese-v3", { vocabulary });
    await v3({ vocabulary });
    await AutoTokenizer.from_pretrained("bert-base-japanese", { vocabulary });
  } finally {
    setLogger(previous);
  }
  expect(warnings).toEqual([expect.stringMatching(/vocab\.txt: a vocabulary of 32000 ids.* has 32768/)]);
});
