import type { Port } from "./messages.js";

/** A worker of the web, or the global object inside of one. */
interface Web {
  postMessage(message: unknown, transferred: readonly ArrayBufferLike[]): void;
  addEventListener(
    type: string,
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void;
  terminate?(): void;
}

/** Starts a worker with this library's script, as a module. */
export function startWorker(): Port<unknown, never> {
  // Bundlers know this form, with the address as a literal, and bundle the script.
  return webPort(new Worker(new URL("./script.js", import.meta.url), { type: "module" }) as unknown as Web);
}

/** The way to a worker that a caller gives; undefined if it is not a worker. */
export function portOf(worker: unknown): Port<unknown, never> | undefined {
  const { postMessage, addEventListener } = (worker ?? {}) as Partial<Web>;
  const isWorker = typeof postMessage === "function" && typeof addEventListener === "function";
  return isWorker ? webPort(worker as Web) : undefined;
}

/** Inside of a worker, the way to the thread that started it. */
export function parentPort(): Port<unknown, never> {
  return webPort(globalThis as unknown as Web);
}

function webPort(web: Web): Port<unknown, never> {
  return {
    post: (message, transferred = []) => web.postMessage(message, transferred),
    listen(received, failed) {
      web.addEventListener("message", ({ data }) => received(data as never));
      web.addEventListener("messageerror", () => failed(new Error("a message that cannot be read")));
      web.addEventListener("error", ({ message }) => failed(new Error(message ?? "its script cannot be loaded")));
    },
    terminate: () => web.terminate?.(),
  };
}
