import { isPrintable } from "../../src/text/code-points.js";
import { normalizeNfkc } from "../../src/text/normalize.js";

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ...Array.from({ length: 10 }, (_, n) => `[unused${n}]`)];

/**
 * The vocabulary of the char-v3 models: 15 special tokens, then single characters in code point order. These are the NFKC
 * forms of all characters in the words of the lexicon, if a form is one printable character.
 *
 * @returns the text of vocab.txt, one token per line
 */
export function characterVocabulary(surfaces: readonly string[]): string {
  const raw = new Set<string>();
  for (const surface of surfaces) for (const character of surface) raw.add(character);
  const codes = new Set<number>();
  for (const character of raw) {
    const [first, ...rest] = normalizeNfkc(character);
    const code = first?.codePointAt(0);
    if (code !== undefined && rest.length === 0 && isPrintable(code)) codes.add(code);
  }
  const characters = [...codes].sort((a, b) => a - b).map((code) => String.fromCodePoint(code));
  return `${[...SPECIAL, ...characters].join("\n")}\n`;
}
