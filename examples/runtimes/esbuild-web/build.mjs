import { build } from "esbuild";

const common = { entryPoints: ["main.mjs"], bundle: true, logOverride: { "empty-import-meta": "silent" } };
await build({ ...common, format: "esm", outfile: "build/module/assets/deep/main.js" });
await build({ ...common, format: "iife", outfile: "build/script/assets/deep/main.js" });
