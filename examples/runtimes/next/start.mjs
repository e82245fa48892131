import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expected } from "./given.mjs";

const { openBrowser } = process.env.BROWSER_PATH ? await import("./browser.mjs") : {};

const server = spawn(process.execPath, ["node_modules/next/dist/bin/next", "start", "--port", "0"]);
const address = await new Promise((resolve) => {
  server.stdout.on("data", (text) => {
    const [found] = /http:\/\/localhost:\d+/.exec(text) ?? [];
    if (found) resolve(found);
  });
});

const page = await (await fetch(address)).text();
const [, written] = /<pre>(.*?)<\/pre>/s.exec(page);
console.log(
  written
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&"),
);
console.log(await (await fetch(`${address}/answers`)).text());

if (process.env.BROWSER_PATH) {
  const browser = await openBrowser();
  const client = await browser.newPage();
  await client.goto(`${address}/client`);
  const shown = await client.waitForFunction(() => document.querySelector("pre").textContent, { timeout: 60_000 });
  if ((await shown.jsonValue()) !== JSON.stringify(expected)) throw new Error("the client component is wrong");
  await browser.close();
}

// Without a browser: the code of the client component names files that the server has, and they are whole.
const media = readdirSync(".next/static/media");
for (const name of ["ipadic", "unidic-lite"]) {
  const file = media.find((one) => one.startsWith(`${name}.`));
  const served = await (await fetch(`${address}/_next/static/media/${file}`)).arrayBuffer();
  const original = readFileSync(`node_modules/tohoku-tokenizers/dictionaries/${name}.dict`);
  if (Buffer.compare(Buffer.from(served), original) !== 0) throw new Error(`${file} is not ${name}.dict`);
  const chunks = readdirSync(".next/static/chunks", { recursive: true }).filter((chunk) => chunk.endsWith(".js"));
  const texts = chunks.map((chunk) => readFileSync(`.next/static/chunks/${chunk}`, "utf8"));
  if (!texts.some((text) => text.includes(file))) throw new Error(`no chunk names ${file}`);
}
server.kill();
