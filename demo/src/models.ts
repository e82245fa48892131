import { MODELS, type PublishedModel } from "tohoku-tokenizers";

/** The value of the choice "my files". */
export const OWN = "own";

/** The models that a page can load without asking anybody, and those that need files. */
export const BUILT_IN: readonly PublishedModel[] = MODELS.filter(({ builtIn, needs }) => builtIn || needs.length === 0);
export const OTHERS: readonly PublishedModel[] = MODELS.filter((model) => !BUILT_IN.includes(model));

/** True if a model's tokens are bytes. */
export function isOfBytes(name: string): boolean {
  return /byte/i.test(MODELS.find((model) => model.name === name)?.subwords ?? "");
}

/** The dictionary of a model's words; undefined if it has none. */
export function dictionaryOf(name: string): "ipadic" | "unidic-lite" | undefined {
  const words = MODELS.find((model) => model.name === name)?.words ?? "";
  if (words.endsWith("IPADIC")) return "ipadic";
  return words.endsWith("unidic-lite") ? "unidic-lite" : undefined;
}
