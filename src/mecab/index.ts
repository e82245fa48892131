export { DICTIONARY_NAMES, type DictionaryName, MeCab } from "./mecab.js";
export type { Engine } from "./segmenter.js";
