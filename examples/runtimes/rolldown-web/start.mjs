import { runPage } from "./page.mjs";
import { serve } from "./serve.mjs";

console.log(await runPage(await serve("build/module")));
console.log(await runPage(await serve("build/script")));
process.exit();
