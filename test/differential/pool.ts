import { availableParallelism } from "node:os";
import { Reference } from "../../fixtures/reference.js";
import { AnswerCache } from "./answer-cache.js";

/** Requests in flight per reference, so that it does not idle while we compare its last answer. */
const TASKS_AHEAD = 2;

/** Reference processes, one per core. */
export class Pool {
  readonly references: readonly [Reference, ...Reference[]];

  private constructor(references: readonly [Reference, ...Reference[]]) {
    this.references = references;
  }

  static async start(): Promise<Pool> {
    const answers = new AnswerCache();
    const others = Array.from({ length: availableParallelism() - 1 }, () => Reference.start(answers));
    return new Pool([await Reference.start(answers), ...(await Promise.all(others))]);
  }

  /** Runs every task with the next free reference. */
  async each<T>(tasks: Iterable<T>, work: (task: T, reference: Reference) => Promise<void>): Promise<void> {
    const queue = tasks[Symbol.iterator]();
    const pull = async (reference: Reference) => {
      for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value, reference);
    };
    await Promise.all(
      this.references.flatMap((reference) => Array.from({ length: TASKS_AHEAD }, () => pull(reference))),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.references.map((reference) => reference.close()));
  }
}
