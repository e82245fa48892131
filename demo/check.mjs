/** Uses the playground as a person does. Throws an error if it does not show what it should. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { openBrowser } from "./browser.mjs";
import { expected, texts, vocabulary } from "./given.mjs";
import { serve } from "./serve.mjs";

const LONGEST = 60_000;
const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

const paths = [];
let isOnline = true;
const address = await serve("dist", {}, (path) => {
  paths.push(path);
  return isOnline;
});
const browser = await openBrowser();
const page = await browser.newPage();
const errors = [];
page.on("pageerror", (error) => errors.push(error.message));
await page.setViewport({ width: 1200, height: 900 });

/** Waits until the page shows some ids, as numbers in order. */
async function waitForIds(ids, place = ".result") {
  const shown = (wanted, selector) =>
    Array.from(document.querySelectorAll(`${selector} .id`), ({ textContent }) => textContent).join(" ") === wanted;
  await page.waitForFunction(shown, { timeout: LONGEST }, ids.join(" "), place).catch(async () => {
    const found = await page.evaluate(() => document.querySelector("main").innerText);
    throw new Error(`the page does not show ${ids} in ${place}, but ${found}`);
  });
}

async function type(text) {
  await page.evaluate((value) => {
    const area = document.querySelector("#text");
    area.value = value;
    area.dispatchEvent(new Event("input"));
  }, text);
}

async function expectNoViolation(place) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () =>
    (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html]),
  );
  if (violations.length > 0) throw new Error(`${place}: ${JSON.stringify(violations)}`);
}

// The tokens of every text, as it is typed.
await page.goto(address);
for (const [at, text] of texts.entries()) {
  await type(text);
  await waitForIds(expected[at].characters);
}
await expectNoViolation("the first page");

// Another model, and two beside each other.
await type("東京😀");
await page.select("#model", "bybert-jp-100m");
await waitForIds([236, 163, 183, 234, 192, 178, 246, 165, 158, 134, 1]);
await page.select("#model", "bert-base-japanese-char-v3");
await page.select("#other", "bybert-jp-100m");
await waitForIds([236, 163, 183, 234, 192, 178, 246, 165, 158, 134, 1], ".result:nth-child(2)");
const marks = await page.evaluate(() => document.querySelectorAll(".token.unknown").length);
if (marks !== 1) throw new Error(`${marks} unknown tokens are marked`);

// A link opens the same.
const link = await page.evaluate(() => location.href);
const another = await browser.newPage();
await another.goto(link);
await another.waitForSelector(".result:nth-child(2) .id", { timeout: LONGEST });
if ((await another.evaluate(() => document.querySelector("#text").value)) !== "東京😀") throw new Error("another text");
await another.close();

// The cell under the pointer lights up in both results.
await page.hover(".result .cell:nth-child(2)");
const lit = await page.evaluate(() => document.querySelectorAll(".cell.lit").length);
if (lit < 2) throw new Error(`${lit} cells light up`);

// A vocabulary of one's own, and a file of no use.
mkdirSync("model", { recursive: true });
writeFileSync("model/vocab.txt", vocabulary.map((piece) => `${piece}\n`).join(""));
writeFileSync("model/notes.md", "of no use\n");
writeFileSync(
  "model/tokenizer_config.json",
  JSON.stringify({
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    mecab_kwargs: { mecab_dic: "unidic_lite" },
  }),
);
await page.select("#other", "");
const input = await page.$("#files");
await input.uploadFile(resolve("model/vocab.txt"), resolve("model/tokenizer_config.json"));
await type(texts[0]);
await waitForIds(expected[0].pieces);
await input.uploadFile(resolve("model/notes.md"));
await page.waitForSelector(".failure", { timeout: LONGEST });
await expectNoViolation("a failure");

