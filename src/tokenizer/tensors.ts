import { OptionError } from "../base/errors.js";
import type { BatchEncoding, Encoding } from "./encoding.js";

/** A class of tensors that take 64-bit integers: that of transformers.js, or onnxruntime's. */
export type TensorConstructor<Tensor = unknown> = new (type: "int64", data: BigInt64Array, dims: number[]) => Tensor;

/** Options that ask for tensors of a class. */
export type InTensors<Options, Tensor> = Options & { readonly return_tensors: TensorConstructor<Tensor> };

/**
 * An encoding in tensors of dims [batch, length], or [batch] for a field with one number per text. Offsets remain
 * lists, and so do word ids if one is null.
 */
export type TensorEncoding<Tensor> = {
  [Field in keyof Encoding]: Field extends "offset_mapping"
    ? BatchEncoding[Field]
    : Field extends "word_ids"
      ? Tensor | BatchEncoding[Field]
      : Tensor;
};

/**
 * The numeric fields of a batch as tensors.
 *
 * @throws OptionError if the rows of a field differ in length
 */
export function toTensors<Tensor>(batch: BatchEncoding, Tensor: TensorConstructor<Tensor>): TensorEncoding<Tensor> {
  const entries = Object.entries(batch).map(([field, rows]) => [field, toTensor(field, rows, Tensor)]);
  return Object.fromEntries(entries) as TensorEncoding<Tensor>;
}

function toTensor<Tensor>(field: string, rows: readonly unknown[], Tensor: TensorConstructor<Tensor>): unknown {
  if (rows.every(isNumber)) return new Tensor("int64", BigInt64Array.from(rows, BigInt), [rows.length]);
  if (!rows.every(isNumbers)) return rows;
  const length = rows[0]?.length ?? 0;
  const ragged = rows.find((row) => row.length !== length);
  if (ragged) {
    const expected = `rows of one length (${length}): set padding: true, truncation: true`;
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
