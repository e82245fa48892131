/**
 * The most JavaScript that a page loads for an import, minified and compressed with Brotli: `npm run size`. The sizes of
 * docs/browsers.md are measured so.
 */
const published = (name, names, kilobytes) => limit(`models/published/${name}`, names, kilobytes);

function limit(module, names, kilobytes) {
  return {
    name: `${names} of ${module}`,
    path: `dist/${module}.js`,
    import: names,
    limit: `${kilobytes} kB`,
    modifyEsbuildConfig: (config) => ({ ...config, format: "esm" }),
  };
}

export default [
  // 30 KiB.
  published("bert-base-japanese-char-v3", "{ from_vocabulary }", 30.72),
  published("bert-base-japanese-char-v2", "{ from_vocabulary }", 28),
  published("bert-base-japanese-v3", "{ from_vocabulary }", 51),
  published("bert-base-japanese-v3", "{ from_pretrained }", 60),
  published("bert-base-japanese-char-v3", "{ from_pretrained }", 63),
  published("bybert-jp-100m", "{ from_pretrained }", 37),
  published("llama_l24_d2048_h16_seq1024", "{ from_pretrained }", 44),
  published("tohokunlp-bert-500m-sq4096-alpha", "{ from_pretrained }", 58),
  published("roberta-base-japanese", "{ from_pretrained }", 67),
  limit("index", "{ AutoTokenizer }", 118),
  limit("mecab/index", "{ MeCab }", 29),
  limit("worker/index", "{ TokenizerWorker }", 9),
  limit("subwords/wordpiece", "{ WordPiece }", 4.5),
];
