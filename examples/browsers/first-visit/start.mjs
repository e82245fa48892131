/** Visits each page twice, in a browser that has never seen it. Throws an error if it asks for data that it does not need. */
import { firstLine, openBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const IDS = [2, 687, 2698, 465, 2752, 494, 3];
const WORDS = ["今日", "は", "晴れ"];
/** The result of each page, and its first visit's requests for data. */
const PAGES = {
  characters: [IDS, []],
  pretrained: [IDS, []],
  "word-ids": [[null, 0, 0, 1, 2, 2, null], ["unidic-lite.dict"]],
  ipadic: [WORDS, ["ipadic.dict"]],
  "unidic-lite": [WORDS, ["unidic-lite.dict"]],
};
const visits = Number(process.env.VISITS ?? 1);

const paths = [];
const address = await serve("build", {}, (path) => void paths.push(path));
const browser = await openBrowser();

/** The time of the first token, in milliseconds after navigation. */
async function visit(context, name, result, data) {
  paths.length = 0;
  const page = await context.newPage();
  const line = JSON.parse(await firstLine(page, `${address}${name}.html`));
  // The page stores files for the next visit after the first token.
  await page.waitForNetworkIdle();
  await page.close();
  const asked = paths.filter((path) => /\.(dict|txt)$/.test(path)).map((path) => path.replace(/^.*\//, ""));
  if (JSON.stringify([line.result, asked]) !== JSON.stringify([result, data])) {
    throw new Error(`${name}: ${JSON.stringify([line.result, asked])} instead of ${JSON.stringify([result, data])}`);
  }
  return line.time;
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1].toFixed(0);
for (const [name, [result, data]] of Object.entries(PAGES)) {
  const [first, second] = [[], []];
  for (let count = 0; count < visits; count++) {
    const context = await browser.createBrowserContext();
    first.push(await visit(context, name, result, data));
    second.push(await visit(context, name, result, []));
    await context.close();
  }
  console.log(`# ${name}: first token after ${median(first)} ms, on a second visit ${median(second)} ms`);
}
await browser.close();
process.exit();
