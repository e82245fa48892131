/** The library's SentencePiece, or its Unigram model with the arithmetic of the tokenizers library. */
import { SentencePiece, TokenBuffer, Unigram } from "tohoku-tokenizers/unigram";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** Path of a .model file. */
  readonly model: string;
  readonly engine: "sentencepiece" | "tokenizers";
}

await serveWork<Settings>(async ({ model, engine }) => {
  const sentencePiece = await SentencePiece.load(model);
  const encode = engine === "sentencepiece" ? (line: string) => sentencePiece.encode(line) : unigramOf(sentencePiece);
  return { outputOf: (line) => encode(line).join(" "), run: (line) => encode(line).length };
});

/** Returns an encoder that treats every piece of a .model as a piece of text. */
function unigramOf(model: SentencePiece): (line: string) => number[] {
  const pieces = Array.from({ length: model.size }, (_, id) => [model.pieceOf(id), model.scoreOf(id)] as const);
  const unigram = new Unigram(pieces, { reference: "tokenizers", unk_id: 0, byte_fallback: true });
  const tokens = new TokenBuffer();
  return (line) => {
    tokens.count = 0;
    unigram.encode(line, 0, line.length, tokens);
    return Array.from({ length: tokens.count }, (_, token) => tokens.buffer[3 * token]);
  };
}
