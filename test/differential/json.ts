import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PreTrainedTokenizerFast, TokenizerError } from "tohoku-tokenizers";
import { TokenizerJson, Tokens } from "tohoku-tokenizers/tokenizer-json";
import { type Outcome, raised } from "../../fixtures/reference.js";
import { sharedPath } from "../../fixtures/shared.js";
import { publishedJson } from "../../fixtures/tokenizer-json/published.js";
import {
  digestOf,
  type JsonRow,
  type JsonTokens,
  jsonDigests,
  jsonRows,
  jsonTokens,
  openJson,
  openJsonFile,
} from "../../fixtures/tokenizer-json/reference.js";
import { RECIPES, trainJson } from "../../fixtures/tokenizer-json/trained.js";
import type { Part } from "./compare.js";
import type { PartMaker } from "./parts.js";
import { seedOf } from "./sources.js";

/** Published .model files, by a short name. */
const PUBLISHED = {
  "llm-jp-3.0b1": "llm-jp-tokenizer-100k.ver3.0b1.model",
  "llm-jp-3.1": "llm-jp-tokenizer-100k.ver3.1.model",
} as const;

/** Compares ids, offsets, words and decoded text with tokenizer.json files made from published models. */
const PUBLISHED_PARTS: readonly PartMaker[] = Object.entries(PUBLISHED).map(([model, file]) => {
  const name = `json:${model}`;
  return {
    name,
    make: async (references) => {
      const path = sharedPath("llm-jp", file);
      if (path === undefined) return undefined;
      const content = publishedJson(path);
      const folder = await mkdtemp(join(tmpdir(), "tokenizer-json-"));
      try {
        const written = join(folder, "tokenizer.json");
        await writeFile(written, content);
        const sizes = await Promise.all(references.map((reference) => openJsonFile(reference, name, written)));
        for (const size of sizes) if (raised(size)) throw new Error(`the reference refuses ${name}`);
      } finally {
        await rm(folder, { recursive: true });
      }
      const json = TokenizerJson.parse(content, name);
      return sampledPart(name, json, [jsonPart(name, json, name)]);
    },
  };
});

/** Compares ids, offsets, words, decoded text and completed rows with tokenizer.json files trained for the run. */
const TRAINED_PARTS: readonly PartMaker[] = Object.keys(RECIPES).map((recipe) => {
  const name = `json:${recipe}`;
  return {
    name,
    make: async (references) => {
      const content = await trainJson(references[0], recipe);
      for (const reference of references) {
        if (raised(await openJson(reference, name, content))) throw new Error(`the reference refuses ${name}`);
      }
      const json = TokenizerJson.parse(content, name);
      return sampledPart(name, json, [
        jsonPart(name, json, name),
        rowsPart(name, TokenizerJson.parse(content, name), name),
      ]);
    },
  };
});

export const JSON_PARTS: readonly PartMaker[] = [...PUBLISHED_PARTS, ...TRAINED_PARTS];

/** One of so many texts is compared in every part, the others by the digest of their tokens alone. */
const TEXTS_PER_SAMPLE = 50;

/** @param name name under which the references have opened the file */
function sampledPart(name: string, json: TokenizerJson, parts: readonly Part[]): Part {
  const whole = joined(name, parts);
  const digest = digestPart(name, json);
  const isSampled = (text: string): boolean => seedOf(text) % TEXTS_PER_SAMPLE === 0;
  return {
    name,
    whole,
    ours: (text) => (isSampled(text) ? whole : digest).ours(text),
    theirs: async (reference, texts) => {
      const unsampled = texts.filter((text) => !isSampled(text));
      const [samples, digests] = await Promise.all([
        whole.theirs(reference, texts.filter(isSampled)),
        digest.theirs(reference, unsampled),
      ]);
      const [sample, other] = [samples.values(), digests.values()];
      return texts.map((text) => (isSampled(text) ? sample : other).next().value);
    },
  };
}

/** Compares everything that the parts compare. */
function joined(name: string, parts: readonly Part[]): Part {
  return {
    name,
    ours: (text) => parts.map((part) => part.ours(text)),
    theirs: async (reference, texts) => {
      const answers = await Promise.all(parts.map((part) => part.theirs(reference, texts)));
      const outcomes = texts.map((_, at) => answers.map((answer) => answer[at]));
      return outcomes.map((outcome) => outcome.find(raised) ?? outcome);
    },
  };
}

