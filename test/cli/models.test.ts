import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { describeModels } from "../../src/cli/models.js";
import { MODELS } from "../../src/pretrained/catalog.js";

describe("the list of models", () => {
  const lines = describeModels([], false);

  it("has each model once, with its number of ids and the files that it needs, in 80 columns", () => {
    for (const { name, vocabularySize, needs } of MODELS) {
      const row = lines.filter((line) => line.startsWith(`  ${name} `));
      expect(row).toHaveLength(1);
      expect(row[0].trim().split(/ {2,}/)).toEqual([
        name,
        String(vocabularySize ?? "unknown"),
        needs.length === 0 ? "nothing" : needs.join(", "),
      ]);
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("has the words, the subwords and the evidence above the models that share them", () => {
    const heading = lines.indexOf("MeCab unidic-lite, character (seen)");
    expect(lines[heading - 1]).toBe("");
    expect(lines.slice(heading + 1, heading + 5).map((line) => line.trim().split(" ")[0])).toEqual([
      "bert-base-japanese-char-v2",
      "bert-large-japanese-char",
      "bert-base-japanese-char-v3",
      "bert-large-japanese-char-v2",
    ]);
    expect(new Set(lines.filter((line) => line.endsWith(")"))).size).toBe(
      lines.filter((line) => line.endsWith(")")).length,
    );
  });
});

describe("the description of a model", () => {
  it("has all of its facts and a command, under its name with or without the organisation", () => {
    const lines = describeModels(["stable-diffusion-xl-jp-base-1.0"], false);
    expect(describeModels(["tohoku-nlp/stable-diffusion-xl-jp-base-1.0"], false)).toEqual(lines);
    const text = lines.join("\n");
    for (const fact of [
      "T5Tokenizer",
      "SentencePiece Unigram",
      "51,200 ids",
      "spiece.model; from the hub (folder tokenizer) or --files FOLDER",
      "seen",
      "tohoku-tokenizers/models/stable-diffusion-xl-jp-base-1.0",
      "encode --model stable-diffusion-xl-jp-base-1.0",
    ]) {
      expect(text).toContain(fact);
    }
  });

  it.each(MODELS.map(({ name }) => name))("%s fits into 80 columns", (name) => {
    for (const line of describeModels([name], false)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("follows another one after a blank line", () => {
    const [first, second] = ["bybert-jp-100m", "bert-base-japanese"];
    const both = describeModels([first, second], false);
    expect(both).toEqual([...describeModels([first], false), "", ...describeModels([second], false)]);
  });

  it("does not exist for a name that no model has; the nearest name is proposed", () => {
    expect(() => describeModels(["bert-base-japanese", "bert-base-japanse-v3"], true)).toThrow(OptionError);
    expect(() => describeModels(["cl_tohoku/bert-base-japanse-v3"], false)).toThrow("mean bert-base-japanese-v3?");
    expect(() => describeModels(["klingon"], false)).toThrow("see: tohoku-tokenizers models");
  });
});

describe("models in JSON", () => {
  it("are objects with the keys of MODELS, one on each line", () => {
    const models = describeModels([], true).map((line) => JSON.parse(line));
    expect(models.map(({ name }) => name)).toEqual(MODELS.map(({ name }) => name));
    expect(models[0]).toMatchObject({ words: "MeCab IPADIC", vocabularySize: 32000, needs: ["vocab.txt"] });
    expect(models.at(-1)).toMatchObject({ vocabularySize: null });
    for (const model of models) expect(Object.keys(model)).toEqual(expect.arrayContaining(["evidence", "details"]));
  });

  it("are those that are named", () => {
    const [line, ...more] = describeModels(["cl-tohoku/bert-base-japanese"], true);
    expect(JSON.parse(line).name).toBe("bert-base-japanese");
    expect(more).toEqual([]);
  });
});
