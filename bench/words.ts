import { pythonEnvironment } from "../fixtures/environment.js";
import { Skipped } from "./contestant.js";
import { NativeMecab } from "./native-mecab.js";
import { peerPackage } from "./peers.js";
import { nodeProgram, startContestant } from "./program.js";
import type { Texts } from "./texts.js";
import type { Entry, Group } from "./throughput.js";

const DICTIONARIES = [
  { dictionary: "ipadic", name: "IPADIC" },
  { dictionary: "unidic-lite", name: "unidic-lite" },
] as const;

type DictionaryName = (typeof DICTIONARIES)[number]["dictionary"];

const NATIVE = "native MeCab";

/** MeCab's words of the raw lines. */
export function wordGroups(texts: Texts): Group[] {
  return DICTIONARIES.map(({ dictionary, name }) => ({
    name,
    entries: [
      ours("segment", "spans in a buffer", dictionary, texts),
      ours("words", "strings", dictionary, texts),
      native(dictionary, texts),
      ...(dictionary === "ipadic" ? PEERS.map((peer) => npmPeer(peer, texts)) : []),
    ],
    base: NATIVE,
  }));
}

function ours(call: "segment" | "words", made: string, dictionary: DictionaryName, texts: Texts): Entry {
  const name = `tohoku-tokenizers \`${call}\` (${made})`;
  const start = () => startContestant(name, nodeProgram("own-words.ts", { lines: texts.file, dictionary, call }));
  return { name, exact: true, start };
}

function native(dictionary: DictionaryName, texts: Texts): Entry {
  const start = async () => {
    const { dictionaries } = await pythonEnvironment().catch((cause) => {
      throw new Skipped("no Python environment, whose packages hold the dictionary", "npm run fixtures", { cause });
    });
    return NativeMecab.start(dictionaries[dictionary], texts);
  };
  return { name: NATIVE, exact: true, start };
}

/** Packages that split words with IPADIC. What they make of a word cannot be switched off: an object with features. */
const PEERS = [
  { packageName: "mecab-wasm", program: "mecab-wasm.ts" },
  { packageName: "@patdx/kuromoji", program: "kuromoji.ts" },
] as const;

function npmPeer({ packageName, program }: (typeof PEERS)[number], texts: Texts): Entry {
  const start = async () => {
    const { folder, version } = await peerPackage(packageName);
    const name = `${packageName} ${version} (objects with features)`;
    return startContestant(name, nodeProgram(program, { lines: texts.file, folder }));
  };
  return { name: packageName, exact: false, start };
}
