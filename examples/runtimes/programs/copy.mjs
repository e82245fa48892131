/** Writes the pages of bundles that lie in build/module and build/script, and copies the dictionaries beside them. */
import { cpSync, writeFileSync } from "node:fs";

const head = '<!doctype html><meta charset="utf-8">';
writeFileSync("build/module/index.html", `${head}<script type="module" src="assets/deep/main.js"></script>`);
writeFileSync("build/script/index.html", `${head}<script src="assets/deep/main.js"></script>`);
// These bundlers copy no files that the code names by their address.
for (const form of ["module", "script"]) {
  cpSync("node_modules/tohoku-tokenizers/dictionaries", `build/${form}/dictionaries`, { recursive: true });
}
