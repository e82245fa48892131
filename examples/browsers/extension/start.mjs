import { resolve } from "node:path";
import { openBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const browser = await openBrowser({ enableExtensions: true });
await browser.installExtension(resolve("build"));
const page = await browser.newPage();
await page.goto(await serve("page"));
const answer = await page.waitForSelector("output");
console.log(await answer.evaluate(({ textContent }) => textContent));
await browser.close();
process.exit();
