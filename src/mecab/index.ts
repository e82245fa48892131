export type { FileSource } from "../files/source.js";
export type { ProgressCallback, ProgressEvent } from "../files/watch.js";
export type { LatticeNode } from "./lattice/dump.js";
export { latticeSvg } from "./lattice-view/svg.js";
export { DICTIONARY_NAMES, type DictionaryName, type LatticeOptions, MeCab, type MeCabOptions } from "./mecab.js";
export type { Engine, TextSpans } from "./segmenter.js";
