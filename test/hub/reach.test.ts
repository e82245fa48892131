/** A hub out of reach, and others that answer in its place: when the error comes, and what it proposes. */
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HubError } from "../../src/hub/hub-error.js";
import { openModelFiles } from "../../src/hub/open.js";
import { cutAfter, redirect, type Seen, sendError } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const fetchOfNode = globalThis.fetch;

const isGet = ({ method }: Seen): boolean => method === "GET";
const isHead = ({ method }: Seen): boolean => method === "HEAD";

async function errorOf(loading: Promise<unknown>): Promise<HubError> {
  const error = await loading.then(
    () => expect.fail("it should fail"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(HubError);
  return error as HubError;
}

/** The error of Node's fetch for a code. */
function failure(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`the cause is ${code}`), { code }) });
}

/** fetch as it is without a network. */
function stubFetch(error: Error) {
  const fetch = vi.fn(() => Promise.reject(error));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

afterEach(() => vi.unstubAllGlobals());

describe("a hub out of reach", () => {
  it("is an error within two seconds", async () => {
    const start = performance.now();
    const files = await openModelFiles(MODEL, { endpoint: setting.closedEndpoint });
    const error = await errorOf(files.readRequired("vocab.txt"));
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(error).toMatchObject({ reason: "unreachable", statusCode: undefined });
  });

  it("is asked once, and the error gives the reason and the ways to do without", async () => {
    const codes = [
      ...["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "EHOSTUNREACH", "EACCES"],
      ...["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "SELF_SIGNED_CERT_IN_CHAIN", "EPROTO"],
    ];
    for (const code of codes) {
      const fetch = stubFetch(failure(code));
      const error = await errorOf(setting.text(MODEL, "vocab.txt"));
      expect(error).toMatchObject({ reason: "unreachable", value: `the cause is ${code}` });
      expect(error.message).toMatch(/files: FOLDER.* HF_ENDPOINT .*HF_HUB_OFFLINE=1.*bert-base-japanese-char-v3/);
      expect(error.message).not.toMatch(/PROXY|\n/);
      expect(error.message.includes("NODE_EXTRA_CA_CERTS")).toBe(code === "SELF_SIGNED_CERT_IN_CHAIN");
      expect(fetch).toHaveBeenCalledTimes(1);
    }
    expect(setting.waits).toEqual([]);
  });

  it("in a browser gives no reason, and is asked once too", async () => {
    const fetch = stubFetch(new TypeError("Failed to fetch"));
    const error = await errorOf(setting.text(MODEL, "vocab.txt"));
    expect(error).toMatchObject({ reason: "unreachable", value: "Failed to fetch" });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("is asked again, once, if the connection was reset or nothing came", async () => {
    for (const code of ["ECONNRESET", "UND_ERR_SOCKET", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"]) {
      setting.waits.length = 0;
      const fetch = stubFetch(failure(code));
      await errorOf(setting.text(MODEL, "vocab.txt"));
      expect(fetch).toHaveBeenCalledTimes(2);
      expect(setting.waits).toEqual([1_000]);
    }
  });

  it("is asked patiently once a download has made progress", async () => {
    const vocabulary = randomBytes(100_000);
    setting.hub.commit(MODEL, { "vocab.txt": vocabulary });
    setting.hub.interfere(isGet, cutAfter(vocabulary, 10_000), 1);
    let refusals = 0;
    vi.stubGlobal("fetch", (url: URL, init: RequestInit) => {
      const isContinuation = new Headers(init.headers).has("Range");
      return isContinuation && refusals++ < 4 ? Promise.reject(failure("ENETUNREACH")) : fetchOfNode(url, init);
    });
    const bytes = await (await setting.open(MODEL)).read("vocab.txt");
    expect(vocabulary.equals(bytes ?? Buffer.of())).toBe(true);
    expect(setting.waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it("after the description of a file is an error at once that shows no secret address", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" }, { large: ["vocab.txt"] });
    vi.stubGlobal("fetch", (url: URL, init: RequestInit) =>
      init.method === "HEAD" ? fetchOfNode(url, init) : Promise.reject(failure("ENOTFOUND")),
    );
    const error = await errorOf(setting.text(MODEL, "vocab.txt"));
    expect(error.input).toMatch(new RegExp(`^${setting.hub.endpoint}/${MODEL}/resolve/[0-9a-f]{40}/vocab.txt$`));
    expect(error.message).not.toContain("Signature");
    expect(setting.waits).toEqual([]);
    expect(setting.tree()).toEqual([]);
  });

  it("between two files is an error that names the second", async () => {
    setting.hub.commit(MODEL, { "tokenizer_config.json": "{}", "vocab.txt": "猫" });
    await setting.text(MODEL, "tokenizer_config.json");
    stubFetch(failure("ENOTFOUND"));
    const files = await setting.open(MODEL);
    expect(await files.read("tokenizer_config.json")).toBeDefined();
    const error = await errorOf(files.readRequired("vocab.txt"));
    expect(error.message).toContain("vocab.txt: found");
    expect(error.message).toContain("files: FOLDER");
  });
});

describe("a proxy in the environment", () => {
  const SECURE = { endpoint: "https://hub.example" };
  beforeEach(() => {
    stubFetch(failure("ENOTFOUND"));
  });

  async function messageWith(variables: Record<string, string>, options = SECURE): Promise<string> {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { message } = await errorOf(setting.text(MODEL, "vocab.txt", options));
    for (const name of Object.keys(variables)) vi.stubEnv(name, undefined);
    return message;
  }

  it("that Node ignores is named by the error, with the remedy, without its password", async () => {
    for (const name of ["HTTPS_PROXY", "https_proxy"]) {
      const message = await messageWith({ [name]: "http://me:secret@proxy.example:3128" });
      expect(message).toContain(`${name} is set, but Node obeys it only with NODE_USE_ENV_PROXY=1`);
      expect(message).not.toMatch(/secret|proxy\.example/);
    }
    const plain = { endpoint: "http://hub.example" };
    expect(await messageWith({ HTTP_PROXY: "http://proxy.example" }, plain)).toContain("HTTP_PROXY is set");
  });

  it("that Node obeys may be the reason", async () => {
    const message = await messageWith({ HTTPS_PROXY: "http://proxy.example", NODE_USE_ENV_PROXY: "1" });
    expect(message).toContain("the proxy in HTTPS_PROXY must let the request pass");
  });

  it("for other addresses is not named", async () => {
    expect(await messageWith({ HTTP_PROXY: "http://proxy.example" })).not.toContain("PROXY");
    for (const NO_PROXY of ["*", "a.example, hub.example", ".example", "*.example", "HUB.example"]) {
      expect(await messageWith({ HTTPS_PROXY: "http://proxy.example", NO_PROXY })).not.toContain("HTTPS_PROXY");
    }
    for (const no_proxy of ["", "other.example", "ub.example", " , "]) {
      expect(await messageWith({ HTTPS_PROXY: "http://proxy.example", no_proxy })).toContain("HTTPS_PROXY");
    }
  });
});

describe("another server in place of the hub", () => {
  const PAGE = { "Content-Type": "text/html; charset=utf-8" };

  it("that sends a web page is named, at once, and its page is not kept", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    for (const matches of [isHead, isGet]) {
      setting.hub.forget();
      setting.hub.interfere(matches, (_, response) => response.writeHead(200, PAGE).end("<html>Log in</html>"));
      const error = await errorOf(setting.text(MODEL, "vocab.txt"));
      expect(error).toMatchObject({ reason: "unexpected-answer", value: "a web page (text/html)", statusCode: 200 });
      expect(error.message).toContain("login page");
      expect(setting.hub.seen.filter(matches)).toHaveLength(1);
    }
    expect(setting.waits).toEqual([]);
    expect(setting.tree()).toEqual([]);
  });

  it("that asks for a log-in is named, at once", async () => {
    setting.hub.interfere(isHead, (_, response) => sendError(response, 511), 1);
    const network = await errorOf(setting.text(MODEL, "vocab.txt"));
    expect(network).toMatchObject({ reason: "unexpected-answer", statusCode: 511 });
    expect(network.message).toContain("log-in");
    setting.hub.interfere(isHead, (_, response) => sendError(response, 407));
    const proxy = await errorOf(setting.text(MODEL, "vocab.txt"));
    expect(proxy).toMatchObject({ reason: "unreachable", value: "fetch failed" });
    expect(setting.waits).toEqual([]);
  });

  it("that redirects to an insecure address is named without the address's secrets", async () => {
    setting.hub.interfere(isHead, (_, response) => redirect(response, "ftp://login.example/?ticket=secret"));
    const error = await errorOf(setting.text(MODEL, "vocab.txt"));
    expect(error.message).toContain("a redirect to ftp://login.example");
    expect(error.message).not.toContain("secret");
  });

  it("does not spoil a filled cache", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await setting.text(MODEL, "vocab.txt");
    setting.hub.interfere(
      () => true,
      (_, response) => response.writeHead(200, PAGE).end("<html>"),
    );
    expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
  });
});