/** Compares the tokens of a text by their digest, which is much less to send. */
function digestPart(name: string, json: TokenizerJson): Part {
  return {
    name: `${name}, digests`,
    ours: (text) => {
      const sequence = sequenceOf(json, text, false);
      return digestOf({ ...sequence, decoded: decoded(json, sequence.ids, false) });
    },
    theirs: (reference, texts) => jsonDigests(reference, name, texts),
  };
}

/** @param opened name under which the references have opened the file */
export function jsonPart(name: string, json: TokenizerJson, opened: string, encodeSpecial = false): Part {
  return {
    name,
    ours: (text) => JSON.stringify(tokensOf(json, text, encodeSpecial)),
    theirs: async (reference, texts) => (await jsonTokens(reference, opened, texts, encodeSpecial)).map(inJson),
  };
}

/**
 * Compares what the post-processor makes of a text, and of the pair with its second half.
 *
 * @param opened name under which the references have opened the file
 */
export function rowsPart(name: string, json: TokenizerJson, opened: string): Part {
  const tokenizer = new PreTrainedTokenizerFast(json, { add_prefix_space: null });
  return {
    name: `${name}, rows`,
    ours: (text) => JSON.stringify(rowsOf(tokenizer, text)),
    theirs: async (reference, texts) => (await jsonRows(reference, opened, texts)).map(inJson),
  };
}

function rowsOf(tokenizer: PreTrainedTokenizerFast, text: string): JsonRow[] {
  const characters = Array.from(text);
  const half = characters.slice(Math.floor(characters.length / 2)).join("") || "a";
  return [undefined, half].flatMap((pair) => [false, true].map((adds) => rowOf(tokenizer, text, pair, adds)));
}

function rowOf(tokenizer: PreTrainedTokenizerFast, text: string, pair: string | undefined, adds: boolean): JsonRow {
  const returned = {
    return_token_type_ids: true,
    return_special_tokens_mask: true,
    return_offsets_mapping: true,
    return_word_ids: true,
    add_special_tokens: adds,
    ...(pair !== undefined && { text_pair: pair }),
  } as const;
  try {
    const row = tokenizer(text, { ...returned, offset_unit: "code_point" });
    const { input_ids, token_type_ids = [], special_tokens_mask = [], offset_mapping = [], word_ids = [] } = row;
    if (pair === undefined) {
      const inUnits = tokenizer(text, { ...returned, offset_unit: "utf16" }).offset_mapping ?? [];
      const counted = inUnits.map((offset) => offset.map((at) => Array.from(text.slice(0, at)).length));
      if (JSON.stringify(counted) !== JSON.stringify(offset_mapping)) {
        throw new Error(`in code units the offsets are ${JSON.stringify(inUnits)}`);
      }
    }
    return [input_ids, token_type_ids, special_tokens_mask, offset_mapping, word_ids];
  } catch (error) {
    if (error instanceof TokenizerError) return null;
    throw error;
  }
}

function tokensOf(json: TokenizerJson, text: string, encodeSpecialTokens: boolean): JsonTokens {
  const sequence = sequenceOf(json, text, encodeSpecialTokens);
  const { ids } = sequence;
  return { ...sequence, decoded: decoded(json, ids, false), skipped: decoded(json, ids, true) };
}

/** Encodes with and without offsets, which takes different code paths and must give the same ids. */
function sequenceOf(json: TokenizerJson, text: string, encodeSpecialTokens: boolean) {
  const idOf = (): number => -1;
  const aligned = new Tokens(true, idOf);
  json.encode(text, aligned, { encodeSpecialTokens });
  const plain = new Tokens(false, idOf);
  json.encode(text, plain, { encodeSpecialTokens });
  const { ids, offsets = [], words = [] } = aligned.sequence;
  if (plain.ids.join() !== ids.join()) throw new Error(`without offsets the ids are ${plain.ids.join()}`);
  return { ids, offsets, words };
}

function decoded(json: TokenizerJson, ids: readonly number[], skips: boolean): string | null {
  try {
    return json.decode(ids, skips);
  } catch {
    return null;
  }
}

function inJson(outcome: Outcome<unknown>): Outcome<string> {
  return raised(outcome) ? outcome : JSON.stringify(outcome);
}
