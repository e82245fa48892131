import { runPageInBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const paths = [];
const address = await serve(".", {}, (path) => paths.push(path));
for (const page of ["module.html", "module.html?worker", "script.html"]) {
  console.log(await runPageInBrowser(address + page));
}
// The first page has kept the dictionaries.
const data = paths.filter((path) => path.endsWith(".dict"));
if (data.length !== 2) throw new Error(`the pages asked for ${data.length} dictionaries: ${data}`);
process.exit();
