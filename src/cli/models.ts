import { OptionError } from "../base/errors.js";
import { proposal } from "../base/nearest.js";
import { findModel, MODELS, type PublishedModel } from "../pretrained/catalog.js";
import { twoColumns } from "./columns.js";
import { PROGRAM } from "./commands.js";
import { exampleLines } from "./help.js";

/**
 * Describes the named models in full, or lists all if none is named.
 *
 * @param names with or without the organisation
 * @throws OptionError if no model has a name
 */
export function describeModels(names: readonly string[], json: boolean): string[] {
  const models = names.length === 0 ? MODELS : names.map(modelNamed);
  if (json) return models.map(toJson);
  if (names.length === 0) return table(models);
  return models.flatMap((model, at) => (at === 0 ? description(model) : ["", ...description(model)]));
}

function modelNamed(name: string): PublishedModel {
  const model = findModel(name);
  if (model) return model;
  const bare = name.slice(name.lastIndexOf("/") + 1);
  const names = MODELS.map((each) => each.name);
  const near = proposal(bare, names);
  throw new OptionError("models", name, `a published model${near === "" ? `; see: ${PROGRAM} models` : near}`);
}

/** A model's entry in the catalog. Facts that it lacks are null. */
function toJson(model: PublishedModel): string {
  const { vocabularySize = null, details = null } = model;
  return JSON.stringify({ ...model, vocabularySize, details });
}

/** The models by what they split a text into. A heading says what the models after it have in common. */
function table(models: readonly PublishedModel[]): string[] {
  const width = Math.max(...models.map(({ name }) => name.length));
  const row = (name: string, ids: string, needs: string): string =>
    `  ${name.padEnd(width)}  ${ids.padStart(7)}  ${needs}`;
  const groups = new Map<string, string[]>();
  for (const model of models) {
    const heading = `${steps(model)} (${model.evidence})`;
    const rows = groups.get(heading) ?? ["", heading];
    rows.push(row(model.name, String(model.vocabularySize ?? "unknown"), needed(model)));
    groups.set(heading, rows);
  }
  return [
    row("name", "ids", "needs"),
    ...[...groups.values()].flat(),
    "",
    "In parentheses: whether a model's rules are seen in public files, derived, or",
    `inferred. All about one model: ${PROGRAM} models NAME`,
  ];
}

/** Words and subwords, as far as there are any. */
function steps({ words, subwords }: PublishedModel): string {
  return [words, subwords].filter((step) => step !== "none" && step !== "unknown").join(", ");
}

function needed({ needs }: PublishedModel): string {
  return needs.length === 0 ? "nothing" : needs.join(", ");
}

function description(model: PublishedModel): string[] {
  const { name, subfolder, vocabularySize, evidence, details } = model;
  const files = model.builtIn
    ? "none: everything is in the package"
    : `${needed(model)}; from the hub${subfolder === "" ? "" : ` (folder ${subfolder})`} or --files FOLDER`;
  return [
    name,
    "",
    ...twoColumns([
      ["class", model.tokenizer_class],
      ["words", model.words],
      ["subwords", model.subwords],
      ["vocabulary", vocabularySize === undefined ? "unknown" : `${vocabularySize.toLocaleString("en")} ids`],
      ["files", files],
      ["evidence", details === undefined ? evidence : `${evidence}; in detail: ${details}`],
      ["import", `tohoku-tokenizers/models/${name}`],
    ]),
    "",
    "Arguments, which the model's files override",
    ...twoColumns(argumentsOf(model), "  "),
    "",
    "Example",
    ...exampleLines(exampleOf(model)),
  ];
}

function argumentsOf({ configuration }: PublishedModel): [name: string, value: string][] {
  return Object.entries(configuration).map(([name, { value, evidence }]) => [
    name,
    `${spacedJson(value)} (${evidence})`,
  ]);
}

/** JSON in one line, with spaces at which it can be broken. */
function spacedJson(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\n */g, " ");
}

/** A command that converts a line with the model. */
function exampleOf({ name, builtIn, evidence }: PublishedModel): string {
  const isPublic = builtIn || evidence === "seen";
  const options = [`--model ${name}`, ...(isPublic ? [] : ["--files FOLDER"])].join(" ");
  return `echo 東京都に住む | npx ${PROGRAM} encode ${options}`;
}
