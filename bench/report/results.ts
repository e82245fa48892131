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

export const LATEST = fileURLToPath(new URL("../results/latest.json", import.meta.url));

export function isOurs({ entry }: { readonly entry: string }): boolean {
  return entry.startsWith("tohoku-tokenizers");
}

/** Describes the machine and the precision of a run in one or two sentences. */
export function conditionsOf({ machine, isQuick, extent }: Results): string {
  const { date, node, processor, cores, load, speed } = machine;
  const own = `a fixed loop takes ${speed.step} ns a step and a random read of 64 MiB ${speed.read} ns`;
  const quick = isQuick ? "**This was a quick trial run: its figures mean little.** " : "";
  return `${quick}Measured on ${date} with Node ${node} on ${processor} (${cores} cores, load average ${load} at the start; ${own}). Figures are medians of ${extent.rounds} rounds.`;
}
