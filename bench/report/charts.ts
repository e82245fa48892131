import type { Cell } from "../length.js";
import type { Result } from "../throughput.js";
import { type Bar, barChart } from "./bar-chart.js";
import { type Line, lineChart } from "./line-chart.js";
import { isOurs, type Results } from "./results.js";

export interface Chart {
  readonly file: string;
  /** The heading, and the alternative text of the image. */
  readonly title: string;
  readonly svg: string;
}

const UNIT = "million characters per second";

/** Draws the charts of a run. A chart without results is left out. */
export function chartsOf(results: Results): Chart[] {
  const { words, ids, unigram, json } = results;
  const wordsOf = (dictionary: string): Result[] => words.results.filter(({ group }) => group === dictionary);
  const pieces = [unigram.throughput[0], json.throughput[0]].flatMap((part) => part.results);
  const speeds = [
    speedChart("words-ipadic", `Words with IPADIC, ${UNIT}`, wordsOf("IPADIC")),
    speedChart("words-unidic-lite", `Words with unidic-lite, ${UNIT}`, wordsOf("unidic-lite")),
    speedChart("text-to-ids", `Text to ids, ${UNIT}`, ids.results, modelOf),
    speedChart("sentencepiece", `llm-jp pieces from a .model and from a tokenizer.json, ${UNIT}`, pieces, formatOf),
  ];
  return [...speeds.flat(), lengthChart(results)];
}

function speedChart(
  name: string,
  title: string,
  results: readonly Result[],
  prefixOf: (result: Result) => string = () => "",
): Chart[] {
  if (results.length === 0) return [];
  const bars = results.map((result): Bar => {
    const { median, differing } = result;
    const note = `${speed(median)}${differing > 0 ? `, ${differing.toLocaleString("en")} lines differ` : ""}`;
    return { label: prefixOf(result) + shortName(result), value: median, note, isOurs: isOurs(result) };
  });
  return [{ file: `${name}.svg`, title, svg: barChart(title, bars) }];
}

function modelOf({ group }: Result): string {
  const model = group.replace(/ \(.*/, "").replace(/^bert-base-japanese-?/, "");
  return `${model || "v1"}: `;
}

function formatOf({ group }: Result): string {
  return group.startsWith("tokenizer.json") ? "json: " : ".model: ";
}

/** A name that fits next to a bar. The colour of the bar already marks our own results. */
function shortName({ name }: Result): string {
  return name
    .replace(/^tohoku-tokenizers `(.+?)`/, "$1")
    .replace(/ \((?:text.*|objects with features|spans in a buffer)\)/, "")
    .replace("spans in a buffer, ", "");
}

/** A speed in millions, as text. */
export function speed(charactersPerSecond: number): string {
  const millions = charactersPerSecond / 1e6;
  return millions.toFixed(millions < 1 ? 2 : 1);
}

function lengthChart({ length, unigram }: Results): Chart {
  const title = "Cost per character by line length";
  const dictionary = (name: string): Line =>
    lineOf(
      name,
      length.results.filter((cell) => cell.dictionary === name),
    );
  const pieces = unigram.lengths ? [lineOf("SentencePiece", unigram.lengths.results)] : [];
  const lines = [dictionary("ipadic"), dictionary("unidic-lite"), ...pieces];
  return {
    file: "line-length.svg",
    title,
    svg: lineChart(title, "nanoseconds per character, by characters per line", lines),
  };
}

function lineOf(label: string, cells: readonly Omit<Cell, "dictionary">[]): Line {
  const points = growing(cells).map(({ row, median }) => ({ x: Number(row.replaceAll(",", "")), y: median }));
  return { label, points };
}

/** Keeps the rows of growing length, without those of one repeated character. */
export function growing<Row extends { readonly row: string }>(cells: readonly Row[]): Row[] {
  return cells.filter(({ row }) => /^[\d,]+$/.test(row));
}
