/** The library's MeCab on lines of growing length. */
import { MeCab } from "tohoku-tokenizers/mecab";
import { type LengthSettings, lengthAnswers } from "./lengths.js";
import { serve } from "./serve.js";

interface Settings extends LengthSettings {
  readonly dictionary: "ipadic" | "unidic-lite";
}

await serve<Settings>(async ({ dictionary, ...settings }) => {
  const mecab = await MeCab.load(dictionary);
  return lengthAnswers(settings, (line) => mecab.segment(line).count);
});
