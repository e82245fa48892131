import { OptionError } from "../base/errors.js";

/** A class of tensors that take 64-bit integers: that of transformers.js, or onnxruntime's. */
// biome-ignore lint/suspicious/noExplicitAny: tensor classes differ in what they are, not in how they are made
export type TensorConstructor = new (type: "int64", data: BigInt64Array, dims: number[]) => any;

/**
 * The numeric fields of a batch as tensors of dims [batch, length], or [batch] for one number each.
 *
 * @throws OptionError where the rows of a field differ in length
 */
export function toTensors(
  batch: Readonly<Record<string, readonly unknown[]>>,
  Tensor: TensorConstructor,
): Record<string, unknown> {
  const entries = Object.entries(batch).map(([field, rows]) => [field, toTensor(field, rows, Tensor)] as const);
  return Object.fromEntries(entries);
}

function toTensor(field: string, rows: readonly unknown[], Tensor: TensorConstructor): unknown {
  if (rows.every(isNumber)) return new Tensor("int64", BigInt64Array.from(rows, BigInt), [rows.length]);
  if (!rows.every(isNumbers)) return rows;
  const length = rows[0]?.length ?? 0;
  const ragged = rows.find((row) => row.length !== length);
  if (ragged) {
    const expected = `rows of one length (${length}): say padding: true, truncation: true`;
    throw new OptionError(`return_tensors: ${field}`, `a row of ${ragged.length}`, expected);
  }
  const data = new BigInt64Array(rows.length * length);
  rows.forEach((row, at) => {
    row.forEach((value, column) => {
      data[at * length + column] = BigInt(value);
    });
  });
  return new Tensor("int64", data, [rows.length, length]);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}
