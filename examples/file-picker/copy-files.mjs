/** Puts the page, and the dictionaries that esbuild leaves where they are, beside the script. */
import { cpSync } from "node:fs";

for (const file of ["index.html", "style.css"]) cpSync(file, `dist/${file}`);
cpSync("node_modules/tohoku-tokenizers/dictionaries", "dist/dictionaries", { recursive: true });
