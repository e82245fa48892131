/** The requests to the hub, and the reading of its responses. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { HubError } from "../../src/hub/hub-error.js";
import { cutAfter, gitHash, KNOWN_TOKEN, redirect, type Seen, sendError, sendFile, sha256 } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";

const isGet = ({ method }: Seen): boolean => method === "GET";
const isHead = ({ method }: Seen): boolean => method === "HEAD";

async function failureOf(reading: Promise<unknown>): Promise<HubError> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HubError);
  return error as HubError;
}

describe("a file of the hub", () => {
  it("comes by HEAD and GET from the address of its commit", async () => {
    const commit = setting.hub.commit(MODEL, { "vocab.txt": "猫\n" });
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫\n");
    expect(setting.hub.seen.map(({ method, path }) => `${method} ${path.split("?")[0]}`)).toEqual([
      `HEAD /${MODEL}/resolve/main/vocab.txt`,
      `HEAD /api/resolve-cache/models/${MODEL}/${commit}/vocab.txt`,
      `GET /api/resolve-cache/models/${MODEL}/${commit}/vocab.txt`,
    ]);
    for (const { headers } of setting.hub.seen) expect(headers["accept-encoding"]).toBe("identity");
  });

  it("comes from another host when it is large, without the token", async () => {
    setting.hub.commit(MODEL, { "spiece.model": "大きな" }, { large: ["spiece.model"] });
    expect(await setting.text(MODEL, "spiece.model", { token: KNOWN_TOKEN })).toBe("大きな");
    expect(setting.hub.log).toEqual(["HEAD spiece.model", "GET cdn"]);
    const [head, get] = setting.hub.seen;
    expect(head.headers.authorization).toBe(`Bearer ${KNOWN_TOKEN}`);
    expect(get.headers.authorization).toBeUndefined();
  });

  it("keeps the token from another host that GET is redirected to", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" }, { direct: true });
    setting.hub.interfere(
      ({ host, method }) => host === "hub" && method === "GET",
      (_, response) => redirect(response, `${setting.hub.cdn}/elsewhere`),
    );
    setting.hub.interfere(
      ({ host }) => host === "cdn",
      (request, response) => sendFile(request, response, Buffer.from("猫")),
    );
    expect(await setting.text(MODEL, "vocab.txt", { token: KNOWN_TOKEN })).toBe("猫");
    expect(setting.hub.seen.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KNOWN_TOKEN}`,
      `Bearer ${KNOWN_TOKEN}`,
      undefined,
    ]);
  });

  it("may be empty", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "" });
    expect(await setting.text(MODEL, "vocab.txt")).toBe("");
  });

  it("is undefined if the model does not have it", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    expect(await setting.text(MODEL, "spiece.model")).toBeUndefined();
    const files = await setting.open(MODEL);
    const error = await failureOf(files.readRequired("spiece.model"));
    expect(error).toMatchObject({ reason: "file-not-found", message: expect.stringContaining("no spiece.model") });
    expect(new TextDecoder().decode(await files.readRequired("vocab.txt"))).toBe("猫");
  });

  it("is requested in a subfolder, at a revision, by an escaped address", async () => {
    setting.hub.commit(MODEL, {});
    setting.hub.commitTo(MODEL, "refs/pr/1", { "v 1/語.txt": "猫" });
    expect(await setting.text(MODEL, "語.txt", { subfolder: "v 1", revision: "refs/pr/1" })).toBe("猫");
    expect(setting.hub.seen[0].path).toBe(`/${MODEL}/resolve/refs%2Fpr%2F1/v%201/%E8%AA%9E.txt`);
  });

  it("has the first file's commit even if the branch moves", async () => {
    setting.hub.commit(MODEL, { "tokenizer_config.json": "1", "vocab.txt": "1" });
    const files = await setting.open(MODEL);
    await files.read("tokenizer_config.json");
    setting.hub.commit(MODEL, { "tokenizer_config.json": "2", "vocab.txt": "2" });
    expect(new TextDecoder().decode(await files.read("vocab.txt"))).toBe("1");
  });

  it("has the same commit as files that are requested at the same time", async () => {
    const version = (text: string): string => setting.hub.commit(MODEL, { "1": text, "2": text, "3": text });
    version("1");
    // The branch moves after the first request.
    let questions = 0;
    setting.hub.interfere(
      ({ path }) => {
        if (path.includes("/resolve/main/") && ++questions === 2) version("2");
        return false;
      },
      () => undefined,
    );
    const files = await setting.open(MODEL);
    const texts = await Promise.all(["1", "2", "3"].map((file) => files.read(file)));
    expect(texts.map((bytes) => new TextDecoder().decode(bytes))).toEqual(["1", "1", "1"]);
  });

  it("is read once", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const files = await setting.open(MODEL);
    const [first, second] = await Promise.all([files.read("vocab.txt"), files.read("vocab.txt")]);
    expect(second).toBe(first);
    expect(await files.read("vocab.txt")).toBe(first);
    expect(setting.hub.log.filter((line) => line.startsWith("GET"))).toEqual(["GET vocab.txt"]);
  });

  it("comes through a mirror's redirect to the hub, without the token", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    setting.hub.interfere(
      ({ host }) => host === "cdn",
      ({ url }, response) => redirect(response, setting.hub.endpoint + url, 308),
    );
    expect(await setting.text(MODEL, "vocab.txt", { endpoint: setting.hub.cdn, token: KNOWN_TOKEN })).toBe("猫");
    expect(setting.hub.seen.filter(({ headers }) => headers.authorization).map(({ host }) => host)).toEqual(["cdn"]);
  });
});

describe("names of the organisation", () => {
  it("a bare name is requested under the present one", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    expect(await setting.text("neko", "vocab.txt")).toBe("猫");
    expect(setting.hub.seen[0].path).toContain("/tohoku-nlp/neko/");
  });

  it("a renamed repository is found under its old name", async () => {
    setting.hub.commit("cl-tohoku/inu", { "vocab.txt": "犬" });
    setting.hub.rename("cl-tohoku/inu", "tohoku-nlp/inu");
    expect(await setting.text("cl-tohoku/inu", "vocab.txt", { token: KNOWN_TOKEN })).toBe("犬");
    for (const { headers } of setting.hub.seen) expect(headers.authorization).toBe(`Bearer ${KNOWN_TOKEN}`);
  });

  it("a repository that is unknown under one is requested under the other", async () => {
    setting.hub.commit("cl-tohoku/tori", { "vocab.txt": "鳥" });
    for (const name of ["tori", "tohoku-nlp/tori"]) expect(await setting.text(name, "vocab.txt")).toBe("鳥");
    setting.hub.forget();
    setting.hub.commit(MODEL, { "vocab.txt": "猫", "tokenizer_config.json": "{}" });
    const files = await setting.open("cl-tohoku/neko");
    await files.read("vocab.txt");
    await files.read("tokenizer_config.json");
    const names = setting.hub.seen.filter(isHead).map(({ path }) => path.split("/")[1]);
    expect(names.filter((name) => name === "cl-tohoku")).toHaveLength(1);
  });

  it("other organisations have only one name", async () => {
    const error = await failureOf(setting.text("someone/else", "vocab.txt"));
    expect(error.reason).toBe("repository-not-found");
    expect(setting.hub.seen).toHaveLength(1);
  });
});

describe("errors of the hub", () => {
  it("a missing repository is an error that names it", async () => {
    for (const token of [false, KNOWN_TOKEN] as const) {
      const error = await failureOf(setting.text("tohoku-nlp/nothing", "vocab.txt", { token }));
      expect(error).toMatchObject({ reason: "repository-not-found", statusCode: token ? 404 : 401 });
      expect(error.message).toContain("tohoku-nlp/nothing");
    }
  });

  it("a missing revision is an error that names it", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const error = await failureOf(setting.text(MODEL, "vocab.txt", { revision: "v9" }));
    expect(error).toMatchObject({ reason: "revision-not-found", statusCode: 404, value: "v9" });
  });

  it("a gated repository is an error that says how to get access", async () => {
    setting.hub.commit("tohoku-nlp/himitsu", { "vocab.txt": "密" }, { gatedFor: KNOWN_TOKEN });
    const error = await failureOf(setting.text("tohoku-nlp/himitsu", "vocab.txt"));
    expect(error).toMatchObject({ reason: "gated", statusCode: 401 });
    expect(error.message).toContain(`${setting.hub.endpoint}/tohoku-nlp/himitsu`);
    expect(await setting.text("tohoku-nlp/himitsu", "vocab.txt", { token: KNOWN_TOKEN })).toBe("密");
    setting.hub.commit("tohoku-nlp/himitsu", { "vocab.txt": "秘" }, { gatedFor: "hf_other" });
    const forbidden = await failureOf(
      setting.text("tohoku-nlp/himitsu", "vocab.txt", { token: KNOWN_TOKEN, force_download: true }),
    );
    expect(forbidden).toMatchObject({ reason: "gated", statusCode: 403 });
  });

  it("a bad token is not shown", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const error = await failureOf(setting.text(MODEL, "vocab.txt", { token: "hf_wrong" }));
    expect(error).toMatchObject({ reason: "unauthorized", statusCode: 401 });
    setting.hub.interfere(isHead, ({ headers }, response) =>
      sendError(response, 403, "", `No permission for ${headers.authorization}`),
    );
    const forbidden = await failureOf(setting.text(MODEL, "vocab.txt", { token: "hf_wrong" }));
    expect(forbidden.message).toContain("No permission for Bearer …");
    for (const { message } of [error, forbidden]) expect(message).not.toContain("hf_wrong");
  });

  it("a response of another server is an error", async () => {
    const responses: [string, Record<string, string>][] = [
      ["no X-Repo-Commit", { ETag: '"1"' }],
      ["no ETag", { "X-Repo-Commit": "a".repeat(40) }],
      ["ETag", { "X-Repo-Commit": "a".repeat(40), ETag: '"../../outside"' }],
      ["commit ../..", { "X-Repo-Commit": "../..", ETag: '"1"' }],
    ];
    for (const [found, headers] of responses) {
      setting.hub.forget();
      setting.hub.interfere(isHead, (_, response) => response.writeHead(200, headers).end());
      const error = await failureOf(setting.text(MODEL, "vocab.txt"));
      expect(error.reason).toBe("unexpected-answer");
      expect(error.message).toContain(found);
    }
    for (const status of [400, 404, 418]) {
      setting.hub.forget();
      setting.hub.interfere(isHead, (_, response) => sendError(response, status));
      const error = await failureOf(setting.text(MODEL, "vocab.txt"));
      expect(error).toMatchObject({ reason: "unexpected-answer", statusCode: status });
    }
    expect(setting.waits).toEqual([]);
  });

  it("another commit than the requested one is an error", async () => {
    const commit = "b".repeat(40);
    setting.hub.interfere(isHead, (_, response) =>
      response.writeHead(200, { "X-Repo-Commit": "a".repeat(40), ETag: '"1"', "Content-Length": "1" }).end(),
    );
    const error = await failureOf(setting.text(MODEL, "vocab.txt", { revision: commit }));
    expect(error.reason).toBe("unexpected-answer");
  });

  it("redirects in a circle, or to no address, are an error", async () => {
    for (const location of [`/${MODEL}/resolve/main/vocab.txt`, "file:///etc/passwd", "http://["]) {
      setting.hub.forget();
      setting.hub.interfere(isHead, (_, response) => redirect(response, location));
      const error = await failureOf(setting.text(MODEL, "vocab.txt"));
      expect(error.message).toContain("redirect");
      expect(setting.hub.seen.length).toBeLessThan(20);
    }
  });

  it("impossible names and options are errors", async () => {
    for (const name of ["", "a/b/c", "../x", "./x", "a--b", "x.git", "a b", "-x", "tohoku-nlp/..", "x\n"]) {
      await expect(setting.open(name)).rejects.toThrow(OptionError);
    }
    for (const file of ["", "/etc/passwd", "../x", "a/../x", "a\\b", "C:x", "a\0", "a//b", "x."]) {
      const files = await setting.open(MODEL);
      await expect(files.read(file)).rejects.toThrow(OptionError);
      await expect(setting.open(MODEL, { subfolder: file || "." })).rejects.toThrow(OptionError);
      await expect(setting.open(MODEL, { revision: file })).rejects.toThrow(OptionError);
    }
    await expect(setting.open(MODEL, { local_files_only: true, force_download: true })).rejects.toThrow(OptionError);
    for (const endpoint of ["hub.example", "ftp://hub.example", ""]) {
      await expect(setting.open(MODEL, { endpoint })).rejects.toThrow(OptionError);
    }
    for (const token of ["hf_secret\nX: 1", "hf_秘密", ""]) {
      await expect(setting.open(MODEL, { token })).rejects.toThrow(/^(?!.*(secret|秘密)).*token/);
    }
    await expect(setting.open(MODEL, { endpoint: "https://me:secret@hub.example" })).rejects.toThrow(/^(?!.*secret)/);
    expect(setting.hub.seen).toEqual([]);
  });
});

describe("a hub in trouble", () => {
  const vocabulary = randomBytes(300_000);

  async function download(): Promise<Uint8Array | undefined> {
    return (await setting.open(MODEL)).read("vocab.txt");
  }

  it("429 is retried after the time that the hub asks for, up to a maximum", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const times = ["3", "86400", new Date(Date.now() + 20_000).toUTCString(), "nonsense"];
    setting.hub.interfere(
      isHead,
      (_, response) => {
        response.setHeader("Retry-After", times.shift() ?? "");
        sendError(response, 429);
      },
      4,
    );
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
    const [first, second, third, fourth] = setting.waits;
    expect([first, second, fourth]).toEqual([3_000, 60_000, 8_000]);
    expect(third).toBeGreaterThan(15_000);
    expect(third).toBeLessThan(20_001);
  });

  it("5xx is retried, for HEAD and GET, after growing waits", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    setting.hub.interfere(isHead, (_, response) => sendError(response, 503), 2);
    setting.hub.interfere(isGet, (_, response) => sendError(response, 502), 3);
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
    expect(setting.waits).toEqual([1_000, 2_000, 1_000, 2_000, 4_000]);
  });

  it("repeated 5xx is an error", async () => {
    setting.hub.interfere(isHead, (_, response) => sendError(response, 503));
    const error = await failureOf(download());
    expect(error).toMatchObject({ reason: "unavailable", statusCode: 503 });
    expect(setting.waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it("a hub that cannot be reached is an error that names it", async () => {
    vi.stubEnv("HF_ENDPOINT", setting.closedEndpoint);
    const error = await failureOf(download());
    expect(error.reason).toBe("unreachable");
    expect(error.message).toContain("ECONNREFUSED");
    expect(error.message).toContain(`${setting.closedEndpoint}/tohoku-nlp/neko/resolve/main/vocab.txt`);
    expect(setting.waits).toEqual([]);
  });

  it("a hub that does not respond is an error after the timeout", async () => {
    vi.stubEnv("HF_HUB_ETAG_TIMEOUT", "1");
    setting.hub.interfere(isHead, () => undefined, 1);
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
    expect(setting.waits).toHaveLength(1);
  });

  it("a download that stops is resumed after the timeout", async () => {
    vi.stubEnv("HF_HUB_DOWNLOAD_TIMEOUT", "1");
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary });
    setting.hub.interfere(
      isGet,
      (_, response) => {
        response.writeHead(200, { "Content-Length": vocabulary.length });
        response.write(vocabulary.subarray(0, 1_000));
      },
      1,
    );
    expect(vocabulary.equals((await download()) ?? Buffer.of())).toBe(true);
    expect(setting.hub.seen.at(-1)?.headers.range).toBe("bytes=1000-");
  });

  it("a broken download is resumed as long as each attempt gets further", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary }, { large: ["vocab.txt"] });
    setting.hub.interfere(isGet, cutAfter(vocabulary, 10_000), 12);
    expect(vocabulary.equals((await download()) ?? Buffer.of())).toBe(true);
    expect(setting.hub.seen.filter(isGet).map(({ headers }) => headers.range)).toEqual(
      Array.from({ length: 13 }, (_, time) => (time === 0 ? undefined : `bytes=${10_000 * time}-`)),
    );
    expect(setting.waits).toEqual(Array.from({ length: 12 }, () => 1_000));
  });

  it("a server that ignores ranges sends the whole file again", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary });
    setting.hub.interfere(isGet, cutAfter(vocabulary, 10_000), 1);
    setting.hub.interfere(isGet, (_, response) => response.end(vocabulary));
    expect(vocabulary.equals((await download()) ?? Buffer.of())).toBe(true);
  });

  it("a server that ignores ranges and always breaks off is an error", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary });
    setting.hub.interfere(isGet, (_, response) => {
      response.writeHead(200, { "Content-Length": vocabulary.length });
      response.write(vocabulary.subarray(0, 1_000), () => response.destroy());
    });
    const error = await failureOf(download());
    expect(error.reason).toBe("unreachable");
    expect(setting.waits.length).toBeLessThan(10);
  });

  it("416, and a range with another start, restart the download", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary });
    setting.hub.interfere(isGet, cutAfter(vocabulary, 10_000), 1);
    setting.hub.interfere(isGet, (_, response) => sendError(response, 416), 1);
    setting.hub.interfere(isGet, cutAfter(vocabulary, 10_000), 1);
    setting.hub.interfere(
      isGet,
      (_, response) => {
        response.writeHead(206, { "Content-Range": `bytes 5-${vocabulary.length - 1}/${vocabulary.length}` });
        response.end(vocabulary.subarray(5));
      },
      1,
    );
    expect(vocabulary.equals((await download()) ?? Buffer.of())).toBe(true);
    expect(setting.hub.seen.filter(isGet).map(({ headers }) => headers.range !== undefined)).toEqual([
      ...[false, true, false, true, false],
    ]);
  });

  it("a resumed download of another hash is repeated from the start", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary }, { large: ["vocab.txt"] });
    setting.hub.interfere(isGet, cutAfter(randomBytes(vocabulary.length), 10_000), 1);
    expect(vocabulary.equals((await download()) ?? Buffer.of())).toBe(true);
    const ranges = setting.hub.seen.filter(isGet).map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, "bytes=10000-", undefined]);
    expect(setting.tree().filter((line) => line.includes("incomplete"))).toEqual([]);
  });

  it("a body of another hash or length is an error after the second download", async () => {
    const bodies = [randomBytes(vocabulary.length), Buffer.concat([vocabulary, vocabulary])];
    for (const large of [["vocab.txt"], []]) {
      setting.hub.commit(MODEL, { "vocab.txt": vocabulary }, { large });
      for (const body of bodies) {
        setting.hub.forget();
        setting.hub.interfere(isGet, (_, response) => response.end(body));
        const error = await failureOf(download());
        expect(error.reason).toBe("damaged");
        expect(error.message).toContain(
          body.length > vocabulary.length ? "300000 bytes" : large.length ? sha256(vocabulary) : gitHash(vocabulary),
        );
        expect(error.message).not.toContain("Signature");
        expect(setting.hub.seen.filter(isGet)).toHaveLength(2);
      }
      setting.hub.forget();
    }
    expect(setting.tree().filter((line) => /blobs|snapshots/.test(line))).toEqual([]);
  });

  it("a body that always ends early is an error", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary });
    setting.hub.interfere(isGet, (request, response) => sendFile(request, response, vocabulary.subarray(0, 1_000)));
    const error = await failureOf(download());
    expect(error.reason).toBe("damaged");
    expect(setting.hub.seen.filter(isGet).map(({ headers }) => headers.range)).toEqual([
      ...[undefined, "bytes=1000-", undefined, "bytes=1000-"],
    ]);
  });

  it("a file whose ETag is no hash is verified by its length, and not resumed", async () => {
    const commit = "d".repeat(40);
    const headers = { "X-Repo-Commit": commit, ETag: 'W/"5f3-abc"', "Content-Length": "6" };
    setting.hub.interfere(isHead, (_, response) => response.writeHead(200, headers).end());
    setting.hub.interfere(isGet, cutAfter(Buffer.from("いぬ"), 3), 1);
    setting.hub.interfere(isGet, (request, response) => sendFile(request, response, Buffer.from("ねこ")));
    expect(await setting.text(MODEL, "vocab.txt")).toBe("ねこ");
    expect(setting.hub.seen.every((seen) => seen.headers.range === undefined)).toBe(true);
  });

  it("a cache folder that is a file is an error of the cache", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const notAFolder = join(setting.machine, "file");
    writeFileSync(notAFolder, "");
    const reading = setting.text(MODEL, "vocab.txt", { cache_dir: notAFolder });
    await expect(reading).rejects.toThrow(ResourceError);
    await expect(reading).rejects.toThrow(notAFolder);
  });
});

describe("progress", () => {
  it("has the shape of transformers.js's events", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "ねこねこ" }, { large: ["vocab.txt"] });
    setting.hub.interfere(isGet, cutAfter(Buffer.from("ねこねこ"), 3), 1);
    const events: unknown[] = [];
    const options = { progress_callback: (event: unknown) => events.push(event) };
    const files = await setting.open("neko", options);
    await files.read("vocab.txt");
    await files.read("spiece.model");
    const file = { name: "neko", file: "vocab.txt" };
    expect(events).toEqual([
      { status: "initiate", ...file },
      { status: "download", ...file },
      { status: "progress", ...file, loaded: 3, total: 12, progress: 25 },
      { status: "progress", ...file, loaded: 12, total: 12, progress: 100 },
      { status: "done", ...file },
      { status: "initiate", ...file, file: "spiece.model" },
      { status: "done", ...file, file: "spiece.model" },
    ]);
    events.length = 0;
    await setting.text("neko", "vocab.txt", options);
    expect(events).toEqual([
      { status: "initiate", ...file },
      { status: "done", ...file },
    ]);
  });

  it("an error of the callback ends the load, without a retry", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const fault = new Error("mine");
    const progress_callback = ({ status }: { status: string }): void => {
      if (status === "progress") throw fault;
    };
    await expect(setting.text(MODEL, "vocab.txt", { progress_callback })).rejects.toBe(fault);
    expect(setting.waits).toEqual([]);
  });
});
