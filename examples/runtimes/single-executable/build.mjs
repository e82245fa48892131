import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

await build({
  entryPoints: ["main.mjs"],
  bundle: true,
  platform: "node",
  outfile: "build/main.cjs",
  logOverride: { "empty-import-meta": "silent" },
});
writeFileSync(
  "sea.json",
  JSON.stringify({ main: "build/main.cjs", output: "build/main.blob", disableExperimentalSEAWarning: true }),
);
execFileSync(process.execPath, ["--experimental-sea-config", "sea.json"]);
copyFileSync(process.execPath, "build/program");
chmodSync("build/program", 0o755);
execFileSync("postject", [
  "build/program",
  "NODE_SEA_BLOB",
  "build/main.blob",
  "--sentinel-fuse",
  "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2",
]);
cpSync("node_modules/tohoku-tokenizers/dictionaries", "build/dictionaries", { recursive: true });
