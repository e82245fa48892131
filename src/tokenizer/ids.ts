import { reasonOf } from "../base/causes.js";
import { OptionError } from "../base/errors.js";
import { ITERABLE, listOf, NATURAL } from "../base/options.js";

type Id = number | bigint;

const DIMS = listOf(NATURAL);

/** A tensor of ids, such as transformers.js's or onnxruntime's: its values in row-major order, and its shape. */
export interface IdTensor {
  readonly data: Iterable<Id>;
  readonly dims?: readonly number[] | undefined;
}

/**
 * The ids of one text as a caller gives them: a list or typed array of numbers or bigints, a tensor of dims [length] or
 * [1, length], or a list with one list.
 */
export type Ids = Iterable<Id> | IdTensor | readonly [Ids];

/** The ids of several texts: lists of ids, a tensor of dims [batch, length], or single ids. */
export type IdBatch = Iterable<Id | Ids> | IdTensor;

/** The most lists around the ids of one text. */
const MOST_LISTS = 32;
/** The most rows of a tensor. */
const MOST_ROWS = 2 ** 26;

/** The ids of one text. @throws OptionError if they are not a list, are several lists, or an id is not an integer */
export function toIds(name: string, ids: Ids, depth = 0): number[] {
  if (depth > MOST_LISTS) throw new OptionError(name, ids, "a list of ids, not lists in lists");
  if (isTensor(ids)) return Array.from(onlyRow(name, ids), (id) => toId(name, id));
  if (!ITERABLE.allows(ids)) throw new OptionError(name, ids, `a list of ids${ofEncoding(ids)}`);
  const values = Array.from(ids as Iterable<unknown>);
  if (!values.some(isNested)) return values.map((id) => toId(name, id));
  if (values.length === 1) return toIds(name, values[0] as Ids, depth + 1);
  throw new OptionError(name, `${values.length} lists`, "the ids of one text; batch_decode takes several");
}

/** The ids of the second text, if there is one. @throws OptionError as {@link toIds} */
export function toPairIds(name: string, ids: Ids | null | undefined): number[] | undefined {
  return ids === undefined || ids === null ? undefined : toIds(name, ids);
}

/** The ids of each text of a batch. @throws OptionError as {@link toIds} */
export function toIdLists(name: string, batch: IdBatch): number[][] {
  if (isTensor(batch)) return rowsOf(name, batch).map((row) => Array.from(row, (id) => toId(name, id)));
  if (!ITERABLE.allows(batch))
    throw new OptionError(
      name,
      batch,
      `a list of lists of ids, or a tensor of dims [batch, length]${ofEncoding(batch)}`,
    );
  return Array.from(batch as Iterable<unknown>, (ids) => (isNested(ids) ? toIds(name, ids) : [toId(name, ids)]));
}

/** The end of a message about the result of a call in place of its ids. */
function ofEncoding(ids: unknown): string {
  return typeof ids === "object" && ids !== null && "input_ids" in ids ? ": of a call's result, its input_ids" : "";
}

/** An id as a number. @throws OptionError if it is not an integer that a number holds exactly */
export function toId(name: string, id: unknown): number {
  const number = typeof id === "bigint" ? Number(id) : id;
  if (Number.isSafeInteger(number)) return number as number;
  throw new OptionError(name, typeof id === "bigint" ? `${id}n` : id, "integers, below 2 ** 53");
}

/** The values of a tensor whose axes before the last have length 1. */
function onlyRow(name: string, tensor: IdTensor): Iterable<Id> {
  const dims = dimsOf(name, tensor) ?? [];
  if (dims.slice(0, -1).every((length) => length === 1)) return dataOf(name, tensor);
  const found = `a tensor of dims [${dims.join(", ")}]`;
  throw new OptionError(name, found, "a tensor of dims [length] or [1, length]; batch_decode takes several rows");
}

/** The rows of a tensor of two axes; of one axis, each value alone. */
function rowsOf(name: string, tensor: IdTensor): Id[][] {
  const values = Array.from(dataOf(name, tensor));
  const dims = dimsOf(name, tensor) ?? [values.length];
  const [count = 1, length = 1] = dims;
  if (dims.length > 2 || count * length !== values.length || count > MOST_ROWS) {
    const found = `a tensor of dims [${dims.join(", ")}] with ${values.length} values`;
    throw new OptionError(name, found, "a tensor of dims [batch, length]");
  }
  return Array.from({ length: count }, (_, row) => values.slice(row * length, (row + 1) * length));
}

/** @throws OptionError if dims is not a list of lengths */
function dimsOf(name: string, { dims }: IdTensor): readonly number[] | undefined {
  if (dims === undefined || DIMS.allows(dims)) return dims;
  throw new OptionError(`${name}: dims`, dims, DIMS.expected);
}

/** @throws OptionError if the values are not in the memory of JavaScript, but for instance on a GPU */
function dataOf(name: string, tensor: IdTensor): Iterable<Id> {
  try {
    const { data } = tensor;
    if (ITERABLE.allows(data)) return data as Iterable<Id>;
    throw new OptionError(name, data, "a tensor whose data is a list of ids");
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    const reason = reasonOf(cause);
    throw new OptionError(name, `a tensor without data: ${reason}`, "data in memory: await its getData()", { cause });
  }
}

/** Some tensors can be iterated too, but only their data and dims say what is in them. */
function isTensor(value: unknown): value is IdTensor {
  return typeof value === "object" && value !== null && "data" in value;
}

function isNested(value: unknown): value is Ids {
  return ITERABLE.allows(value) || isTensor(value);
}
