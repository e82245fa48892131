import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withSection } from "../../tools/document-section.js";
import { type Bar, barChart } from "../report/bar-chart.js";
import type { Measured, Scaling } from "./run.js";

const ROOT = new URL("../../", import.meta.url);
const PAGE = fileURLToPath(new URL("docs/scaling.md", ROOT));
const CHART = fileURLToPath(new URL("bench/scaling/results/scaling.svg", ROOT));
/** The corpus of the models, in bytes. */
const MODELS_CORPUS = 74.3e9;
const CLUSTERS = [100, 1000] as const;
/** The ways that are projected, with the reference in the same job; undefined for none. */
const PROJECTED: readonly (readonly [ours: string, reference: string | undefined])[] = [
  ["encode --jobs 2 to parquet", undefined],
  ["datasets.map, num_proc=2", "datasets.map, num_proc=2, reference"],
  ["Spark local[2]", "Spark local[2], reference"],
  ["Spark local-cluster[2,1,2048]", "Spark local-cluster[2,1,2048], reference"],
];

/** Writes the measured parts of docs/scaling.md, and its chart. */
export function writeReport(scaling: Scaling): void {
  writeFileSync(CHART, chartOf(scaling));
  let page = readFileSync(PAGE, "utf8");
  const sections = { measured: measuredTable(scaling), steps: stepsTable(scaling), projected: projection(scaling) };
  for (const [name, section] of Object.entries(sections)) page = withSection(page, name, section, "docs/scaling.md");
  writeFileSync(PAGE, page);
}

function linesPerSecond({ lines, job }: Measured): number {
  return lines / job;
}

function measuredTable({ jobs, machine, lines, sample, bytes, rounds }: Scaling): string {
  const rows = jobs.map((each) => {
    const { name, cores, whole, job, memory } = each;
    const reference = jobs.find((other) => other.name === `${name}, reference` && other.cores === cores);
    const ratio = reference ? `${(linesPerSecond(each) / linesPerSecond(reference)).toFixed(1)} ×` : "";
    const speed = Math.round(linesPerSecond(each)).toLocaleString("en");
    return `| ${name} | ${cores} | ${speed} | ${ratio} | ${job.toFixed(1)} s | ${whole.toFixed(1)} s | ${memory.toFixed(0)} MB |`;
  });
  const counts = `${lines.toLocaleString("en")} lines (${(bytes / 1e6).toFixed(1)} MB); the references take ${sample.toLocaleString("en")} of them, every fifth`;
  return [
    `Medians of ${rounds} runs of ${counts}. Measured on ${machine}.`,
    "",
    "| job | cores | lines a second | against the reference | job | with start | memory |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...rows,
  ].join("\n");
}

function stepsTable({ steps, lines }: Scaling): string {
  const names: Readonly<Record<string, string>> = {
    start: "start: dictionary, vocabulary, packages",
    reading: "reading and dividing into lines",
    encoding: "encoding",
    parquet: "making blocks of Parquet",
    arrow: "or making blocks of Arrow",
    jsonl: "or making JSON lines",
    writing: "writing Parquet to the disk",
  };
  const rows = Object.entries(names).map(([name, text]) => {
    const perLine = ((1e6 * (steps[name] ?? 0)) / lines).toFixed(2);
    return `| ${text} | ${(steps[name] ?? 0).toFixed(2)} s | ${perLine} µs |`;
  });
  return ["| step, on one core | time | a line |", "|---|---:|---:|", ...rows].join("\n");
}

function projection({ jobs, bytes, lines }: Scaling): string {
  const rows = PROJECTED.flatMap(([ours, reference]) =>
    [ours, reference].flatMap((name) => jobs.filter((job) => job.name === name)),
  ).map((job) => {
    const rate = (linesPerSecond(job) * bytes) / lines / job.cores;
    const days = [2, ...CLUSTERS].map((cores) => duration(MODELS_CORPUS / (rate * cores)));
    return `| ${job.name} | ${(rate / 1e6).toFixed(2)} MB | ${days.join(" | ")} |`;
  });
  const heading = ["2 cores", ...CLUSTERS.map((cores) => `${cores.toLocaleString("en")} cores`)].join(" | ");
  return [`| job | a second and core | ${heading} |`, "|---|---:|---:|---:|---:|", ...rows].join("\n");
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${(seconds / 60).toFixed(0)} min`;
  const hours = seconds / 3600;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}

function chartOf({ jobs }: Scaling): string {
  const bars = jobs.map((job): Bar => {
    const speed = linesPerSecond(job);
    const label = `${job.name}${job.cores === 1 ? ", 1 core" : ""}`;
    return { label, value: speed, note: Math.round(speed).toLocaleString("en"), isOurs: !job.isReference };
  });
  return barChart("Lines a second, without the start of Python and Spark", bars);
}
