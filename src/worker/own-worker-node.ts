import * as threads from "node:worker_threads";
import type { Port } from "./messages.js";
import { portOf as webPortOf } from "./own-worker-web.js";

/** A worker of Node, or inside of one the port to the thread that started it. */
interface Thread {
  postMessage(message: unknown, transferred?: readonly ArrayBuffer[]): void;
  on(event: string, listener: (value: unknown) => void): unknown;
  terminate?(): unknown;
}

/** Starts a worker with this library's script. */
export function startWorker(): Port<unknown, never> {
  return threadPort(new threads.Worker(new URL("./worker-script.cjs", import.meta.url)));
}

/** The way to a worker that a caller gives, of Node or of the web; undefined if it is not a worker. */
export function portOf(worker: unknown): Port<unknown, never> | undefined {
  if (worker instanceof threads.Worker) return threadPort(worker);
  return webPortOf(worker);
}

/** Inside of a worker, the way to the thread that started it. */
export function parentPort(): Port<unknown, never> {
  return threads.parentPort ? threadPort(threads.parentPort) : (webPortOf(globalThis) as Port<unknown, never>);
}

function threadPort(thread: Thread): Port<unknown, never> {
  return {
    post: (message, transferred = []) => thread.postMessage(message, transferred as ArrayBuffer[]),
    listen(received, failed) {
      thread.on("message", (message) => received(message as never));
      thread.on("messageerror", failed);
      if (!thread.terminate) return;
      thread.on("error", failed);
      thread.on("exit", () => failed(new Error("it has ended")));
    },
    terminate: () => void thread.terminate?.(),
  };
}
