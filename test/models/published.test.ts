import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { MODELS } from "../../src/pretrained/catalog.js";
import { withModels } from "../../tools/model-table.js";
import { entryOf } from "../../tools/published.js";

const FOLDER = fileURLToPath(new URL("../../src/models/published/", import.meta.url));

it("there is one entry file for each model of the catalog, and no other", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(MODELS.map(({ name }) => `${name}.ts`).sort());
});

it.each(MODELS)("the entry file of $name is what npm run published writes", (model) => {
  expect(readFileSync(`${FOLDER}${model.name}.ts`, "utf8")).toBe(entryOf(model));
});

it("the models of README.md are those that npm run published writes", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(withModels(readme)).toBe(readme);
});

it("the catalog is plain data", () => {
  for (const model of MODELS) expect(JSON.parse(JSON.stringify(model))).toEqual(model);
});
