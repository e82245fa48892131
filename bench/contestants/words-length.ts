/** The library's MeCab on lines of all lengths. */
import { MeCab } from "tohoku-tokenizers/mecab";
import { lengthAnswers } from "./lengths.js";
import { serve, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly dictionary: "ipadic" | "unidic-lite";
}

await serve<Settings>(async ({ lines, dictionary }) => {
  const mecab = await MeCab.load(dictionary);
  return lengthAnswers(lines, (line) => mecab.segment(line).count);
});
