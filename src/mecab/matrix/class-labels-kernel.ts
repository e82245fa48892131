import type { Kernel } from "../kernel/kernel.js";
import { CELL_BYTES, INT_BYTES } from "../memory/layout.js";
import { aligned, type Region } from "../memory/region.js";
import { hashTableSize, lastField, withoutLastField } from "./class-labels.js";
import { placeRecords } from "./place-records.js";
import {
  CLASSES_BYTES,
  CLASSES_COUNT,
  CLASSES_ENTRIES,
  CLASSES_LAST_ENTRY,
  CLASSES_ORDER,
  ENTRY_BYTES,
  LABELS_BY_CLASS,
  LABELS_BYTES,
  LABELS_CLASSES,
  LABELS_COUNT,
  LABELS_STARTS,
} from "./records.js";

/** The kernel and its memory while the rows of a matrix are prepared. */
export interface KernelSpace {
  readonly kernel: Kernel;
  /** Memory that is kept for the rows. */
  readonly kept: Region;
  /** Memory that is zeroed again after the rows are prepared. */
  readonly scratch: Region;
}

/** Labels in the kernel's memory. */
export interface KernelLabels {
  /** The address of the record. */
  readonly address: number;
  readonly count: number;
  /** The address of the label of each class. */
  readonly byClass: number;
}

/** The bytes of the starts of labels: of label 0, of the labels up to `count`, and two more. */
export function startsBytes(count: number): number {
  return INT_BYTES * (count + 3);
}

/** The most bytes that {@link KernelClasses.labels} keeps for each set, and for each set made on the way to it. */
export function labelBytes(classes: number, sets: readonly number[]): number {
  const all = new Set<number>();
  for (const set of sets) for (let rest = set; rest !== 0; rest = withoutLastField(rest)) all.add(rest);
  return all.size * (aligned(LABELS_BYTES) + 2 * aligned(CELL_BYTES * classes) + aligned(startsBytes(classes)));
}

/** ClassFields of class-labels.ts in the kernel's memory. All the scratch that it needs is reserved when it is made. */
export class KernelClasses {
  /** The address of the record. */
  readonly address: number;
  readonly #space: KernelSpace;
  readonly #classes: number;
  readonly #fields: readonly number[];
  readonly #labels = new Map<number, KernelLabels>();
  /** Space for two lists of labels: one is refined from the other. */
  readonly #common: readonly [number, number];

  /** @param sortStarts space for the starts of as many labels as there may be values of a field */
  constructor(space: KernelSpace, fields: readonly Uint16Array[], classes: number, sortStarts: number) {
    const { scratch } = space;
    this.#space = space;
    this.#classes = classes;
    const bytes = CELL_BYTES * classes;
    const itself = Uint16Array.from({ length: classes }, (_, index) => index);
    this.#fields = [...fields, itself.map((index) => index + 1)].map((values) => scratch.place(values));
    const entriesBytes = ENTRY_BYTES * hashTableSize(classes);
    this.address = placeRecords(scratch, CLASSES_BYTES, [
      {
        [LABELS_CLASSES]: scratch.reserve(bytes),
        [LABELS_STARTS]: sortStarts,
        [CLASSES_COUNT]: classes,
        [CLASSES_ORDER]: scratch.place(itself),
        [CLASSES_ENTRIES]: scratch.reserve(entriesBytes),
        [CLASSES_LAST_ENTRY]: entriesBytes - ENTRY_BYTES,
      },
    ]);
    this.#common = [scratch.reserve(bytes), scratch.reserve(bytes)];
  }

  /** Sorts the classes by the first field, then by the second, and so on. */
  sort(): void {
    for (let field = this.#fields.length - 2; field >= 0; field--) {
      this.#space.kernel.sortClasses(this.address, this.#fields[field]);
    }
  }

  /** The labels that a set of fields gives, made from those of the set without its last field. */
  labels(set: number): KernelLabels {
    let labels = this.#labels.get(set);
    if (labels === undefined) {
      const { kernel, kept } = this.#space;
      const rest = withoutLastField(set);
      const bytes = CELL_BYTES * this.#classes;
      const byClass = kept.reserve(bytes);
      const values = this.#fields[lastField(set)];
      const count = kernel.refine(this.address, rest === 0 ? 0 : this.labels(rest).byClass, values, 0, byClass);
      const address = placeRecords(kept, LABELS_BYTES, [
        {
          [LABELS_COUNT]: count,
          [LABELS_BY_CLASS]: byClass,
          [LABELS_CLASSES]: kept.reserve(bytes),
          [LABELS_STARTS]: kept.reserve(startsBytes(count)),
        },
      ]);
      kernel.groupClasses(this.address, address);
      labels = { address, count, byClass };
      this.#labels.set(set, labels);
    }
    return labels;
  }

  /** For each class a number; classes with equal labels in each of the lists share it. */
  common(lists: Iterable<KernelLabels>): Uint16Array {
    let common = 0;
    for (const { byClass } of lists) {
      const refined = this.#common[common === this.#common[0] ? 1 : 0];
      this.#space.kernel.refine(this.address, common, byClass, 1, refined);
      common = refined;
    }
    if (common === 0) return new Uint16Array(this.#classes);
    return new Uint16Array(this.#space.scratch.copy(common, CELL_BYTES * this.#classes).buffer);
  }
}
