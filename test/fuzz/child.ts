/** A process that tries inputs of one kind: `child.ts KIND SEED FIRST COUNT`. It reports to its parent what it does. */
import { setLogger } from "../../src/base/logger.js";
import { Fault, inputOf } from "./kind.js";
import { KINDS } from "./kinds/index.js";
import { smallest } from "./shrink.js";

/** A message of the process to its parent. */
export type Report =
  | { readonly type: "reached"; readonly next: number; readonly memory: number }
  | { readonly type: "fault"; readonly index: number; readonly message: string; readonly input: unknown };

/** Milliseconds between two messages. The parent takes a longer silence for a hang. */
const INTERVAL = 200;

const [name, seed, first, count] = process.argv.slice(2);
const silent = (): void => undefined;
setLogger({ warn: silent, error: silent });
const kind = await KINDS[name]();

function send(report: Report): void {
  process.send?.(report);
}

let reported = 0;
for (let index = Number(first); index < Number(first) + Number(count); index++) {
  const now = performance.now();
  if (now - reported > INTERVAL) {
    reported = now;
    send({ type: "reached", next: index, memory: process.memoryUsage.rss() });
    // Lets the message leave before an input that may never end.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const input = inputOf(kind, Number(seed), index);
  try {
    await kind.check(input);
  } catch (error) {
    const isFault = error instanceof Fault;
    const message = isFault
      ? error.message
      : `error of the fuzzing program: ${(error as Error).stack ?? String(error)}`;
    send({ type: "fault", index, message, input: isFault ? await smallest(kind, input, message) : input });
  }
}
send({ type: "reached", next: Number(first) + Number(count), memory: process.memoryUsage.rss() });
process.disconnect?.();
