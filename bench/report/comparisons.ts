import type { Throughput } from "../throughput.js";
import { isOurs, type Results } from "./results.js";

/** The library's speed at one task, compared with one peer. */
export interface Comparison {
  readonly task: string;
  /** Our speed in characters (code points) per second. */
  readonly speed: number;
  /** The peer's name without its version. */
  readonly entry: string;
  /** The peer's name with its version. */
  readonly peer: string;
  /** Our speed divided by the peer's. */
  readonly ratio: number;
}

/** Compares our first entry of every group with every peer of that group. */
export function comparisonsOf({ words, ids, bytes, unigram, json }: Results): Comparison[] {
  const long = ", one line of 1,000,000 characters";
  return [
    ...inGroups("words, ", words),
    ...inGroups("ids, ", ids),
    ...inGroups("ids, ", bytes),
    ...inGroups("ids, ", unigram.throughput[0]),
    ...inGroups("ids, ", unigram.throughput[1], long),
    ...inGroups("ids, ", json.throughput[0]),
    ...inGroups("ids, ", json.throughput[1], long),
  ];
}

function inGroups(prefix: string, { results }: Pick<Throughput, "results">, suffix = ""): Comparison[] {
  const groups = [...new Set(results.map(({ group }) => group))];
  return groups.flatMap((name) => {
    const members = results.filter(({ group }) => group === name);
    const ours = members.find(isOurs);
    if (ours === undefined) return [];
    return members
      .filter((result) => !isOurs(result))
      .map(({ entry, name: peer, ratio }) => ({
        task: prefix + name + suffix,
        speed: ours.median,
        entry,
        // docs/benchmark.md explains the notes in parentheses.
        peer: peer.replace(/ \(.*\)$/, ""),
        ratio: ours.ratio / ratio,
      }));
  });
}

/** The comparisons that README.md shows, by task and peer. */
const HIGHLIGHTS: readonly (readonly [task: string, entry: string])[] = [
  ["words, IPADIC", "native MeCab"],
  ["words, IPADIC", "vibrato, ids renumbered by use"],
  ["words, IPADIC", "@patdx/kuromoji"],
  ["words, unidic-lite", "native MeCab"],
  ["ids, bert-base-japanese-v3 (unidic-lite)", "transformers in Python"],
  ["ids, bert-base-japanese-char-v3 (unidic-lite)", "transformers in Python"],
  ["ids, llm-jp-tokenizer-100k.ver3.1.model", "sentencepiece"],
  ["ids, tokenizer.json of llm-jp-tokenizer-100k.ver3.1.model", "tokenizers"],
];

/** Selects the comparisons for README.md. A peer that was skipped is absent. */
export function highlightsOf(results: Results): Comparison[] {
  const all = comparisonsOf(results);
  return HIGHLIGHTS.flatMap(([task, entry]) => all.filter((each) => each.task === task && each.entry === entry));
}

/** A ratio as text, with two decimals below 10 and none above. */
export function ratioText(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 2 : 0);
}
