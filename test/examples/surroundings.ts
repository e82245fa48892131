/** The folder in which examples run: small stand-ins for the files and the hub cache that they name. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonContent } from "../../fixtures/tokenizer-json/files.js";
import { MODELS, type PublishedModel } from "../../src/pretrained/catalog.js";
import { ROOT } from "./blocks.js";

/** Not below node_modules or outside the repository: there the package would not find itself by its name. */
export const FOLDER = join(ROOT, ".cache", "examples");

const VOCABULARY = join(ROOT, "fixtures", "small-vocab.txt");
const PIECES = join(ROOT, "fixtures", "sentencepiece", "unigram-identity.model");
/** transformers' classes of the families that read a .model file. */
const CLASSES: Readonly<Record<string, string>> = { t5: "T5", llama: "Llama", roberta: "RobertaJapanese" };
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const BERT_CONFIG = {
  tokenizer_class: "BertJapaneseTokenizer",
  model_max_length: 512,
  do_lower_case: false,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "wordpiece",
  mecab_kwargs: { mecab_dic: "unidic_lite" },
};

/** Variables for the processes that run examples: nobody asks the hub, and the cache is the one made here. */
export const ENVIRONMENT = {
  ...process.env,
  HF_HUB_OFFLINE: "1",
  HF_HUB_CACHE: join(FOLDER, "hub"),
  TRANSFORMERS_CACHE: "",
};

/** Deletes the folder and makes it again. */
export function makeSurroundings(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  modelFolder("models/my-fine-tuned-bert");
  modelFolder("models/v3");
  for (const model of MODELS) if (!model.builtIn) cachedModel(model);
  mkdirSync(join(FOLDER, "models", "pieces"), { recursive: true });
  copyFileSync(PIECES, join(FOLDER, "models", "pieces", "spiece.model"));
  symlinkSync(join(ROOT, "dictionaries"), join(FOLDER, "dictionaries"));
  writeFileSync(join(FOLDER, "texts.txt"), "東京都に住む\n今日は晴れ\n");
}

function modelFolder(path: string, preset: object = {}): void {
  const folder = join(FOLDER, path);
  mkdirSync(folder, { recursive: true });
  copyFileSync(VOCABULARY, join(folder, "vocab.txt"));
  writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify({ ...BERT_CONFIG, ...preset }));
}

/** A published model's repository in the cache, with small stand-ins for the files that its tokenizer needs. */
function cachedModel({ name, family, subfolder, preset }: PublishedModel): void {
  const repository = `hub/models--tohoku-nlp--${name}`;
  const snapshot = join(repository, "snapshots", COMMIT, subfolder);
  mkdirSync(join(FOLDER, snapshot), { recursive: true });
  const put = (file: string, text: string | Uint8Array): void => writeFileSync(join(FOLDER, snapshot, file), text);
  if (family === "bert") modelFolder(snapshot, preset);
  else if (family === "fast") {
    put("tokenizer.json", jsonContent("llmJp"));
    put(
      "tokenizer_config.json",
      JSON.stringify({ tokenizer_class: "PreTrainedTokenizerFast", pad_token: "<PAD|LLM-jp>" }),
    );
  } else {
    const file =
      { t5: "spiece.model", llama: "tokenizer.model", roberta: "sentencepiece.bpe.model" }[String(family)] ?? "";
    put(file, readFileSync(PIECES));
    put("tokenizer_config.json", JSON.stringify({ tokenizer_class: `${CLASSES[String(family)]}Tokenizer` }));
  }
  mkdirSync(join(FOLDER, repository, "refs"), { recursive: true });
  writeFileSync(join(FOLDER, repository, "refs", "main"), COMMIT);
}

/** The names that the package's entries export at run time, and which entry has each. */
export async function entriesOfNames(): Promise<Map<string, string>> {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const entryOf = new Map<string, string>();
  for (const [entry, target] of Object.entries<{ node?: string }>(manifest.exports)) {
    // The last needs a package that is not installed here; its examples name what they import.
    if (entry.includes("*") || target.node === undefined || entry === "./transformers-js") continue;
    const names = Object.keys(await import(join(ROOT, target.node)));
    for (const name of names) if (!entryOf.has(name)) entryOf.set(name, `${manifest.name}${entry.slice(1)}`);
  }
  return entryOf;
}
