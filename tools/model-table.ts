import { type Evidence, MODELS, type PublishedModel } from "../src/pretrained/catalog.js";
import { withSection } from "./document-section.js";

/** The marks of README.md's footnotes, which say why a fact is not certain. */
const FOOTNOTES: Readonly<Record<Evidence, string>> = { seen: "", inferred: " ¹", derived: " ²" };

/** The text of README.md with the table of all models. */
export function withModels(readme: string): string {
  return withSection(readme, "models", modelTable(MODELS), "README.md");
}

/** The table of models in README.md. Neighbours in the catalog with the same facts share a row. */
function modelTable(models: readonly PublishedModel[]): string {
  const rows: { readonly facts: string; readonly names: string[] }[] = [];
  for (const model of models) {
    const facts = factsOf(model);
    if (rows.at(-1)?.facts !== facts) rows.push({ facts, names: [] });
    rows.at(-1)?.names.push(model.name);
  }
  return [
    `${models.length} models:`,
    "",
    "| models | words | subwords | vocabulary | needs |",
    "|---|---|---|---:|---|",
    ...rows.map(({ facts, names }) => `| ${names.join(", ")} | ${facts} |`),
  ].join("\n");
}

function factsOf({ words, subwords, evidence, vocabularySize, needs }: PublishedModel): string {
  const size = vocabularySize?.toLocaleString("en") ?? "unknown";
  return [words, subwords + FOOTNOTES[evidence], size, needs.join(", ") || "nothing"].join(" | ");
}
