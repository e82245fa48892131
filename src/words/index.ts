export { BasicWords, type BasicWordsOptions } from "./basic.js";
export { MecabWords, type MecabWordsOptions } from "./mecab-words.js";
export { type WordSplitter, type Words, wholeText } from "./word-splitter.js";
export { ZenkakuWords, type ZenkakuWordsOptions } from "./zenkaku-words.js";
