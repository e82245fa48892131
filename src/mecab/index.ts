export { type DictionaryName, DICTIONARY_NAMES, MeCab } from "./mecab.js";
