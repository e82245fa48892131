import type * as theirs from "@huggingface/transformers";

/** A tensor with the members that the adapter and the pipelines use. */
export class Tensor {
  constructor(
    readonly type: string,
    readonly data: BigInt64Array | Float32Array,
    readonly dims: readonly number[],
  ) {}
}

/** The requests that a stand-in has received. */
export interface Calls {
  readonly models: [kind: string, name: string, options: unknown][];
  readonly pipelines: [task: string, model: string | undefined, options: unknown][];
}

/** The configuration of the models that a stand-in makes, and the logits that they answer with. */
export interface Model {
  readonly config: theirs.PretrainedConfig;
  readonly logits?: theirs.Tensor;
}

interface Called {
  _call(...args: unknown[]): unknown;
}

/** A stand-in of transformers.js, whose models answer with given logits. */
export function library(env: Partial<typeof theirs.env> = {}, { config, logits }: Model = { config: {} }) {
  const calls: Calls = { models: [], pipelines: [] };
  const inputs: Readonly<Record<string, Tensor>>[] = [];
  const model = Object.assign(
    async (given: Readonly<Record<string, Tensor>>) => {
      inputs.push(given);
      return { logits };
    },
    { config },
  );
  function Pipeline(parts: object): object {
    const callable = (...args: unknown[]): unknown => (callable as unknown as Called)._call(...args);
    return Object.assign(Object.setPrototypeOf(callable, new.target.prototype), parts);
  }
  const models = (kind: string) => ({
    async from_pretrained(name: string, options: unknown) {
      calls.models.push([kind, name, options]);
      return model;
    },
  });
  const made = {
    Tensor,
    env: { allowLocalModels: true, allowRemoteModels: false, localModelPath: "/none", ...env },
    async pipeline(task: string, name: string | undefined, options: unknown) {
      calls.pipelines.push([task, name, options]);
      return "theirs";
    },
  };
  const anything = new Proxy(made, {
    get: (target, name: string) => Reflect.get(target, name) ?? (name.startsWith("Auto") ? models(name) : Pipeline),
  });
  return { library: anything as unknown as typeof theirs, calls, inputs };
}
