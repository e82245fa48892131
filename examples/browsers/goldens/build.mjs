import { cpSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

await build({ entryPoints: ["page.mjs", "worker.mjs"], bundle: true, format: "esm", outdir: "build" });
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
writeFileSync("build/index.html", '<!doctype html><script type="module" src="page.js"></script>');
