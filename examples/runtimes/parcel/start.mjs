import { runPage } from "./page.mjs";
import { serve } from "./serve.mjs";

console.log(await runPage(await serve("build")));
process.exit();
