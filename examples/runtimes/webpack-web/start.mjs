import { copyFileSync } from "node:fs";
import { runPage } from "./page.mjs";
import { serve } from "./serve.mjs";

copyFileSync("index.html", "build/index.html");
console.log(await runPage(await serve("build")));
process.exit();
