import { cpSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

await build({ entryPoints: ["page.mjs"], bundle: true, format: "esm", outfile: "build/page.js" });
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
writeFileSync("build/index.html", '<!doctype html><script type="module" src="page.js"></script>');
