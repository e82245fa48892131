import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { runPageInBrowser } from "./browser.mjs";
import { resultsOf } from "./results.mjs";
import { serve } from "./serve.mjs";

const { FIXTURES } = process.env;
const MODELS = "(bpe-bytes|bpe-nmt-nfkc-cf|roberta-bpe|roberta-unigram|unigram-.*)";
const NAMES = new RegExp(
  `^(small\\..*|words\\.(ipadic|unidic-lite)|v3-char|bytes\\.byt5|sentencepiece\\.${MODELS})\\.jsonl$`,
);

/** The places in which a page can run code, with policies that allow WebAssembly and others that do not. */
const PLACES = [
  ["page", ""],
  ["worker", ""],
  ["service", ""],
  ["page", "connect-src 'self'; script-src 'self'"],
  ["page", "connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'"],
];

const names = readdirSync(`${FIXTURES}/golden`).filter((name) => NAMES.test(name));
cpSync(FIXTURES, "build/fixtures", { recursive: true });
writeFileSync("build/fixtures/names.json", JSON.stringify(names));
const expected = await resultsOf(names, async (name) => readFileSync(`${FIXTURES}/${name}`));
if (names.length < 20 || expected.reduce((sum, { count }) => sum + count, 0) < 1000) throw new Error("few goldens");
for (const [kind, policy] of PLACES) {
  const headers = policy === "" ? {} : { "Content-Security-Policy": policy };
  const found = JSON.parse(await runPageInBrowser(`${await serve("build", headers)}?kind=${kind}`));
  const faults = found.filter(
    ({ wrong }, at) => wrong.length > 0 || JSON.stringify(found[at]) !== JSON.stringify(expected[at]),
  );
  if (faults.length === 0 && found.length === expected.length) continue;
  throw new Error(`${kind} ${policy}: ${JSON.stringify([faults, expected], null, 1)}`);
}
process.exit();
