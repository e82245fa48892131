export { DICTIONARY_NAMES, type DictionaryName, MeCab } from "./mecab.js";
