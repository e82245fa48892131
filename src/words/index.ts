export { BasicWords, type BasicWordsOptions } from "./basic.js";
export { MecabWords, type MecabWordsOptions } from "./mecab-words.js";
export {
  SKIPPED,
  type TextsTogether,
  UNCLEAR,
  type WordSplitter,
  type Words,
  type WordsOfTexts,
  wholeText,
} from "./word-splitter.js";
export { ZenkakuWords, type ZenkakuWordsOptions } from "./zenkaku-words.js";
