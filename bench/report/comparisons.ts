import type { Throughput } from "../throughput.js";
import { isOurs, type Results, type SavedRuns } from "./results.js";

/** The end of the names of batch calls. */
const BATCHES = ", batches with masks";

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

/**
 * Compares our first entry of every group with every peer of that group. A peer's batch call is compared with our batch call,
 * if there is one.
 */
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
    const first = members.find(isOurs);
    if (first === undefined) return [];
    const batches = members.find((result) => isOurs(result) && result.entry.endsWith(BATCHES)) ?? first;
    return members
      .filter((result) => !isOurs(result))
      .map(({ entry, name: peer, ratio }) => {
        const ours = entry.endsWith(BATCHES) ? batches : first;
        return {
          task: prefix + name + suffix,
          speed: ours.median,
          entry,
          // docs/benchmark.md explains the notes in parentheses.
          peer: peer.replace(/ \(.*\)$/, ""),
          ratio: ours.ratio / ratio,
        };
      });
  });
}

/** The ratios of a comparison in all saved runs. */
export interface Ranges {
  /** The ratio with its range. */
  textOf(comparison: Comparison): string;
}

export function rangesOf({ latest, others }: SavedRuns): Ranges {
  const all = [latest, ...others.values()].map(comparisonsOf);
  return {
    textOf({ task, entry, ratio }) {
      const same = all.flat().filter((each) => each.task === task && each.entry === entry);
      const ratios = same.map((each) => each.ratio);
      const [least, most] = [ratioText(Math.min(...ratios)), ratioText(Math.max(...ratios))];
      return least === most ? ratioText(ratio) : `${ratioText(ratio)} (${least}–${most})`;
    },
  };
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
