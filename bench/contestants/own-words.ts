/** The library's MeCab, through `segment` or `words`, with one of its engines. */
import { type Engine, MeCab } from "tohoku-tokenizers/mecab";
import { serveWork, type TextSettings } from "./serve.js";

interface Settings extends TextSettings {
  readonly dictionary: "ipadic" | "unidic-lite";
  readonly call: "segment" | "spansOf" | "words";
  readonly engine: Engine;
}

await serveWork<Settings>(async ({ dictionary, call, engine }) => {
  const mecab = await MeCab.load(dictionary, { engine });
  if (call === "words") {
    return { outputOf: (line) => mecab.words(line).join(" "), run: (line) => mecab.words(line).length };
  }
  const outputOf = (line: string): string => {
    const { buffer, count } = mecab.segment(line);
    const words = Array.from({ length: count }, (_, word) => line.slice(buffer[2 * word], buffer[2 * word + 1]));
    return words.join(" ");
  };
  const runMany = (lines: readonly string[]): number => mecab.spansOf(lines).spans.length;
  return { outputOf, run: (line) => mecab.segment(line).count, ...(call === "spansOf" && { runMany }) };
});
