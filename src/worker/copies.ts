import type { Answer, Call, Client } from "./client.js";

/** A tokenizer in one worker. */
export interface Copy {
  readonly client: Client;
  /** The number of the tokenizer in the worker. */
  readonly tokenizer: number;
}

/** A call without its tokenizer. */
export type Calling = Omit<Call, "type" | "id" | "tokenizer">;

/**
 * The copies of one tokenizer, one in each worker. Changes go to all copies, so that any of them can answer a call. Answers
 * arrive in the order of the requests.
 */
export class Copies {
  readonly #copies: readonly Copy[];
  #last: Promise<unknown> = Promise.resolve();

  constructor(copies: readonly Copy[]) {
    this.#copies = copies;
  }

  /** The number of copies. */
  get size(): number {
    return this.#copies.length;
  }

  /** Calls a method of the copy that has the least to do. */
  call(calling: Calling): Promise<Answer> {
    return this.#inOrder(this.#callOne(calling));
  }

  /** Divides calls among the copies. Resolves with all answers, or rejects with the error of the first failed call in the list. */
  callEach(callings: readonly Calling[]): Promise<readonly Answer[]> {
    const answers = callings.map((calling) => this.#callOne(calling));
    return this.#inOrder(inTurn(answers));
  }

  /** Calls a method that changes all copies alike. Resolves with the first copy's answer. */
  callAll(calling: Calling): Promise<Answer> {
    return this.#all(({ client, tokenizer }) => client.ask({ type: "call", tokenizer, ...calling }));
  }

  /** Sets properties of all copies. */
  set(values: Readonly<Record<string, unknown>>): Promise<Answer> {
    return this.#all(({ client, tokenizer }) => client.ask({ type: "set", tokenizer, values }));
  }

  /** Lets the workers forget the copies. */
  free(): void {
    for (const { client, tokenizer } of this.#copies) client.tell({ type: "free", tokenizer });
  }

  #callOne(calling: Calling): Promise<Answer> {
    const { client, tokenizer } = this.#copies.reduce((least, copy) =>
      copy.client.load < least.client.load ? copy : least,
    );
    return client.ask({ type: "call", tokenizer, ...calling });
  }

  async #all(askOne: (copy: Copy) => Promise<Answer>): Promise<Answer> {
    const [first] = await this.#inOrder(inTurn(this.#copies.map(askOne)));
    return first;
  }

  #inOrder<Value>(value: Promise<Value>): Promise<Value> {
    // Without a handler, a rejection before its turn would count as unhandled.
    value.catch(() => undefined);
    const ordered = this.#last.then(() => value);
    this.#last = ordered.catch(() => undefined);
    return ordered;
  }
}

/** The values of all promises, or the rejection of the first in the list that rejects. */
async function inTurn<Value>(promises: readonly Promise<Value>[]): Promise<readonly Value[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
