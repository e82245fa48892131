import { byteGroups } from "./bytes.js";
import { type Cold, measureCold } from "./cold.js";
import { type Counters, countWork } from "./counters.js";
import type { Extent } from "./extent.js";
import { idGroups } from "./ids.js";
import { type Length, measureLength } from "./length.js";
import { measureSizes, type Sizes } from "./sizes.js";
import type { Texts } from "./texts.js";
import { measureThroughput, type Throughput } from "./throughput.js";
import { measureTokenizerJson, type TokenizerJsonBench } from "./tokenizer-json.js";
import { measureUnigram, type UnigramBench } from "./unigram.js";
import { wordGroups } from "./words.js";
import { measureWorkers, type WorkersBench } from "./workers.js";

/** Result of each part by the part's name, with its tables in Markdown. */
export interface Measured {
  readonly words: Throughput;
  readonly ids: Throughput;
  readonly bytes: Throughput;
  readonly unigram: UnigramBench;
  readonly json: TokenizerJsonBench;
  readonly workers: WorkersBench;
  readonly cold: Cold;
  readonly length: Length;
  readonly counters: Counters;
  readonly sizes: Sizes;
}

export type PartName = keyof Measured;

export const PARTS: { readonly [Part in PartName]: (texts: Texts, extent: Extent) => Promise<Measured[Part]> } = {
  words: async (texts, { rounds }) => measureThroughput("Words", wordGroups(texts), texts, rounds),
  ids: async (texts, { rounds }) => measureThroughput("Text to ids", idGroups(texts), texts, rounds),
  bytes: async (texts, { rounds }) => measureThroughput("Text to bytes", byteGroups(texts), texts, rounds),
  unigram: measureUnigram,
  json: measureTokenizerJson,
  workers: measureWorkers,
  cold: (_texts, { coldRounds }) => measureCold(coldRounds),
  length: measureLength,
  counters: countWork,
  sizes: measureSizes,
};

export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];
