import { countersRows } from "../counters.js";
import { table } from "../markdown.js";
import { median } from "../statistics.js";
import { chartsOf, growing, speed } from "./charts.js";
import { comparisonsOf, rangesOf, ratioText } from "./comparisons.js";
import { conditionsOf, otherConditionsOf, type Results, type SavedRuns } from "./results.js";

const DICTIONARIES = ["ipadic", "unidic-lite"] as const;

/**
 * Returns the generated section of docs/benchmark.md: all figures and charts of a run.
 *
 * @param charts folder of the charts, relative to the document
 */
export function pageOf(runs: SavedRuns, charts: string): string {
  const results = runs.latest;
  const images = chartsOf(results).map(({ file, title }) => `![${title}](${charts}/${file})`);
  return [
    `${conditionsOf(results)} Text: ${results.text}`,
    ...[otherConditionsOf(runs)].filter((text) => text !== ""),
    "### Speed",
    speedTable(runs),
    ...images,
    "### Workers",
    workersTable(results),
    "### Size, start-up, memory and work",
    costTable(results),
    footnote(results),
  ].join("\n\n");
}

function speedTable(runs: SavedRuns): string {
  const ranges = rangesOf(runs);
  const rows = comparisonsOf(runs.latest).map((each) => [each.task, each.peer, speed(each.speed), ranges.textOf(each)]);
  return table(["task", "compared with", "our speed, million characters per second", "times as fast"], rows, 2);
}

function workersTable({ workers }: Results): string {
  const rows = workers.results.map(({ model, charactersPerSecond: [one], median: two, ratio }) => [
    model,
    speed(median(one)),
    speed(two),
    ratioText(ratio),
  ]);
  const head = ["million characters per second", "1 worker", "2 workers", "times as fast"];
  return `${table(head, rows)}\n\nOne call of \`encode_batch\` for ${workers.lines} lines.`;
}

function costTable({ cold, length, counters, sizes }: Results): string {
  const memory = DICTIONARIES.map((name) => length.memory.find(({ dictionary }) => dictionary === name));
  const longest = DICTIONARIES.map((name) => growing(length.results.filter((cell) => cell.dictionary === name)).at(-1));
  const [node, ...first] = cold.results.map(({ median }) => `${(median / 1000).toFixed(2)} s`);
  const rows = [
    ["dictionary file, compressed", megabytes(sizes.ipadic), megabytes(sizes.unidicLite)],
    [`new process to first word, including ${node} for Node itself`, ...first],
    ["peak memory with the dictionary loaded, including Node", ...memory.map((each) => mebibytes(each?.loaded))],
    ["peak memory after a line of 10,000,000 characters", ...memory.map((each) => mebibytes(each?.segmented))],
    [
      `cost per character of a line of ${longest[0]?.row} characters, relative to lines of 100`,
      ...longest.map((cell) => ratioText(cell?.ratio ?? Number.NaN)),
    ],
    ...countersRows(counters.characters, counters.results).map(([name, ...rest]) => [`${name} per character`, ...rest]),
  ];
  return table(["", "IPADIC", "unidic-lite"], rows);
}

function footnote({ counters, sizes }: Results): string {
  const size = `The npm package is ${megabytes(sizes.package)} packed and ${megabytes(sizes.unpacked)} unpacked, including both dictionaries.`;
  return `${size} Nodes, edges and matrix cells are counted over ${counters.text}. They are the same on every machine, and a test keeps them from growing.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function mebibytes(kilobytes = Number.NaN): string {
  return `${(kilobytes / 1024).toFixed(0)} MiB`;
}
