/** Writes the result of each attempt: the ids, or the error. */
import { MeCab } from "tohoku-tokenizers/mecab";
import { from_pretrained as v3 } from "tohoku-tokenizers/models/bert-base-japanese-v3";
import { texts } from "./given.mjs";

const ATTEMPTS = {
  "a folder, relative to the page": () => v3({ files: "model" }),
  "a vocabulary, relative to the page": () => v3({ vocabulary: "model/vocab.txt" }),
  "a dictionary, relative to the page": () => v3({ files: "model", dictionary: "/data/unidic-lite.dict?version=1" }),
  "a Response": async () => v3({ vocabulary: await fetch("model/vocab.txt") }),
  "a Blob as the dictionary": async () =>
    v3({ files: "model", dictionary: await (await fetch("data/unidic-lite.dict")).blob() }),
  "a page as the dictionary": () => v3({ files: "model", dictionary: "index.html" }),
  "a missing dictionary": () => v3({ files: "model", dictionary: "data/none.dict" }),
  "a missing folder": () => v3({ files: "none" }),
  "a forbidden origin": () => v3({ files: "model", dictionary: "http://localhost:1/unidic-lite.dict" }),
  "no dictionary of the package": () => MeCab.load("ipadic"),
  "an aborted load": () => {
    const controller = new AbortController();
    const progress_callback = ({ status }) => status === "progress" && controller.abort("too slow");
    return v3({ files: "model", dictionary: "data/unidic-lite.dict", signal: controller.signal, progress_callback });
  },
  "an aborted load without a reason": () => {
    const controller = new AbortController();
    const loading = v3({ files: "model", signal: controller.signal });
    controller.abort();
    return loading;
  },
};

async function resultOf(attempt) {
  try {
    const tokenizer = await attempt();
    return texts.map((text) => tokenizer.encode(text));
  } catch (error) {
    return error instanceof Error || error instanceof DOMException ? `${error.name}: ${error.message}` : String(error);
  }
}

async function results() {
  const all = {};
  for (const [name, attempt] of Object.entries(ATTEMPTS)) all[name] = await resultOf(attempt);
  return all;
}

results().then((all) => console.log(JSON.stringify(all)));
