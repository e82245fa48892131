/** Copies the page and the dictionaries into the folder of the script. esbuild copies neither. */
import { cpSync } from "node:fs";

for (const file of ["index.html", "style.css"]) cpSync(file, `dist/${file}`);
cpSync("node_modules/tohoku-tokenizers/dictionaries", "dist/dictionaries", { recursive: true });
