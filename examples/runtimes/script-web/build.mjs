import { cpSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const common = { entryPoints: ["main.mjs"], bundle: true, logOverride: { "empty-import-meta": "silent" } };
await build({ ...common, format: "esm", outfile: "build/module/assets/deep/main.js" });
await build({ ...common, format: "iife", outfile: "build/script/assets/deep/main.js" });
writeFileSync("build/module/index.html", '<script type="module" src="assets/deep/main.js"></script>');
writeFileSync("build/script/index.html", '<script src="assets/deep/main.js"></script>');
// esbuild copies no files that the code names by their address.
for (const form of ["module", "script"]) {
  cpSync("node_modules/tohoku-tokenizers/dictionaries", `build/${form}/dictionaries`, { recursive: true });
}
