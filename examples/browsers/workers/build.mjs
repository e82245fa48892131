import { cpSync } from "node:fs";
import { build } from "esbuild";

const common = { entryPoints: ["worker.mjs"], bundle: true, logOverride: { "empty-import-meta": "silent" } };
await build({ ...common, format: "esm", outfile: "build/module.js" });
await build({ ...common, format: "iife", outfile: "build/classic.js" });
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
for (const file of ["index.html", "page.js"]) cpSync(file, `build/${file}`);
