/** The exports of the prebuilt bundles for pages: the main entry, and those for MeCab, normalization, batches and workers. */

export * from "./batches/index.js";
export * from "./index.js";
export * from "./mecab/index.js";
export * from "./text/index.js";
export * from "./worker/index.js";
export * from "./worker/serve.js";
