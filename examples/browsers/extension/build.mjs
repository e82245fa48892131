import { cpSync } from "node:fs";
import { build } from "esbuild";

await build({
  entryPoints: ["content.mjs"],
  bundle: true,
  format: "iife",
  outfile: "build/content.js",
  logOverride: { "empty-import-meta": "silent" },
});
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
cpSync("manifest.json", "build/manifest.json");
