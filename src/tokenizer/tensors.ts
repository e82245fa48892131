import { OptionError } from "../base/errors.js";
import type { OptionKind } from "../base/options.js";
import type { BatchEncoding, Encoding } from "./encoding.js";

/** A class of tensors that take 64-bit integers: that of transformers.js, or onnxruntime's. */
export type TensorConstructor<Tensor = unknown> = new (type: "int64", data: BigInt64Array, dims: number[]) => Tensor;

/** Options that ask for tensors of a class. */
export type InTensors<Options, Tensor> = Options & { readonly return_tensors: TensorConstructor<Tensor> };

/**
 * An encoding in tensors of dims [batch, length], or [batch] for a field with one number per text. Offsets remain
 * lists, and so do word ids and sequence ids if one is null.
 */
export type TensorEncoding<Tensor> = {
  [Field in keyof Encoding]: Field extends "offset_mapping"
    ? BatchEncoding[Field]
    : Field extends "word_ids" | "sequence_ids"
      ? Tensor | BatchEncoding[Field]
      : Tensor;
};

const CLASS_EXPECTED =
  'a class of tensors, such as Tensor of "@huggingface/transformers" or "onnxruntime-web", not its name: ' +
  "{ return_tensors: Tensor }";

/** A class; only calling it shows that it makes tensors. */
export const TENSOR_CLASS: OptionKind = {
  // Arrow functions and methods have no prototype, and cannot be called with new.
  allows: (value) => typeof value === "function" && value.prototype !== undefined,
  expected: CLASS_EXPECTED,
};

/**
 * The numeric fields of a batch as tensors.
 *
 * @throws OptionError if the rows of a field differ in length, or the class makes no tensors
 */
export function toTensors<Tensor>(batch: BatchEncoding, Tensor: TensorConstructor<Tensor>): TensorEncoding<Tensor> {
  const entries = Object.entries(batch).map(([field, rows]) => [field, toTensor(field, rows, Tensor)]);
  return Object.fromEntries(entries) as TensorEncoding<Tensor>;
}

/** As {@link toTensors}, for one encoding: its tensors have no batch axis. */
export function toSingleTensors<Tensor>(encoding: Encoding, Tensor: TensorConstructor<Tensor>): TensorEncoding<Tensor> {
  const entries = Object.entries(encoding).map(([field, value]) => [
    field,
    isNumber(value) ? make(Tensor, [value], []) : Array.isArray(value) ? toTensor(field, value, Tensor) : value,
  ]);
  return Object.fromEntries(entries) as TensorEncoding<Tensor>;
}

function toTensor<Tensor>(field: string, rows: readonly unknown[], Tensor: TensorConstructor<Tensor>): unknown {
  if (rows.every(isNumber)) return make(Tensor, rows, [rows.length]);
  if (!rows.every(isNumbers)) return rows;
  const length = rows[0]?.length ?? 0;
  const ragged = rows.find((row) => row.length !== length);
  if (ragged) {
    const expected = `rows of one length (${length}): set padding: true, truncation: true`;
    throw new OptionError(`return_tensors: ${field}`, `a row of ${ragged.length}`, expected);
  }
  return make(Tensor, rows.flat(), [rows.length, length]);
}

/** @throws OptionError if the class throws, or makes objects that are no tensors */
function make<Tensor>(Tensor: TensorConstructor<Tensor>, values: readonly number[], dims: number[]): Tensor {
  const data = new BigInt64Array(values.length);
  for (let at = 0; at < values.length; at++) data[at] = BigInt(values[at]);
  let tensor: Tensor;
  try {
    tensor = new Tensor("int64", data, dims);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OptionError("return_tensors", `${nameOf(Tensor)}, which throws: ${reason}`, CLASS_EXPECTED, { cause });
  }
  const hasShape = typeof tensor === "object" && tensor !== null && ("dims" in tensor || "shape" in tensor);
  if (!hasShape) {
    const found = `${nameOf(Tensor)}, whose objects have neither dims nor a shape`;
    throw new OptionError("return_tensors", found, CLASS_EXPECTED);
  }
  return tensor;
}

function nameOf({ name }: { readonly name: string }): string {
  return name === "" ? "a class without a name" : `the class ${name}`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isNumber);
}
