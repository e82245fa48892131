import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { vocabulary } from "./given.mjs";

await build({ entryPoints: ["page.mjs"], bundle: true, format: "esm", outfile: "build/page.js" });
writeFileSync("build/index.html", '<!doctype html><script type="module" src="page.js"></script>');
mkdirSync("build/model");
writeFileSync("build/model/vocab.txt", vocabulary.map((piece) => `${piece}\n`).join(""));
// The package looks in the folder dictionaries, where ipadic.dict is missing.
for (const folder of ["data", "dictionaries"]) {
  cpSync("node_modules/tohoku-tokenizers/dictionaries/unidic-lite.dict", `build/${folder}/unidic-lite.dict`);
}
