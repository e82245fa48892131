import { runPageInBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const address = await serve("build");
for (const kind of ["module-worker", "classic-worker", "module-service", "classic-service"]) {
  console.log(await runPageInBrowser(`${address}?kind=${kind}`));
}
process.exit();
