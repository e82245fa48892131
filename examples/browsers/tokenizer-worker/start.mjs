import { TokenizerWorker } from "tohoku-tokenizers/worker";
import { runPageInBrowser } from "./browser.mjs";
import { expected } from "./given.mjs";
import { run } from "./run.mjs";
import { serve } from "./serve.mjs";

const inNode = await run(new TokenizerWorker());
if (JSON.stringify(inNode.ids) !== JSON.stringify(expected.map(({ pieces }) => pieces))) throw new Error("wrong ids");
const address = await serve("dist");
for (const kind of ["own", "module", "script"]) {
  const found = await runPageInBrowser(`${address}?kind=${kind}`);
  if (found !== JSON.stringify(inNode)) throw new Error(`${kind}: ${found}\ninstead of\n${JSON.stringify(inNode)}`);
}
process.exit();
