import { countersRows } from "../counters.js";
import { table } from "../markdown.js";
import type { Throughput } from "../throughput.js";
import { chartsOf, growing, speed } from "./charts.js";
import { isOurs, type Results } from "./results.js";

const DICTIONARIES = ["ipadic", "unidic-lite"] as const;

/** What the README says of a run. @param folder where the charts are, from the README */
export function summaryOf(results: Results, folder: string): string {
  const images = chartsOf(results).map(({ file, title }) => `![${title}](${folder}/${file})`);
  return [introduction(results), speedTable(results), ...images, costTable(results), footnote(results)].join("\n\n");
}

function introduction({ machine, text, isQuick, extent }: Results): string {
  const quick = isQuick ? "**A quick run, for trying: its figures say little.** " : "";
  return `${quick}${machine.text}. Text: ${text} Medians of ${extent.rounds} rounds; ratios are what counts.`;
}

function speedTable({ words, ids, bytes, unigram, json }: Results): string {
  const long = ", one line of 1,000,000 characters";
  const rows = [
    ...rowsOf("words, ", words),
    ...rowsOf("ids, ", ids),
    ...rowsOf("ids, ", bytes),
    ...rowsOf("ids, ", unigram.throughput[0]),
    ...rowsOf("ids, ", unigram.throughput[1], long),
    ...rowsOf("ids, ", json.throughput[0]),
    ...rowsOf("ids, ", json.throughput[1], long),
  ];
  return table(["", "million characters a second", "times", "against"], rows);
}

/** Of each group, our first entry against every peer. */
function rowsOf(before: string, { results }: Pick<Throughput, "results">, behind = ""): string[][] {
  const groups = [...new Set(results.map(({ group }) => group))];
  return groups.flatMap((name) => {
    const members = results.filter(({ group }) => group === name);
    const ours = members.find(isOurs);
    if (ours === undefined) return [];
    return members
      .filter((result) => !isOurs(result))
      .map((peer) => [before + name + behind, speed(ours.median), significant(ours.ratio / peer.ratio), peer.name]);
  });
}

function significant(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 2 : 0);
}

function costTable({ cold, length, counters, sizes }: Results): string {
  const memory = DICTIONARIES.map((name) => length.memory.find(({ dictionary }) => dictionary === name));
  const longest = DICTIONARIES.map((name) => growing(length.results.filter((cell) => cell.dictionary === name)).at(-1));
  const [node, ...first] = cold.results.map(({ median }) => `${(median / 1000).toFixed(2)} s`);
  const rows = [
    ["dictionary on the wire", megabytes(sizes.ipadic), megabytes(sizes.unidicLite)],
    [`a fresh process to its first word, Node's own ${node} included`, ...first],
    [
      "peak memory once the dictionary is loaded, Node's own included",
      ...memory.map((each) => mebibytes(each?.loaded)),
    ],
    ["… and once a line of 10,000,000 characters is split", ...memory.map((each) => mebibytes(each?.segmented))],
    [
      `a character in a line of ${longest[0]?.row}, against lines of 100`,
      ...longest.map((cell) => significant(cell?.ratio ?? Number.NaN)),
    ],
    ...countersRows(counters.characters, counters.results).map(([name, ...rest]) => [`${name}, a character`, ...rest]),
  ];
  return table(["", "IPADIC", "unidic-lite"], rows);
}

function footnote({ counters, sizes }: Results): string {
  const whole = `The package: ${megabytes(sizes.package)} packed, ${megabytes(sizes.unpacked)} unpacked, both dictionaries included.`;
  return `${whole} Nodes, edges and cells are counted over ${counters.text}, the same on every machine; a test keeps them from growing.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function mebibytes(kilobytes = Number.NaN): string {
  return `${(kilobytes / 1024).toFixed(0)} MiB`;
}
