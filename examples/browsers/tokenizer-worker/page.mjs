/** The tokenizers of a worker, which the query of the page's address names. */
import { TokenizerWorker } from "tohoku-tokenizers/worker";
import { run } from "./run.mjs";

const kind = new URLSearchParams(location.search).get("kind");
const own = { module: ["worker.js", { type: "module" }], script: ["worker-script.js"] }[kind];
const worker = new TokenizerWorker(own ? { worker: new Worker(...own) } : {});
run(worker).then((results) => console.log(JSON.stringify(results)), reportError);
