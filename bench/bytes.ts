import { pythonEnvironment } from "../fixtures/environment.js";
import { MIXED_RADIX, UTF8 } from "../src/subwords/bytes/index.js";
import type { ByteSettings } from "./byte-work.js";
import { Skipped } from "./contestant.js";
import { nodeProgram, scriptProgram, startContestant } from "./program.js";
import type { Texts } from "./texts.js";
import type { Entry, Group } from "./throughput.js";

const OFFSET = 6;
const TEXT_ENCODER = "TextEncoder, UTF-8 bytes only";

/** The byte models: raw lines to the ids of their bytes, without special tokens. */
export function byteGroups(texts: Texts): Group[] {
  const utf8 = "bybert-jp-100m";
  const own = "bybert-jp-v2-100m";
  const textEncoder = node(TEXT_ENCODER, { model: utf8, offset: OFFSET, does: "TextEncoder" }, texts, false);
  return [
    {
      name: `${utf8} (UTF-8)`,
      entries: [
        node("tohoku-tokenizers `encode`", { model: utf8, offset: OFFSET, does: "encode" }, texts),
        node("tohoku-tokenizers `ByteCodec`", { model: utf8, offset: OFFSET, does: "codec, UTF-8" }, texts),
        textEncoder,
        python(UTF8, texts),
      ],
      base: TEXT_ENCODER,
    },
    {
      name: `${own} (mixed radix)`,
      entries: [
        node("tohoku-tokenizers `encode`", { model: own, offset: OFFSET, does: "encode" }, texts),
        node("tohoku-tokenizers `ByteCodec`", { model: own, offset: OFFSET, does: "codec, mixed radix" }, texts),
        textEncoder,
        python(MIXED_RADIX, texts),
      ],
      base: TEXT_ENCODER,
    },
  ];
}

function node(name: string, settings: ByteSettings, { file }: Texts, exact = true): Entry {
  const start = async () => startContestant(name, nodeProgram("own-bytes.ts", { ...settings, lines: file }));
  return { name, exact, start };
}

function python(encoding: object, { file }: Texts): Entry {
  const name = "the same encoding in Python";
  const start = async () => {
    const { executable } = await pythonEnvironment().catch((cause) => {
      throw new Skipped("no Python environment", "npm run fixtures", { cause });
    });
    const codec = { encoding, offset: OFFSET, patch_width: 1 };
    return startContestant(name, scriptProgram(executable, [], "byte_reference.py", { lines: file, codec }));
  };
  return { name, exact: true, start };
}
