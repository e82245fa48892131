/**
 * `npm start`: tokenizes the arguments, or a few sentences, with bert-base-japanese-char-v3. This model needs no
 * download.
 */

import { MeCab } from "../mecab/mecab.js";
import { AutoTokenizer } from "../pretrained/auto-tokenizer.js";
import { normalizeNfkc } from "../text/normalize.js";

const MODEL = "bert-base-japanese-char-v3";
const SENTENCES = [
  "仙台の七夕まつりは、八月の六日から三日間ひらかれます。",
  "ﾊﾟｿｺﾝで㌔と①を入力すると、どう分かれる？",
  "この文の[MASK]には何が入るでしょう。",
];

/** Special tokens are not text: the parts before and after them are split into words separately. */
const SPECIAL = /(\[(?:PAD|UNK|CLS|SEP|MASK)\])/;

const given = process.argv.slice(2);
const mecab = await MeCab.load("unidic-lite");
const tokenizer = await AutoTokenizer.from_pretrained(MODEL);
console.log(MODEL);
const wordsOf = (part: string): string[] => (SPECIAL.test(part) ? [part] : mecab.words(normalizeNfkc(part)));
for (const text of given.length > 0 ? given : SENTENCES) {
  console.log();
  console.log(`text    ${text}`);
  console.log(`words   ${text.split(SPECIAL).flatMap(wordsOf).join(" | ")}`);
  console.log(`tokens  ${tokenizer.tokenize(text).join(" ")}`);
  console.log(`ids     ${tokenizer.encode(text).join(" ")}`);
}
