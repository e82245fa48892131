import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Extent } from "../extent.js";
import type { Machine } from "../machine.js";
import type { Measured } from "../parts.js";

/** A whole run as it is saved: everything but the Markdown. */
export interface Results extends Saved<Measured> {
  readonly machine: Machine;
  /** Description of the texts. */
  readonly text: string;
  readonly isQuick: boolean;
  readonly extent: Extent;
}

type Saved<T> = T extends readonly (infer Item)[]
  ? readonly Saved<Item>[]
  : T extends object
    ? { readonly [Key in Exclude<keyof T, "markdown">]: Saved<T[Key]> }
    : T;

const FOLDER = new URL("../results/", import.meta.url);

/** The name of the run whose figures the report has. */
export const LATEST = "latest";

/** The file of a saved run. */
export function savedFile(name: string): string {
  return fileURLToPath(new URL(`${name}.json`, FOLDER));
}

/** The saved runs. */
export interface SavedRuns {
  readonly latest: Results;
  /** The others, by name. */
  readonly others: ReadonlyMap<string, Results>;
}

export function readSavedRuns(): SavedRuns {
  const read = (name: string): Results => JSON.parse(readFileSync(savedFile(name), "utf8")) as Results;
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((name) => name !== LATEST)
    .sort();
  return { latest: read(LATEST), others: new Map(names.map((name) => [name, read(name)])) };
}

export function isOurs({ entry }: { readonly entry: string }): boolean {
  return entry.startsWith("tohoku-tokenizers");
}

/** Describes the machine and the precision of a run in one or two sentences. */
export function conditionsOf({ machine, isQuick, extent }: Results): string {
  const quick = isQuick ? "**This was a quick trial run: its figures mean little.** " : "";
  return `${quick}Measured on ${placeOf(machine)}. Figures are medians of ${extent.rounds} rounds.`;
}

function placeOf({ date, node, processor, cores, load, speed }: Machine): string {
  const own = `a fixed loop takes ${speed.step} ns a step and a random read of 64 MiB ${speed.read} ns`;
  return `${date} with Node ${node} on ${processor} (${cores} cores, load average ${load} at the start; ${own})`;
}

/** Describes the machines of the other saved runs; "" if there are none. */
export function otherConditionsOf({ others }: SavedRuns): string {
  if (others.size === 0) return "";
  const places = [...others.values()].map(({ machine }) => placeOf(machine));
  return `Ranges are those of all ${others.size + 1} saved runs; the others were measured on ${places.join(", and on ")}.`;
}