// Two models with vocabularies of one's own, and what differs: the words of IPADIC and of unidic-lite.
await type("外国人参政権を公務員に");
for (const name of ["bert-base-japanese", "bert-base-japanese-v3"]) {
  await page.select("#model", name);
  await input.uploadFile(resolve("model/vocab.txt"));
  const title = (wanted) => document.querySelector(".result h2")?.textContent === wanted;
  await page.waitForFunction(title, { timeout: LONGEST }, name);
}
await page.select("#other", "bert-base-japanese");
await page.waitForSelector(".result:nth-child(2) .token.different", { timeout: LONGEST });
const [v3Words, v1Words] = await page.$$eval(".facts", (all) =>
  all.map(({ textContent }) => /(\d+) words/.exec(textContent)[1]),
);
if (v3Words === v1Words) throw new Error(`both models have ${v1Words} words`);
await page.select("#other", "");

// Only what comes into view of a long text is drawn.
await page.select("#model", "bert-base-japanese-char-v3");
await type("今日は晴れ。".repeat(16_000));
await page.waitForFunction(() => document.querySelector(".facts")?.textContent.startsWith("96002 "), {
  timeout: LONGEST,
});
const drawn = await page.evaluate(() => document.querySelectorAll(".token").length);
if (drawn > 5000) throw new Error(`${drawn} tokens are drawn`);

// In Japanese, dark, on a phone, with the lattice.
await page.setViewport({ width: 390, height: 844 });
// Firefox has no way to ask for it.
if (process.env.BROWSER_KIND === "chrome") {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
}
await page.click("#language");
await type("東京に住む");
await page.waitForFunction(() => document.querySelectorAll(".id").length === 7, { timeout: LONGEST });
await page.click("summary");
await page.waitForSelector(".picture svg", { timeout: LONGEST });
await expectNoViolation("a phone");

// A click on a word of the lattice, or a key, forces the path through it.
const costOf = () => page.$eval("#lattice .note", ({ textContent }) => Number(/ (\d+) /.exec(textContent)?.[1] ?? 0));
const boxes = await page.$$eval(".picture [role=button]", (all) => all.map(({ dataset }) => dataset.node));
const off = await page.$eval(".picture g:not(.best) > [role=button]", ({ dataset }) => dataset.node);
await page.$eval(`.picture [data-node="${off}"] .box`, (box) =>
  box.dispatchEvent(new MouseEvent("click", { bubbles: true })),
);
const cost = await costOf();
if (!(cost > 0)) throw new Error(`the path through node ${off} costs ${cost} more`);
if (!(await page.$(`.picture .best > [data-node="${off}"][aria-pressed=true]`))) throw new Error("no forced path");
await expectNoViolation("a forced path");
await page.click("#lattice .note button");
if ((await costOf()) !== 0) throw new Error("the path stays forced");
await page.$eval(`.picture [data-node="${off}"]`, (box) => box.focus());
await page.keyboard.press("Enter");
if ((await costOf()) !== cost) throw new Error("Enter forces no path");
if (boxes.length < 5) throw new Error(`${boxes.length} words are buttons`);
const width = await page.evaluate(() => document.documentElement.scrollWidth);
if (width > 390) throw new Error(`the page is ${width} pixels wide on a phone of 390`);

// A second visit asks nobody for a dictionary.
paths.length = 0;
await page.goto(`${address}#model=bert-base-japanese-char-v3&text=${encodeURIComponent("東京")}`);
await page.reload();
await page.waitForFunction(() => document.querySelectorAll(".id").length === 4, { timeout: LONGEST });
const data = paths.filter((path) => path.endsWith(".dict"));
if (data.length > 0) throw new Error(`a second visit asks for ${data}`);

// Without a network, the page is there too.
await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
await page.reload();
await page.waitForFunction(() => document.querySelectorAll(".id").length === 4, { timeout: LONGEST });
isOnline = false;
await page.reload();
await type("東京に");
await page.waitForFunction(() => document.querySelectorAll(".id").length === 5, { timeout: LONGEST });
if (errors.length > 0) throw new Error(errors.join("\n"));
await browser.close();
process.exit();
