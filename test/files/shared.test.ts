import { describe, expect, it } from "vitest";
import { Shared } from "../../src/files/shared.js";
import type { ProgressEvent, Watch } from "../../src/files/watch.js";

/** A load that the test ends. */
class Load {
  readonly watches: Watch[] = [];
  #end: ((error?: Error) => void)[] = [];
  readonly shared = new Shared("x.dict", (watch) => {
    this.watches.push(watch);
    watch.progress_callback?.({ status: "initiate", name: "x.dict", file: "x.dict" });
    return new Promise<string>((resolve, reject) => {
      this.#end.push((error) => (error ? reject(error) : resolve("loaded")));
    });
  });

  end(error?: Error): void {
    this.#end.shift()?.(error);
  }
}

describe("a shared load", () => {
  it("is made once", async () => {
    const load = new Load();
    const results = [load.shared.get({}), load.shared.get({})];
    load.end();
    expect(await Promise.all([...results, load.shared.get({})])).toEqual(["loaded", "loaded", "loaded"]);
    expect(load.watches).toHaveLength(1);
  });

  it("goes on if one of its callers aborts", async () => {
    const load = new Load();
    const controller = new AbortController();
    const leaving = load.shared.get({ signal: controller.signal });
    const staying = load.shared.get({});
    controller.abort("left");
    await expect(leaving).rejects.toBe("left");
    expect(load.watches[0].signal?.aborted).toBe(false);
    load.end();
    expect(await staying).toBe("loaded");
  });

  it("stops if all of its callers abort, and begins anew for the next", async () => {
    const load = new Load();
    const controller = new AbortController();
    const leaving = [1, 2].map(() => load.shared.get({ signal: controller.signal }));
    controller.abort("left");
    for (const one of leaving) await expect(one).rejects.toBe("left");
    expect(load.watches[0].signal?.aborted).toBe(true);
    const next = load.shared.get({});
    load.end(new Error("aborted"));
    load.end();
    expect(await next).toBe("loaded");
  });

  it("may be repeated after a failure", async () => {
    const load = new Load();
    const failing = load.shared.get({});
    load.end(new Error("no network"));
    await expect(failing).rejects.toThrow("no network");
    const again = load.shared.get({});
    load.end();
    expect(await again).toBe("loaded");
  });

  it("reports its progress to each caller, under the caller's name", async () => {
    const load = new Load();
    const seen: string[] = [];
    const watch = (name: string): Watch => ({
      name,
      progress_callback: (event: ProgressEvent) => seen.push(`${event.name} ${event.status}`),
    });
    const first = load.shared.get(watch("a"));
    const second = load.shared.get(watch("b"));
    load.end();
    await Promise.all([first, second]);
    await load.shared.get(watch("c"));
    expect(seen).toEqual(["a initiate", "b initiate", "c initiate", "c done"]);
  });
});
