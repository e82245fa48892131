import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import { ownBytes } from "../../src/base/buffers.js";
import { ResourceError } from "../../src/base/errors.js";
import { readIfServed, readSource } from "../../src/files/read.js";
import { FILE_SOURCE, type FileSource } from "../../src/files/source.js";
import type { ProgressEvent } from "../../src/files/watch.js";
import { PAGE, status, useFileServer } from "./file-server.js";

const server = useFileServer();
const folder = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = "山\n川\n";
const bytes = new TextEncoder().encode(TEXT);
const path = join(folder, "vocab.txt");
writeFileSync(path, bytes);

async function textOf(source: FileSource): Promise<string> {
  return new TextDecoder().decode(await readSource(source, { file: "vocab.txt" }));
}

async function failure(source: FileSource, expected?: string): Promise<ResourceError> {
  const reading = { file: "vocab.txt", ...(expected === undefined ? {} : { expected }) };
  const error = await readSource(source, reading).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ResourceError);
  return error as ResourceError;
}

describe("a file is read from", () => {
  const padded = new Uint8Array([0, ...bytes, 0]);
  it.each<[string, () => FileSource]>([
    ["bytes", () => bytes],
    ["a part of a buffer", () => padded.subarray(1, 1 + bytes.length)],
    ["an ArrayBuffer", () => bytes.slice().buffer],
    ["a DataView", () => new DataView(padded.buffer, 1, bytes.length)],
    ["a Blob", () => new Blob([bytes])],
    ["a File", () => new File([bytes], "other.txt")],
    ["a Response", () => new Response(bytes)],
    ["a path", () => path],
    ["a file: URL", () => pathToFileURL(path)],
    ["a file: address", () => pathToFileURL(path).href],
    ["an address", () => `${server.base}/vocab.txt`],
    ["a URL", () => new URL("/vocab.txt?key=secret", server.base)],
    ["a data: address", () => `data:text/plain;base64,${Buffer.from(bytes).toString("base64")}`],
    ["a blob: address", () => URL.createObjectURL(new Blob([bytes]))],
  ])("%s", async (_, source) => {
    server.answers.set("/vocab.txt", bytes);
    expect(await textOf(source())).toBe(TEXT);
  });

  it.each([undefined, null, 7, {}, [], Promise.resolve(bytes), "two\nlines"])("nothing else, such as %s", (value) => {
    expect(FILE_SOURCE.allows(value)).toBe(false);
  });
});

describe("an error names the file, its address and the reason:", () => {
  it("a server's status", async () => {
    const { message } = await failure(`${server.base}/vocab.txt?key=secret`);
    expect(message).toContain(`vocab.txt (${server.base}/vocab.txt): found "HTTP status 404"`);
  });

  it("no server", async () => {
    expect((await failure("http://127.0.0.1:1/vocab.txt")).message).toContain("http://127.0.0.1:1/vocab.txt");
  });

  it("an address that is none", async () => {
    expect((await failure("http://[/vocab.txt")).message).toContain("Invalid URL");
  });

  it("a path that does not exist", async () => {
    expect((await failure(join(folder, "none.txt"))).message).toMatch(/none\.txt.*ENOENT/);
  });

  it("a web page in its place", async () => {
    server.answers.set("/v.dict", PAGE);
    const { message } = await failure(`${server.base}/v.dict`, "a compact dictionary");
    expect(message).toMatch(/v\.dict.*a web page.*expected a compact dictionary/);
  });

  it("a body that breaks off", async () => {
    server.answers.set("/cut", (_, response) => {
      response.writeHead(200, { "Content-Length": 100 });
      response.write("ab", () => response.destroy());
    });
    await failure(`${server.base}/cut`);
  });

  it("a Response of a failed request, and one that was read before", async () => {
    expect((await failure(await fetch(`${server.base}/none`))).message).toMatch(/\/none.*HTTP status 404/);
    const response = new Response(bytes);
    await response.text();
    expect((await failure(response)).message).toContain("read before");
  });

  it("a File that has changed on the disk since it was chosen", async () => {
    const file = new File([bytes], "vocab.txt");
    file.arrayBuffer = () => Promise.reject(new DOMException("the file has changed", "NotReadableError"));
    expect((await failure(file)).message).toContain("the file has changed");
  });
});

