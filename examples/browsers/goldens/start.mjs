import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { runPageInBrowser } from "./browser.mjs";
import { resultsOf } from "./results.mjs";
import { serve } from "./serve.mjs";

const { FIXTURES } = process.env;
const NAMES = /^(small\..*|words\.(ipadic|unidic-lite)|v3-char|bytes\.byt5)\.jsonl$/;

const names = readdirSync(`${FIXTURES}/golden`).filter((name) => NAMES.test(name));
cpSync(FIXTURES, "build/fixtures", { recursive: true });
writeFileSync("build/fixtures/names.json", JSON.stringify(names));
const expected = await resultsOf(names, async (name) => readFileSync(`${FIXTURES}/${name}`, "utf8"));
const found = JSON.parse(await runPageInBrowser(await serve("build")));
const faults = found.filter(
  ({ wrong }, at) => wrong.length > 0 || JSON.stringify(found[at]) !== JSON.stringify(expected[at]),
);
if (faults.length > 0 || found.length !== expected.length) throw new Error(JSON.stringify([faults, expected], null, 1));
const count = found.reduce((sum, one) => sum + one.count, 0);
if (names.length < 20 || count < 1000) throw new Error(`only ${count} goldens of ${names.length} files`);
process.exit();
