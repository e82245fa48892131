/** Picks files as a person does, and writes the answers that the page shows. */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { answers } from "./answers.mjs";
import { openBrowser } from "./browser.mjs";
import { texts, vocabulary } from "./given.mjs";
import { serve } from "./serve.mjs";

const LONGEST_LOAD = 60_000;

mkdirSync("model", { recursive: true });
writeFileSync("model/vocab.txt", vocabulary.map((piece) => `${piece}\n`).join(""));
writeFileSync("model/README.md", "A model of no use.\n");
writeFileSync("model/tokenizer_config.json", JSON.stringify({ tokenizer_class: "BertJapaneseTokenizer" }));

const browser = await openBrowser();
const page = await browser.newPage();
page.on("pageerror", (error) => {
  throw error;
});
await page.goto(await serve("dist"));

/** The ids that the page shows for each text, as soon as it has a tokenizer. */
async function idsShown() {
  await page.waitForSelector(".id", { timeout: LONGEST_LOAD });
  return page.evaluate((all) => {
    const area = document.getElementById("text");
    return all.map((text) => {
      area.value = text;
      area.dispatchEvent(new Event("input"));
      return Array.from(document.querySelectorAll(".id"), ({ textContent }) => Number(textContent));
    });
  }, texts);
}

const others = await answers();
const write = (pieces) =>
  console.log(JSON.stringify(others.map((other, index) => ({ ...other, pieces: pieces[index] }))));
await (await page.$("#files")).uploadFile(resolve("model/vocab.txt"));
write(await idsShown());

// A file that no model has: the page shows the error.
await (await page.$("#files")).uploadFile(resolve("model/README.md"));
await page.waitForSelector(".failed");
const message = await page.$eval("#status", ({ textContent }) => textContent);
if (!/vocab\.txt/.test(message)) throw new Error(`the message does not name the file: ${message}`);

// Firefox's remote control picks no folder.
if (process.env.BROWSER_KIND === "chrome") await (await page.$("#folder")).uploadFile(resolve("model"));
else await (await page.$("#files")).uploadFile(resolve("model/vocab.txt"), resolve("model/tokenizer_config.json"));
write(await idsShown());

if (process.env.PICTURES) {
  for (const [name, width, height] of [
    ["wide", 1280, 800],
    ["narrow", 390, 844],
  ]) {
    await page.setViewport({ width, height });
    await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  }
}
await browser.close();
process.exit();
