/**
 * The labels that a set of fields gives the classes of one side: two classes have the same label if they have the same
 * value in each field of the set. Labels are numbered from 1. A class whose value is 0 in a field of the set has label 0.
 */
export interface Labels {
  /** The number of labels, label 0 not counted. */
  readonly count: number;
  /** The label of each class. */
  readonly byClass: Uint16Array;
  /** The classes of label 0, then those of label 1, and so on. */
  readonly classes: Uint16Array;
  /** The index in `classes` of the first class of each label, and after the last label the number of classes. */
  readonly starts: Uint32Array;
}

/** Knuth's multiplier for hashing, 2 to the power of 32 divided by the golden ratio. */
const HASH_FACTOR = 0x9e3779b1;

/** The fields of the rows' or of the columns' classes, and the labels of sets of them. A set is a mask: bit i is field i. */
export class ClassFields {
  /** The classes sorted by the first field, then by the second, and so on. */
  readonly order: Uint16Array;
  readonly #fields: readonly Uint16Array[];
  readonly #labels = new Map<number, Labels>();
  /** A hash table from (label, value) pairs to their numbers, at most half full. */
  readonly #keys: Uint32Array;
  readonly #numbers: Uint16Array;

  /**
   * @param fields the value of each class in each field. One more field is added after them: the class itself.
   * @param classes the number of classes
   */
  constructor(
    fields: readonly Uint16Array[],
    readonly classes: number,
  ) {
    const itself = Uint16Array.from({ length: classes }, (_, index) => index);
    this.order = fields.reduceRight((order, values) => groupByLabel(values, highest(values), order).classes, itself);
    this.#fields = [...fields, itself.map((index) => index + 1)];
    this.#keys = new Uint32Array(hashTableSize(classes));
    this.#numbers = new Uint16Array(this.#keys.length);
  }

  /** The labels that a set of fields gives, made from those of the set without its last field. */
  labels(set: number): Labels {
    let labels = this.#labels.get(set);
    if (labels === undefined) {
      const rest = withoutLastField(set);
      labels = this.refine(rest === 0 ? null : this.labels(rest).byClass, this.#fields[lastField(set)]);
      this.#labels.set(set, labels);
    }
    return labels;
  }

  /**
   * Numbers the distinct (label, value) pairs of the classes, in the order of their first class in {@link order}. A class
   * whose label or value is 0 gets 0.
   *
   * @param labels the label of each class; null if all classes have label 1
   */
  refine(labels: Uint16Array | null, values: Uint16Array): Labels {
    const order = this.order;
    const keys = this.#keys.fill(0);
    const numbers = this.#numbers;
    const mask = keys.length - 1;
    const byClass = new Uint16Array(values.length);
    let count = 0;
    for (let place = 0; place < order.length; place++) {
      const index = order[place];
      const label = labels === null ? 1 : labels[index];
      if (label === 0 || values[index] === 0) continue;
      const key = ((label << 16) | values[index]) >>> 0;
      let at = (Math.imul(key, HASH_FACTOR) >>> 8) & mask;
      while (keys[at] !== 0 && keys[at] !== key) at = (at + 1) & mask;
      if (keys[at] === 0) {
        keys[at] = key;
        numbers[at] = ++count;
      }
      byClass[index] = numbers[at];
    }
    return { count, byClass, ...groupByLabel(byClass, count, order) };
  }
}

/** The number of entries of a hash table for so many keys: a power of two, more than twice the keys. */
export function hashTableSize(keys: number): number {
  return 2 ** (33 - Math.clz32(keys));
}

/** The highest field of a set. */
export function lastField(set: number): number {
  return 31 - Math.clz32(set);
}

/** A set without its highest field. */
export function withoutLastField(set: number): number {
  return set & ~(1 << lastField(set));
}

function highest(values: Uint16Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/**
 * Lists the classes by label; classes of one label keep the given order.
 *
 * @param count the highest label
 */
export function groupByLabel(
  byClass: Uint16Array,
  count: number,
  order: Uint16Array,
): Pick<Labels, "classes" | "starts"> {
  const starts = new Uint32Array(count + 2);
  for (let index = 0; index < byClass.length; index++) starts[byClass[index] + 1]++;
  for (let label = 0; label <= count; label++) starts[label + 1] += starts[label];
  const next = starts.slice();
  const classes = new Uint16Array(byClass.length);
  for (let at = 0; at < byClass.length; at++) classes[next[byClass[order[at]]]++] = order[at];
  return { classes, starts };
}
