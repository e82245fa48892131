import { runPageInBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const address = await serve(".");
for (const page of ["module.html", "module.html?worker", "script.html"])
  console.log(await runPageInBrowser(address + page));
process.exit();
