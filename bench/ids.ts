import { dirname } from "node:path";
import { pythonEnvironment } from "../fixtures/environment.js";
import {
  isBuiltIn,
  publishedSetting,
  VOCABULARIES,
  type Vocabulary,
  vocabularyFile,
} from "../fixtures/vocabularies.js";
import { Skipped } from "./contestant.js";
import { nodeProgram, scriptProgram, startContestant } from "./program.js";
import type { Texts } from "./texts.js";
import type { Entry, Group } from "./throughput.js";

const MEASURED = ["v1", "v3", "v3-char"];
const REFERENCE = "transformers in Python";

/** The BERT models: raw lines to ids, special tokens included. */
export function idGroups(texts: Texts): Group[] {
  return VOCABULARIES.filter(({ name }) => MEASURED.includes(name)).map((vocabulary) => ({
    name: `${vocabulary.model} (${vocabulary.dictionary})`,
    entries: [
      ours(vocabulary, texts, "single"),
      ours(vocabulary, texts, "batches"),
      ours(vocabulary, texts, "arrays"),
      reference(vocabulary, texts, false),
      reference(vocabulary, texts, true),
    ],
    base: REFERENCE,
  }));
}

/** The calls of this library, as they follow its name in the tables. */
const CALLS = {
  single: " `encode`",
  batches: ", batches with masks",
  arrays: ", batches with masks in typed arrays",
} as const;

function ours(vocabulary: Vocabulary, texts: Texts, call: keyof typeof CALLS): Entry {
  const name = `tohoku-tokenizers${CALLS[call]}`;
  const start = async () => {
    const files = isBuiltIn(vocabulary) ? undefined : dirname(fileOf(vocabulary));
    const settings = { lines: texts.file, model: vocabulary.model, files, call };
    return startContestant(name, nodeProgram("own-ids.ts", settings));
  };
  return { name, exact: true, start };
}

function reference(vocabulary: Vocabulary, texts: Texts, inBatches: boolean): Entry {
  const start = async () => {
    const { executable } = await pythonEnvironment().catch((cause) => {
      throw new Skipped("no Python environment", "npm run fixtures", { cause });
    });
    const program = scriptProgram(executable, [], "reference.py", {
      lines: texts.file,
      vocabulary: fileOf(vocabulary),
      arguments: publishedSetting(vocabulary).arguments,
      inBatches,
    });
    const version = await program.ask("version");
    const call = inBatches ? ", batches with masks" : "";
    return startContestant(`transformers ${version} in Python${call}`, program);
  };
  const name = inBatches ? `${REFERENCE}, batches with masks` : REFERENCE;
  return { name, exact: true, start };
}

function fileOf(vocabulary: Vocabulary): string {
  const file = vocabularyFile(vocabulary);
  if (!file) throw new Skipped(`no vocab.txt of ${vocabulary.model}`, "TOHOKU_SHARED=FOLDER npm run bench");
  return file;
}
