export type { Alignment } from "./alignment.js";
export { alignNfkc, lower, normalizeNfkc } from "./normalize.js";
