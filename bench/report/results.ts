import { fileURLToPath } from "node:url";
import type { Extent } from "../extent.js";
import type { Machine } from "../machine.js";
import type { Measured } from "../parts.js";

/** A whole run as it is saved: all but what was printed, which can be made again. */
export interface Results extends Saved<Measured> {
  readonly machine: Machine;
  /** What texts were read. */
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
