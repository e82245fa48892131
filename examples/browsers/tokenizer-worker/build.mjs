import { cpSync } from "node:fs";
import { build } from "esbuild";

const common = { entryPoints: ["worker.mjs"], bundle: true, logOverride: { "empty-import-meta": "silent" } };
await build({ ...common, format: "esm", outfile: "dist/worker.js" });
await build({ ...common, format: "iife", outfile: "dist/worker-script.js" });
cpSync("node_modules/tohoku-tokenizers/dictionaries", "dist/dictionaries", { recursive: true });
