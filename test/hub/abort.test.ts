/** The caller's signal ends a load: when, with what, and what stays. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { openModelFiles } from "../../src/hub/open.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { type Seen, sendError } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const REASON = new Error("the user left the page");

const isGet = ({ method }: Seen): boolean => method === "GET";

/** A promise, and its settlement. */
function signalled(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

afterEach(() => vi.restoreAllMocks());

describe("a signal", () => {
  it("that is aborted already prevents everything", async () => {
    const signal = AbortSignal.abort(REASON);
    await expect(setting.open(MODEL, { signal })).rejects.toBe(REASON);
    await expect(AutoTokenizer.from_pretrained(MODEL, { signal })).rejects.toBe(REASON);
    expect(setting.hub.seen).toEqual([]);
  });

  it("ends a request without an answer, and the reads that wait for it", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫", "tokenizer_config.json": "{}" });
    const asked = signalled();
    setting.hub.interfere(() => true, asked.resolve);
    const controller = new AbortController();
    const files = await setting.open(MODEL, { signal: controller.signal });
    const reads = Promise.allSettled(["vocab.txt", "tokenizer_config.json"].map((file) => files.read(file)));
    await asked.promise;
    controller.abort(REASON);
    for (const read of await reads) expect(read).toEqual({ status: "rejected", reason: REASON });
    await expect(files.read("vocab.txt")).rejects.toBe(REASON);
    expect(setting.hub.seen).toHaveLength(1);
    expect(setting.waits).toEqual([]);
  });

  it("without a reason rejects with its AbortError", async () => {
    const asked = signalled();
    setting.hub.interfere(() => true, asked.resolve);
    const controller = new AbortController();
    const loading = AutoTokenizer.from_pretrained(MODEL, { signal: controller.signal });
    asked.promise.then(() => controller.abort());
    await expect(loading).rejects.toMatchObject({ name: "AbortError" });
  });

  it("ends the wait for a busy hub at once", async () => {
    const asked = signalled();
    setting.hub.interfere(
      () => true,
      (_, response) => {
        response.setHeader("Retry-After", "60");
        sendError(response, 503);
        asked.resolve();
      },
    );
    const controller = new AbortController();
    const set = vi.spyOn(globalThis, "setTimeout");
    const clear = vi.spyOn(globalThis, "clearTimeout");
    const isSleep = ([, milliseconds]: readonly unknown[]): boolean => milliseconds === 60_000;
    // This waits in earnest.
    const files = await openModelFiles(MODEL, { signal: controller.signal });
    const reading = files.read("vocab.txt");
    await asked.promise;
    await vi.waitUntil(() => set.mock.calls.some(isSleep));
    controller.abort(REASON);
    await expect(reading).rejects.toBe(REASON);
    const timer = set.mock.results[set.mock.calls.findIndex(isSleep)].value;
    expect(clear).toHaveBeenCalledWith(timer);
    expect(setting.hub.seen).toHaveLength(1);
  });

  it("ends a download, and leaves no file in part", async () => {
    const vocabulary = "猫".repeat(1_000);
    setting.hub.commit(MODEL, { "tokenizer_config.json": "{}", "vocab.txt": vocabulary });
    setting.hub.interfere(
      (seen) => isGet(seen) && seen.path.includes("vocab.txt"),
      (_, response) => {
        response.writeHead(200, { "Content-Length": vocabulary.length * 3 });
        response.write("猫");
      },
      1,
    );
    const controller = new AbortController();
    const progress_callback = ({ file, loaded }: { file: string; loaded?: number }): void => {
      if (file === "vocab.txt" && loaded === 3) controller.abort(REASON);
    };
    const files = await setting.open(MODEL, { signal: controller.signal, progress_callback });
    await files.read("tokenizer_config.json");
    await expect(files.read("vocab.txt")).rejects.toBe(REASON);
    const tree = setting.tree();
    expect(tree.some((line) => line.includes("tokenizer_config.json"))).toBe(true);
    expect(tree.some((line) => /猫|incomplete|vocab/.test(line))).toBe(false);
    expect(await setting.text(MODEL, "vocab.txt")).toBe(vocabulary);
  });

  it("gets one listener at a time, and keeps none", async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.txt`, `${at}`]));
    setting.hub.commit(MODEL, files);
    const { signal } = new AbortController();
    let [listeners, most] = [0, 0];
    const add = signal.addEventListener.bind(signal);
    vi.spyOn(signal, "addEventListener").mockImplementation((...args: Parameters<typeof add>) => {
      most = Math.max(most, ++listeners);
      add(...args);
    });
    const remove = signal.removeEventListener.bind(signal);
    vi.spyOn(signal, "removeEventListener").mockImplementation((...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    });
    const opened = await setting.open(MODEL, { signal });
    await Promise.all(Object.keys(files).map((file) => opened.read(file)));
    expect([listeners, most]).toEqual([0, 1]);
  });
});
