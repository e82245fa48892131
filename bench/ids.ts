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
    entries: [ours(vocabulary, texts), reference(vocabulary, texts)],
    base: REFERENCE,
  }));
}

function ours(vocabulary: Vocabulary, texts: Texts): Entry {
  const name = "tohoku-tokenizers `encode`";
  const start = async () => {
    const files = isBuiltIn(vocabulary) ? undefined : dirname(fileOf(vocabulary));
    const settings = { lines: texts.file, model: vocabulary.model, files };
    return startContestant(name, nodeProgram("own-ids.ts", settings));
  };
  return { name, exact: true, start };
}

function reference(vocabulary: Vocabulary, texts: Texts): Entry {
  const start = async () => {
    const { executable } = await pythonEnvironment().catch((cause) => {
      throw new Skipped("no Python environment", "npm run fixtures", { cause });
    });
    const program = scriptProgram(executable, [], "reference.py", {
      lines: texts.file,
      vocabulary: fileOf(vocabulary),
      arguments: publishedSetting(vocabulary).arguments,
    });
    const version = await program.ask("version");
    return startContestant(`transformers ${version} in Python`, program);
  };
  return { name: REFERENCE, exact: true, start };
}

function fileOf(vocabulary: Vocabulary): string {
  const file = vocabularyFile(vocabulary);
  if (!file) throw new Skipped(`no vocab.txt of ${vocabulary.model}`, "TOHOKU_SHARED=FOLDER npm run bench");
  return file;
}
