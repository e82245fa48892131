/** The exports of the prebuilt bundles for pages: the main entry, and those for MeCab, normalization and workers. */
export * from "./index.js";
export * from "./mecab/index.js";
export * from "./text/index.js";
export * from "./worker/index.js";
export * from "./worker/serve.js";
