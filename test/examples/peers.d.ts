/** The parts that examples use of packages that are not installed here. */
declare module "@huggingface/transformers" {
  export class Tensor {
    constructor(type: "int64", data: BigInt64Array, dims: readonly number[]);
  }
}
