import { runPageInBrowser } from "./browser.mjs";
import { expected } from "./given.mjs";
import { serve } from "./serve.mjs";

const address = await serve("build");
const PIECES = JSON.stringify(expected.map(({ pieces }) => pieces));

const RESULTS = {
  "a folder, relative to the page": PIECES,
  "a vocabulary, relative to the page": PIECES,
  "a dictionary, relative to the page": PIECES,
  "a Response": PIECES,
  "a Blob as the dictionary": PIECES,
  "a page as the dictionary": /^ResourceError: .*index\.html.*a web page/,
  "a missing dictionary": /^ResourceError: .*data\/none\.dict.*HTTP status 404/,
  "a missing folder": /^ResourceError: .*vocab\.txt.*none\/vocab\.txt/,
  "a forbidden origin": /^ResourceError: .*http:\/\/localhost:1\/unidic-lite\.dict.*(Failed to fetch|NetworkError)/,
  "no dictionary of the package":
    /^ResourceError: .*ipadic\.dict.*HTTP status 404.*dictionaries\/ipadic\.dict.*option dictionary/,
  "an aborted load": /^too slow$/,
  "an aborted load without a reason": /^AbortError/,
};

const found = JSON.parse(await runPageInBrowser(address));
for (const [name, result] of Object.entries(RESULTS)) {
  const text = typeof found[name] === "string" ? found[name] : JSON.stringify(found[name]);
  if (process.env.SHOWN) console.log(`${name}: ${text.slice(0, 300)}`);
  const isRight = typeof result === "string" ? text === result : result.test(text);
  if (!isRight) throw new Error(`${name}: ${text}`);
}
process.exit();
