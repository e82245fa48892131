export type { Aligned, Alignment } from "./alignment.js";
export { alignNfkc, lower, normalizeNfkc } from "./normalize.js";
export { alignHanToZen, hanToZen } from "./zenkaku.js";
