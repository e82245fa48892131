/** The hub's client in a simulated browser: no files, no environment, hidden redirects and headers, Cache Storage. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HubOptions } from "../../src/hub/settings.js";
import { cutAfter, KNOWN_TOKEN, type Seen, sendError } from "./hub-server.js";
import { useSetting } from "./setting.js";

vi.mock("#platform", () => import("../../src/platform/web.js"));
vi.mock("#hub-cache", () => import("../../src/hub/browser-cache.js"));

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const isGet = ({ method }: Seen): boolean => method === "GET";

/** Cache Storage in memory. */
class Storage {
  readonly entries = new Map<string, Uint8Array>();
  isFull = false;

  async open(): Promise<object> {
    return {
      match: async (url: string) => this.entries.has(url) && new Response(this.entries.get(url) as BodyInit),
      keys: async () => [...this.entries.keys()].map((url) => new Request(url)),
      put: async (url: string, response: Response) => {
        if (this.isFull) throw new DOMException("full", "QuotaExceededError");
        this.entries.set(url, new Uint8Array(await response.arrayBuffer()));
      },
    };
  }
}

/** fetch as a browser shows it for another origin: redirects are opaque, and only exposed headers are visible. */
async function browserFetch(url: URL, init: RequestInit): Promise<Response> {
  const response = await fetchOfNode(url, init);
  if (init.redirect === "manual" && response.status >= 300 && response.status < 400) {
    return asIf(new Response(null), { type: "opaqueredirect", status: 0, ok: false, url: "" });
  }
  const exposed = response.headers.get("Access-Control-Expose-Headers") ?? "";
  const names =
    exposed === "*"
      ? [...response.headers.keys()]
      : [...exposed.split(",").filter(Boolean), "Content-Length", "Content-Type"];
  const headers = names.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  const shown = new Response(response.body, { status: response.status, headers });
  return asIf(shown, { type: "cors", url: response.url });
}

function asIf(response: Response, properties: object): Response {
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(response, name, { value });
  return response;
}

const fetchOfNode = globalThis.fetch;
let storage: Storage;

beforeEach(() => {
  storage = new Storage();
  vi.stubGlobal("caches", storage);
  vi.stubGlobal("fetch", browserFetch);
});
afterEach(() => vi.unstubAllGlobals());

function text(file: string, options: HubOptions = {}): Promise<string | undefined> {
  return setting.text("neko", file, { endpoint: setting.hub.endpoint, ...options });
}

