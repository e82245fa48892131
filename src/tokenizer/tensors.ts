import { reasonOf } from "../base/causes.js";
import { OptionError } from "../base/errors.js";
import type { OptionKind } from "../base/options.js";
import type { BatchEncoding, Encoding } from "./encoding.js";

/** A class of tensors that take 64-bit integers: that of transformers.js, or onnxruntime's. */
export type TensorConstructor<Tensor = unknown> = new (type: "int64", data: BigInt64Array, dims: number[]) => Tensor;

/** Options that ask for tensors of a class. */
export type InTensors<Options, Tensor> = Options & { readonly return_tensors: TensorConstructor<Tensor> };

/** The options of a call that returns tensors. `Options` are those given; others than the known ones are refused. */
export type TensorOptions<Known, Options, Tensor> = Options &
  InTensors<Known, Tensor> & { readonly [Name in Exclude<keyof Options, keyof Known>]: never };

/** The fields that remain lists, if a value of theirs is not a number: with the options that return them. */
interface Lists {
  readonly offset_mapping: "return_offsets_mapping";
  readonly word_ids: "return_word_ids";
  readonly sequence_ids: "return_sequence_ids";
}

/** The fields that depend on the tokenizer's `model_input_names` unless an option says true. */
interface Inputs {
  readonly attention_mask: "return_attention_mask";
  readonly token_type_ids: "return_token_type_ids";
}

/** The keys of fields whose option is given as true. */
type Asked<Fields, Options> = {
  [Field in keyof Fields]: Options extends Readonly<Record<Fields[Field] & string, true>> ? Field : never;
}[keyof Fields];

/** The type of a field in tensors. Offsets remain lists, and so do word ids and sequence ids if one is null. */
type InTensor<Field extends keyof Encoding, Tensor> = Field extends "offset_mapping"
  ? NonNullable<BatchEncoding[Field]>
  : Field extends keyof Lists
    ? Tensor | NonNullable<BatchEncoding[Field]>
    : Tensor;

/** The fields of an encoding that need not be there. */
type Optional<Options> = Exclude<keyof Encoding, "input_ids" | keyof Lists | Asked<Inputs, Options>>;

/**
 * An encoding in tensors of dims [batch, length], or [batch] for a field with one number per text. Fields that remain
 * lists are in the type only if the given options ask for them, so that a session takes the encoding as it is.
 */
export type TensorEncoding<Tensor, Options = unknown> = {
  [Field in "input_ids" | Asked<Inputs & Lists, Options>]: InTensor<Field, Tensor>;
} & { [Field in Optional<Options>]?: Tensor };

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
    const reason = reasonOf(cause);
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
