import { watched } from "../files/watch.js";
import { BASE, CHARACTERS, LAST_ZERO, LEADING_ZERO } from "./char-v3-characters.js";
import type { BuiltInFiles } from "./family.js";

const SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const UNUSED_TOKENS = 10;

/**
 * The files of bert-base-japanese-char-v3 and bert-large-japanese-char-v2. The only one, vocab.txt, is made by code, so
 * that no bundler and no runtime can lose it. Its 7,027 tokens are those of dictionaries/char-v3.vocab.txt.
 */
export const charV3Files: BuiltInFiles = {
  readRequired: (file, watch = {}) => watched(file, watch, async () => new TextEncoder().encode(vocabulary())),
  locationOf: (file) => file,
};

function vocabulary(): string {
  let text = SPECIAL_TOKENS.map((token) => `${token}\n`).join("");
  for (let number = 0; number < UNUSED_TOKENS; number++) text += `[unused${number}]\n`;
  let character = 0;
  let difference = 0;
  for (let at = 0; at < CHARACTERS.length; at++) {
    const digit = CHARACTERS.charCodeAt(at);
    const isLast = digit >= LAST_ZERO;
    difference = difference * BASE + digit - (isLast ? LAST_ZERO : LEADING_ZERO);
    if (!isLast) continue;
    character += difference;
    difference = 0;
    text += `${String.fromCodePoint(character)}\n`;
  }
  return text;
}
