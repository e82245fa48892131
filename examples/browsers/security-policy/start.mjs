import { firstLine, openBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const POLICIES = {
  "connect-src 'self'; script-src 'self'": "no WebAssembly",
  "connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'": "WebAssembly",
};

/** Headers that isolate a page from those of other origins. */
const ISOLATION = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

const browser = await openBrowser();
for (const [policy, expected] of Object.entries(POLICIES)) {
  const page = await browser.newPage();
  console.log(await firstLine(page, await serve("build", { "Content-Security-Policy": policy, ...ISOLATION })));
  const title = await page.title();
  if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error("the page is not isolated");
  if (title !== expected) throw new Error(`${policy} allows ${title}, not ${expected}`);
}
await browser.close();
process.exit();