describe("in a browser", () => {
  it("requests go to the same addresses as in Node, and only the hub gets the token", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫", "spiece.model": "大" }, { large: ["spiece.model"] });
    const files = await setting.open("neko", { endpoint: setting.hub.endpoint, token: KNOWN_TOKEN });
    for (const [name, content] of [
      ["vocab.txt", "猫"],
      ["spiece.model", "大"],
      ["none.txt", undefined],
    ] as const) {
      const bytes = await files.read(name);
      expect(bytes && new TextDecoder().decode(bytes)).toBe(content);
    }
    expect(setting.hub.seen.filter(({ host }) => host === "cdn").map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
    ]);
    expect(setting.tree(setting.machine)).toEqual([]);
  });

  it("with Cache Storage, only the first file's HEAD is requested again", async () => {
    const content = { "vocab.txt": "猫", "sub/語.txt": "犬", "spiece.model": "大" };
    const commit = setting.hub.commit(MODEL, content, { large: ["spiece.model"] });
    for (const _ of [1, 2]) {
      setting.hub.forget();
      const files = await setting.open("neko", { endpoint: setting.hub.endpoint });
      for (const file of [...Object.keys(content), "none.txt"]) await files.read(file);
      expect(files.locationOf("vocab.txt")).toBe(`${setting.hub.endpoint}/${MODEL}/resolve/${commit}/vocab.txt`);
    }
    expect(new Set(setting.hub.log)).toEqual(new Set(["HEAD vocab.txt"]));
    for (const [file, expected] of Object.entries(content)) {
      expect(await text(file, { local_files_only: true })).toBe(expected);
    }
    expect(await text("none.txt", { local_files_only: true })).toBeUndefined();
    expect(await text("vocab.txt", { endpoint: setting.closedEndpoint }).catch(() => "its own cache")).toBe(
      "its own cache",
    );
  });

  it("cached files load while the hub is out of reach", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await text("vocab.txt");
    setting.hub.interfere(
      () => true,
      (_, response) => response.destroy(),
    );
    expect(await text("vocab.txt")).toBe("猫");
    expect(setting.waits).toEqual([]);
  });

  it("a new commit replaces the old one", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await text("vocab.txt");
    setting.hub.commit(MODEL, { "vocab.txt": "犬" });
    expect(await text("vocab.txt")).toBe("犬");
    expect(await text("vocab.txt", { local_files_only: true })).toBe("犬");
  });

  it("a damaged entry of the storage is downloaded again", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await text("vocab.txt");
    for (const url of storage.entries.keys()) {
      if (url.includes("/blobs/")) storage.entries.set(url, new TextEncoder().encode("犬"));
    }
    await expect(text("vocab.txt", { local_files_only: true })).rejects.toMatchObject({ reason: "damaged" });
    expect(await text("vocab.txt")).toBe("猫");
    expect(await text("vocab.txt", { local_files_only: true })).toBe("猫");
  });

  it("without storage, or with full storage, files load uncached", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    storage.isFull = true;
    expect(await text("vocab.txt")).toBe("猫");
    expect(storage.entries.size).toBe(0);
    vi.stubGlobal("caches", undefined);
    expect(await text("vocab.txt")).toBe("猫");
    expect(await text("none.txt")).toBeUndefined();
  });

  it("a body of another hash is an error, and a cut one is downloaded again", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    setting.hub.interfere(isGet, cutAfter(Buffer.from("猫"), 1), 1);
    expect(await text("vocab.txt")).toBe("猫");
    expect(setting.hub.seen.every(({ headers }) => headers.range === undefined)).toBe(true);
    setting.hub.commit(MODEL, { "vocab.txt": "犬" });
    setting.hub.interfere(isGet, (_, response) => response.end("<html>"));
    await expect(text("vocab.txt")).rejects.toMatchObject({ reason: "damaged" });
    expect(await text("vocab.txt", { local_files_only: true })).toBe("猫");
  });

  it("without crypto.subtle, files load unverified", async () => {
    vi.stubGlobal("crypto", {});
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    setting.hub.interfere(isGet, (_, response) => response.end("犬"), 1);
    expect(await text("vocab.txt")).toBe("犬");
  });

  it("files are requested at once, after the first answer", async () => {
    const names = ["1", "2", "3", "4"];
    setting.hub.commit(MODEL, Object.fromEntries(names.map((name) => [name, name])));
    setting.hub.latency = 20;
    const files = await setting.open("neko", { endpoint: setting.hub.endpoint });
    await Promise.all(names.map((name) => files.read(name)));
    expect(setting.hub.mostAtOnce).toBe(4);
  });

  it("a mirror that hides the commit is asked for all files at once, too", async () => {
    const names = ["1", "2", "3", "4"];
    setting.hub.latency = 20;
    setting.hub.interfere(
      () => true,
      ({ url }, response) => {
        response.removeHeader("Access-Control-Expose-Headers");
        response.end(url?.at(-1));
      },
    );
    const files = await setting.open("neko", { endpoint: setting.hub.endpoint });
    const texts = (await Promise.all(names.map((name) => files.read(name)))).map((bytes) =>
      new TextDecoder().decode(bytes),
    );
    expect(texts).toEqual(names);
    expect(setting.hub.mostAtOnce).toBe(4);
  });

  it("a web page in place of a file is an error, even if the server hides all headers that it may", async () => {
    setting.hub.interfere(
      () => true,
      (_, response) => {
        response.removeHeader("Access-Control-Expose-Headers");
        response.writeHead(200, { "Content-Type": "text/html" }).end("<html>");
      },
    );
    await expect(text("vocab.txt")).rejects.toMatchObject({ reason: "unexpected-answer" });
    expect(storage.entries.size).toBe(0);
  });

  it("a request that fails for an unknown reason is an error with the possible ones", async () => {
    const fetch = vi.fn(() => Promise.reject(new TypeError("Failed to fetch")));
    vi.stubGlobal("fetch", fetch);
    const reading = text("vocab.txt");
    await expect(reading).rejects.toMatchObject({ reason: "unreachable", value: "Failed to fetch" });
    await expect(reading).rejects.toThrow(
      /Content-Security-Policy.*CORS.*option files, endpoint.*bert-base-japanese-char-v3/,
    );
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("a signal ends a load", async () => {
    const reason = new Error("the user left the page");
    const controller = new AbortController();
    setting.hub.interfere(
      () => true,
      () => controller.abort(reason),
    );
    await expect(text("vocab.txt", { signal: controller.signal })).rejects.toBe(reason);
    expect(storage.entries.size).toBe(0);
  });

  it("errors are those of Node", async () => {
    await expect(text("vocab.txt")).rejects.toMatchObject({ reason: "repository-not-found" });
    setting.hub.interfere(
      () => true,
      (_, response) => sendError(response, 503),
    );
    await expect(text("vocab.txt")).rejects.toMatchObject({ reason: "unavailable", statusCode: 503 });
    await expect(text("vocab.txt", { local_files_only: true })).rejects.toMatchObject({ reason: "offline" });
  });
});

describe("a bundle for browsers", () => {
  it("imports no module of Node", () => {
    const source = fileURLToPath(new URL("../../src/", import.meta.url));
    const conditions = JSON.parse(readFileSync(join(source, "../package.json"), "utf8")).imports;
    const pending = [join(source, "hub/open.ts")];
    const reached = new Set(pending);
    for (const file of pending) {
      for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
        expect(fileName).not.toMatch(/^node:/);
        const target = fileName.startsWith("#")
          ? join(source, "..", conditions[fileName].default.default.replace("dist", "src"))
          : join(dirname(file), fileName);
        const imported = target.replace(/\.js$/, ".ts");
        if (!reached.has(imported)) pending.push(imported);
        reached.add(imported);
      }
    }
    expect([...reached]).toContain(join(source, "hub/browser-cache.ts"));
    expect([...reached]).not.toContain(join(source, "hub/folder-cache.ts"));
  });
});