describe("a file that a server may lack", () => {
  it.each([
    ["status 404", status(404)],
    ["status 410", status(410)],
    ["status 403, as stores of files answer", status(403)],
    ["a web page", PAGE],
  ])("is missing with %s", async (_, answer) => {
    server.answers.set("/x.json", answer);
    expect(await readIfServed(new URL("/x.json", server.base), { file: "x.json" })).toBeUndefined();
  });

  it("is an error with another status", async () => {
    server.answers.set("/x.json", status(500));
    await expect(readIfServed(new URL("/x.json", server.base), { file: "x.json" })).rejects.toThrow(/x\.json.*500/);
  });
});

describe("progress", () => {
  async function events(source: FileSource): Promise<Omit<ProgressEvent, "name" | "file">[]> {
    const seen: ProgressEvent[] = [];
    const progress_callback = (event: ProgressEvent): number => seen.push(event);
    await readSource(source, { file: "vocab.txt", watch: { name: "v3", progress_callback } });
    for (const { name, file } of seen) expect([name, file]).toEqual(["v3", "vocab.txt"]);
    return seen.map(({ name: _, file: __, ...event }) => event);
  }
  const size = { loaded: bytes.length, total: bytes.length };

  it("of a file on the disk or in memory is its beginning and its end, with its bytes", async () => {
    for (const source of [path, bytes, new Blob([bytes])]) {
      expect(await events(source)).toEqual([{ status: "initiate" }, { status: "done", ...size }]);
    }
  });

  it("of a download has its pieces too", async () => {
    server.answers.set("/vocab.txt", bytes);
    const download = [
      { status: "initiate" },
      { status: "download" },
      { status: "progress", ...size, progress: 100 },
      { status: "done", ...size },
    ];
    expect(await events(`${server.base}/vocab.txt`)).toEqual(download);
    expect(await events(await fetch(`${server.base}/vocab.txt`))).toEqual(download);
  });

  it("has no total where the server packs the bytes", async () => {
    server.answers.set("/vocab.txt", async (_, response) => {
      const { gzipSync } = await import("node:zlib");
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(bytes));
    });
    const [, , progress, done] = await events(`${server.base}/vocab.txt`);
    expect(progress).toEqual({ status: "progress", loaded: bytes.length });
    expect(done).toEqual({ status: "done", ...size });
  });
});

describe("an aborted signal", () => {
  it("stops a download, which rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const closed = new Promise<void>((resolve) => {
      server.answers.set("/slow", (_, response) => {
        response.writeHead(200, { "Content-Length": 10 }).write("a");
        response.on("close", resolve);
      });
    });
    const watch = {
      signal: controller.signal,
      progress_callback: ({ status: step }: ProgressEvent) => step === "progress" && controller.abort("enough"),
    };
    await expect(readSource(`${server.base}/slow`, { file: "slow", watch })).rejects.toBe("enough");
    await closed;
  });

  it("begins nothing", async () => {
    const watch = { signal: AbortSignal.abort() };
    const reading = readSource(`${server.base}/x`, { file: "x", watch });
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(server.paths).toEqual([]);
  });
});

it("copies bytes whose memory belongs to another realm, as in a content script of Firefox", async () => {
  const foreign = runInNewContext("Uint8Array.of(1, 2, 3, 4).subarray(1)");
  const own = ownBytes(foreign);
  expect(own.buffer).toBeInstanceOf(ArrayBuffer);
  expect(own).toEqual(Uint8Array.of(2, 3, 4));
  const given = Uint8Array.of(5, 6).subarray(1);
  expect(ownBytes(given)).toBe(given);
  const blob = new Blob([bytes]);
  blob.arrayBuffer = async () => runInNewContext("Uint8Array.of(7, 8).buffer");
  const read = await readSource(blob, { file: "vocab.txt" });
  expect(read.buffer).toBeInstanceOf(ArrayBuffer);
  expect(read).toEqual(Uint8Array.of(7, 8));
});

it("bytes that a caller changes after a load change nothing that was read", async () => {
  const given = new Uint8Array([1, 2, 3]);
  for (const source of [given, given.buffer, Buffer.from(given.buffer)]) {
    const read = await readSource(source, { file: "given" });
    given[0] = 9;
    expect([...read]).toEqual([1, 2, 3]);
    given[0] = 1;
  }
});
