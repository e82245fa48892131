export type { LatticeNode } from "./lattice/dump.js";
export { DICTIONARY_NAMES, type DictionaryName, MeCab } from "./mecab.js";
export type { Engine } from "./segmenter.js";
