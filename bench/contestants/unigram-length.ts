/** The library's SentencePiece on lines of growing length. */
import { SentencePiece } from "tohoku-tokenizers/unigram";
import { type LengthSettings, lengthAnswers } from "./lengths.js";
import { serve } from "./serve.js";

interface Settings extends LengthSettings {
  /** Path of a .model file. */
  readonly model: string;
}

await serve<Settings>(async ({ model, ...settings }) => {
  const sentencePiece = await SentencePiece.load(model);
  return lengthAnswers(settings, (line) => sentencePiece.encode(line).length);
});
