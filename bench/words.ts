import type { Engine } from "tohoku-tokenizers/mecab";
import { pythonEnvironment } from "../fixtures/environment.js";
import { Skipped } from "./contestant.js";
import { NativeMecab } from "./native-mecab.js";
import { startVibrato } from "./native-vibrato.js";
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

/** The two dictionaries: raw lines to MeCab's words. */
export function wordGroups(texts: Texts): Group[] {
  return DICTIONARIES.map(({ dictionary, name }) => ({
    name,
    entries: [
      ours("segment", "spans in a buffer", dictionary, texts),
      ours("segment", "spans in a buffer", dictionary, texts, "typescript"),
      ours("spansOf", "spans of many lines", dictionary, texts),
      ours("words", "strings", dictionary, texts),
      native(dictionary, texts),
      vibrato("vibrato", dictionary, texts, false),
      vibrato("vibrato, ids renumbered by use", dictionary, texts, true),
      ...(dictionary === "ipadic" ? PEERS.map((peer) => npmPeer(peer, texts)) : []),
    ],
    base: NATIVE,
  }));
}

function ours(
  call: "segment" | "spansOf" | "words",
  made: string,
  dictionary: DictionaryName,
  texts: Texts,
  engine: Engine = "wasm",
): Entry {
  const name = `tohoku-tokenizers \`${call}\` (${engine === "wasm" ? made : `${made}, TypeScript engine`})`;
  const settings = { lines: texts.file, dictionary, call, engine };
  return { name, exact: true, start: () => startContestant(name, nodeProgram("own-words.ts", settings)) };
}

function vibrato(name: string, dictionary: DictionaryName, texts: Texts, renumber: boolean): Entry {
  const start = async () => startVibrato(name, dictionary, await originals(dictionary), renumber, texts);
  return { name, exact: false, start };
}

function native(dictionary: DictionaryName, texts: Texts): Entry {
  return { name: NATIVE, exact: true, start: async () => NativeMecab.start(await originals(dictionary), texts) };
}

/** Folder of the dictionary as MeCab compiled it. */
async function originals(dictionary: DictionaryName): Promise<string> {
  const { dictionaries } = await pythonEnvironment().catch((cause) => {
    throw new Skipped("no Python environment, whose packages contain the dictionary", "npm run fixtures", { cause });
  });
  return dictionaries[dictionary];
}

/** npm packages that split text with IPADIC. They always return an object with features for each word. */
const PEERS = [
  { packageName: "mecab-wasm", program: "mecab-wasm.ts" },
  { packageName: "@patdx/kuromoji", program: "kuromoji.ts" },
  { packageName: "lindera-wasm-nodejs-ipadic", program: "lindera.ts" },
] as const;

function npmPeer({ packageName, program }: (typeof PEERS)[number], texts: Texts): Entry {
  const start = async () => {
    const { folder, version } = await peerPackage(packageName);
    const name = `${packageName} ${version} (objects with features)`;
    return startContestant(name, nodeProgram(program, { lines: texts.file, folder }));
  };
  return { name: packageName, exact: false, start };
}
