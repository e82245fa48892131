/** Servers that send more than anyone wants, or that never end: each load has its bounds. */
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ResourceError } from "../../src/base/errors.js";
import { readSource } from "../../src/files/read.js";
import { HubError } from "../../src/hub/hub-error.js";
import { AutoTokenizer } from "../../src/index.js";
import type { Seen } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const COMMIT = "a".repeat(40);
const PIECE = Buffer.alloc(1 << 16, "猫");

const isGet = ({ method }: Seen): boolean => method === "GET";

/** Describes a file by these headers, and lets the body come from a function. */
function serve(headers: Readonly<Record<string, string>>, send: (response: ServerResponse) => void): void {
  const described = { "X-Repo-Commit": COMMIT, ETag: '"version-1"', ...headers };
  setting.hub.interfere(
    ({ method }) => method === "HEAD",
    (_, response) => response.writeHead(200, described).end(),
  );
  setting.hub.interfere(isGet, (_, response) => send(response.writeHead(200)));
}

/** Sends pieces until the client goes, and counts their bytes. */
function sendForEver(response: ServerResponse, sent: { bytes: number }): void {
  const more = (): void => {
    if (response.destroyed) return;
    sent.bytes += PIECE.length;
    if (response.write(PIECE)) setImmediate(more);
    else response.once("drain", more);
  };
  more();
}

async function failureOf(reading: Promise<unknown>): Promise<Error> {
  return reading.then(
    () => expect.fail("should be refused"),
    (error: Error) => error,
  );
}

describe("a file of the hub", () => {
  it("without an end is refused at the limit", async () => {
    const sent = { bytes: 0 };
    // A packed body has no size that anyone knows before.
    serve({ ETag: `"${"b".repeat(64)}"`, "Content-Encoding": "gzip" }, (response) => sendForEver(response, sent));
    const error = await failureOf(setting.text(MODEL, "vocab.txt", { max_file_bytes: 1 << 20 }));
    expect(error).toBeInstanceOf(HubError);
    expect(error.message).toMatch(
      /vocab\.txt: found "?more bytes"?, expected at most 1048576 bytes \(option max_file_bytes\)/,
    );
    expect(sent.bytes).toBeLessThan(64 << 20);
  });

  it("of an absurd size is refused before it is asked for", async () => {
    serve({ "Content-Length": "999999999999999" }, () => expect.fail("the file should not be asked for"));
    const error = await failureOf(setting.text(MODEL, "vocab.txt"));
    expect(error.message).toMatch(/999999999999999 bytes.*at most 536870912 bytes/);
  });

  it("that comes too slowly ends at the time limit, without another attempt", async () => {
    let gets = 0;
    serve({ "Content-Length": "1000000" }, (response) => {
      gets++;
      const timer = setInterval(() => response.write("猫"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const started = performance.now();
    const error = await failureOf(setting.text(MODEL, "vocab.txt", { max_load_seconds: 0.5 }));
    expect(error).toBeInstanceOf(HubError);
    expect(error.message).toContain("no end after 0.5 s (option max_load_seconds)");
    expect(performance.now() - started).toBeLessThan(5000);
    expect([gets, setting.waits.length]).toEqual([1, 0]);
  });

  it("is not waited for longer than the load may take", async () => {
    setting.hub.interfere(
      () => true,
      (_, response) => response.writeHead(503, { "Retry-After": "60" }).end(),
    );
    const error = await failureOf(setting.text(MODEL, "vocab.txt", { max_load_seconds: 5 }));
    expect(error.message).toContain("HTTP status 503");
    expect(setting.waits).toEqual([]);
  });

  it("is kept apart from another one with the same ETag", async () => {
    const texts: Readonly<Record<string, string>> = { "vocab.txt": "猫", "spiece.model": "犬" };
    setting.hub.interfere(
      () => true,
      (request, response) => {
        const name = (request.url ?? "").split("/").at(-1) ?? "";
        response.writeHead(200, { "X-Repo-Commit": COMMIT, ETag: '"version-1"', "Content-Length": "3" });
        response.end(request.method === "HEAD" ? undefined : texts[name]);
      },
    );
    for (let round = 0; round < 2; round++) {
      for (const [name, text] of Object.entries(texts)) expect(await setting.text(MODEL, name)).toBe(text);
    }
  });
});

describe("a file from another server", () => {
  it("is refused at the limit, and before that if its size is announced", async () => {
    const endless = new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(PIECE),
      }),
    );
    const watch = { max_file_bytes: 1 << 20 };
    const error = await failureOf(readSource(endless, { file: "vocab.txt", watch }));
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toMatch(
      /vocab\.txt: found "?more bytes"?, expected a file that can be read, of at most 1048576 bytes/,
    );
    const announced = new Response("猫", { headers: { "Content-Length": "999999999999" } });
    const early = await failureOf(readSource(announced, { file: "vocab.txt", watch }));
    expect(early.message).toContain("an answer of 999999999999 bytes");
    const fits = new Response(gzipSync("猫"));
    expect((await readSource(fits, { file: "vocab.txt", watch })).length).toBeGreaterThan(0);
  });
});

describe("a server that is not a hub is given up at the time limit, and its request ends", () => {
  const sendSlowly = (response: ServerResponse): void => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("猫"), 20);
    response.on("close", () => clearInterval(timer));
  };

  it.each([
    ["if it sends too slowly", sendSlowly],
    ["if it does not answer", () => undefined],
  ])("%s", async (_, answer) => {
    let close: () => void;
    const isClosed = new Promise<void>((resolve) => {
      close = resolve;
    });
    setting.hub.interfere(
      () => true,
      (_, response) => {
        response.on("close", close);
        answer(response);
      },
    );
    const files = { "vocab.txt": `${setting.hub.endpoint}/vocab.txt` };
    const loading = AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files, max_load_seconds: 0.3 });
    expect((await failureOf(loading)).message).toContain("no end after 0.3 s (option max_load_seconds)");
    await isClosed;
  });
});

it("bytes that were transferred are an error that says so", async () => {
  const bytes = new Uint8Array(3);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  const error = await failureOf(readSource(bytes.buffer, { file: "vocab.txt" }));
  expect(error.message).toContain("bytes that were transferred to another thread");
});

describe("an address in a message", () => {
  const SECRETS = [
    "https://user:secret@127.0.0.1:1/vocab.txt?token=secret#secret",
    "https://user:sec%72et@127.0.0.1:1/vocab.txt",
    "http://secret@127.0.0.1:1/x",
    "http:secret@127.0.0.1:1/x?secret",
    "HTTP://127.0.0.1:1/x?secret",
    " https://u:secret@127.0.0.1:1/x",
    "https://u:secret@ho st/x",
    "https://u:sec/ret@[/x?secret",
    "ftp://u:secret@127.0.0.1/x",
    "me:secret@127.0.0.1",
    "ht\ttps://u:secret@127.0.0.1:1/x",
    "\0https://u:secret@127.0.0.1:1/x?s",
  ];
  it.each(SECRETS)("shows no secret: %s", async (address) => {
    for (const source of [address, ...(URL.canParse(address) ? [new URL(address)] : [])]) {
      const error = await failureOf(readSource(source, { file: "vocab.txt" }));
      for (let at: unknown = error; at instanceof Error; at = at.cause) {
        expect(`${at.message} ${JSON.stringify(at)}`).not.toMatch(/sec(r|%72)et|sec\/ret/);
      }
    }
    const opening = setting.open(MODEL, { endpoint: address });
    expect((await failureOf(opening)).message).not.toMatch(/sec(r|%72)et|sec\/ret/);
  });
});
