import { AdversarialTexts } from "../../fixtures/adversarial.js";
import type { Source } from "../../fixtures/corpus.js";

const LINES_PER_BATCH = 2000;
const CHARACTERS_PER_BATCH = 100_000;

export function adversarial(seed: number, count: number): Source {
  return {
    name: "adversarial",
    count,
    *texts() {
      const texts = new AdversarialTexts(seed);
      for (let made = 0; made < count; made++) yield texts.next();
    },
  };
}

/** A whole number that depends on nothing but the text. */
export function seedOf(text: string): number {
  let seed = text.length;
  for (let at = 0; at < text.length; at++) seed = Math.imul(seed, 31) + text.charCodeAt(at);
  return seed;
}

/** Yields the texts of all sources in batches, one for each request. */
export function* batches(sources: readonly Source[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const source of sources) {
    for (const text of source.texts()) {
      batch.push(text);
      characters += text.length;
      if (batch.length < LINES_PER_BATCH && characters < CHARACTERS_PER_BATCH) continue;
      yield batch;
      batch = [];
      characters = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
