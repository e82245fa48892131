import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bertJapanese, llama, robertaJapanese, type Tokenizer, t5 } from "tohoku-tokenizers";
import { pieceFault } from "../../fixtures/offset-faults.js";
import { PIECE_SETTINGS, type PieceSetting } from "../../fixtures/pieces.js";
import { type Reference, raised } from "../../fixtures/reference.js";
import { trainedFile } from "../../fixtures/sentencepiece/models.js";
import { sharedPath } from "../../fixtures/shared.js";
import type { PartMaker } from "./parts.js";

const CLASSES = { T5: t5, Llama: llama, RobertaJapanese: robertaJapanese, BertJapanese: bertJapanese } as const;

export async function makePieces(setting: PieceSetting, model: Uint8Array): Promise<Tokenizer> {
  return CLASSES[setting.class](model, setting.arguments);
}

export function openPieces(reference: Reference, name: string, setting: PieceSetting, model: string): Promise<void> {
  return reference.openPieces(name, setting.class, model, setting.arguments);
}

type Arguments = Omit<PieceSetting, "model">;

/** Classes to test with the model of llm-jp, if its file is there. */
const WITH_LLM_JP: Readonly<Record<string, Arguments>> = {
  "t5:llm-jp": { class: "T5", arguments: { extra_ids: 0, legacy: true } },
  "t5-new:llm-jp": { class: "T5", arguments: { extra_ids: 0, legacy: false } },
  "llama:llm-jp": { class: "Llama", arguments: { legacy: true } },
  "llama-new:llm-jp": { class: "Llama", arguments: { legacy: false } },
  "roberta:llm-jp": { class: "RobertaJapanese", arguments: {} },
};
const LLM_JP = "llm-jp-tokenizer-100k.ver3.1.model";

/** Compares the ids of texts, and the texts decoded from them. */
export const PIECE_PARTS: readonly PartMaker[] = [
  ...Object.entries(PIECE_SETTINGS).map(([name, setting]) =>
    part(`pieces:${name}`, setting, fileURLToPath(trainedFile(setting.model))),
  ),
  ...Object.entries(WITH_LLM_JP).map(([name, setting]) =>
    part(`pieces:${name}`, setting, sharedPath("llm-jp", LLM_JP)),
  ),
];

function part(name: string, setting: Arguments, file: string | undefined): PartMaker {
  return {
    name,
    make: async (references) => {
      if (file === undefined) return undefined;
      const whole = { ...setting, model: file };
      await Promise.all(references.map((reference) => openPieces(reference, name, whole, file)));
      const tokenizer = await makePieces(whole, new Uint8Array(readFileSync(file)));
      return {
        name,
        ours: (text) => {
          const ids = tokenizer.encode(text, { verbose: false });
          return [...ids, tokenizer.decode(ids), pieceFault(tokenizer, text, ids) ?? "right"];
        },
        theirs: async (reference, texts) => {
          const encoded = await reference.encode(name, texts);
          const lists = encoded.map((ids) => (raised(ids) ? [] : ids));
          const decoded = await reference.decode(name, lists);
          return encoded.map((ids, at) => (raised(ids) ? ids : [...ids, decoded[at], "right"]));
        },
      };
    },
  };
}
