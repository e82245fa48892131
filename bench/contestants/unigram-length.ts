/** The library's SentencePiece on lines of all lengths. */
import { SentencePiece } from "tohoku-tokenizers/unigram";
import { lengthAnswers } from "./lengths.js";
import { serve, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  /** The path of a .model file. */
  readonly model: string;
}

await serve<Settings>(async ({ lines, model }) => {
  const sentencePiece = await SentencePiece.load(model);
  return lengthAnswers(lines, (line) => sentencePiece.encode(line).length);
});
