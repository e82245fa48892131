import { readFileSync } from "node:fs";
import { SentencePiece, TokenBuffer, Unigram } from "tohoku-tokenizers/unigram";
import { type Outcome, raised } from "../../fixtures/reference.js";
import { readTrained, TRAINED } from "../../fixtures/sentencepiece/models.js";
import {
  type EncodedPieces,
  encodeTexts,
  openModel,
  openUnigram,
  type Pieces,
  unigramPieces,
} from "../../fixtures/sentencepiece/reference.js";
import { sharedPath } from "../../fixtures/shared.js";
import type { Part } from "./compare.js";
import type { PartMaker } from "./parts.js";

/** Published .model files, by a short name. */
const PUBLISHED = {
  "llm-jp-3.0b1": "llm-jp-tokenizer-100k.ver3.0b1.model",
  "llm-jp-3.1": "llm-jp-tokenizer-100k.ver3.1.model",
} as const;

/** Compares pieces, ids, offsets and decoded text of whole models, and the Unigram model of tokenizers alone. */
export const SENTENCEPIECE_PARTS: readonly PartMaker[] = [
  ...Object.entries(PUBLISHED).map(([name, file]) => ofModel(name, () => readPublished(file))),
  ...Object.keys(TRAINED).map((name) => ofModel(name, () => readTrained(name))),
  ...Object.entries(PUBLISHED).map(([name, file]) => ofUnigram(name, () => readPublished(file))),
  ofUnigram("unigram-identity", () => readTrained("unigram-identity")),
];

function readPublished(file: string): Uint8Array | undefined {
  const path = sharedPath("llm-jp", file);
  return path === undefined ? undefined : new Uint8Array(readFileSync(path));
}

function ofModel(model: string, read: () => Uint8Array | undefined): PartMaker {
  const name = `sentencepiece:${model}`;
  return {
    name,
    make: async (references) => {
      const bytes = read();
      if (!bytes) return undefined;
      await Promise.all(references.map(async (reference) => taken(await openModel(reference, model, bytes))));
      return modelPart(name, SentencePiece.parse(bytes, model), model);
    },
  };
}

/** @param opened name under which the references have opened the model */
export function modelPart(name: string, model: SentencePiece, opened: string): Part {
  return {
    name,
    ours: (text) => {
      const encoded = model.encodeWithOffsets(text);
      return JSON.stringify({ ...encoded, decoded: model.decode(encoded.ids) } satisfies EncodedPieces);
    },
    theirs: async (reference, texts) => (await encodeTexts(reference, opened, texts)).map(inJson),
  };
}

function ofUnigram(model: string, read: () => Uint8Array | undefined): PartMaker {
  const name = `unigram:${model}`;
  return {
    name,
    make: async (references) => {
      const bytes = read();
      if (!bytes) return undefined;
      const source = SentencePiece.parse(bytes, model);
      const pieces = Array.from({ length: source.size }, (_, id) => [source.pieceOf(id), source.scoreOf(id)] as const);
      const options = { unk_id: 0, byte_fallback: true };
      await Promise.all(
        references.map(async (reference) => taken(await openUnigram(reference, name, { pieces, ...options }))),
      );
      const unigram = new Unigram(pieces, { reference: "tokenizers", ...options });
      return unigramPart(name, unigram, name);
    },
  };
}

/** @param opened name under which the references have opened the model */
export function unigramPart(name: string, unigram: Unigram, opened: string): Part {
  return {
    name,
    ours: (text) => JSON.stringify(piecesOf(unigram, escaped(text))),
    theirs: async (reference, texts) => (await unigramPieces(reference, opened, texts.map(escaped))).map(inJson),
  };
}

function piecesOf(unigram: Unigram, text: string): Pieces {
  const tokens = new TokenBuffer();
  unigram.encode(text, 0, text.length, tokens);
  const ids: number[] = [];
  const offsets: [number, number][] = [];
  for (let at = 0; at < 3 * tokens.count; at += 3) {
    const [id, start, end] = tokens.buffer.subarray(at);
    ids.push(id);
    offsets.push([start, end]);
  }
  return { ids, pieces: unigram.tokenize(text), offsets };
}

/** Escapes spaces and adds the dummy prefix, as a normalizer would. */
function escaped(text: string): string {
  return `\u2581${text}`.replaceAll(" ", "\u2581");
}

/** Results are compared as JSON. */
function inJson(outcome: Outcome<object>): Outcome<string> {
  return raised(outcome) ? outcome : JSON.stringify(outcome);
}

function taken(outcome: Outcome<number>): void {
  if (raised(outcome)) throw new Error(`the reference refuses a model: ${JSON.stringify(outcome)}`);
}
