import { runPageInBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

console.log(await runPageInBrowser(await serve(".")));
process.exit();
