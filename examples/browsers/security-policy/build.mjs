import { cpSync } from "node:fs";
import { build } from "esbuild";

await build({ entryPoints: ["main.mjs"], bundle: true, format: "esm", outfile: "build/main.js" });
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
cpSync("index.html", "build/index.html");
