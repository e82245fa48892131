/** Proxies, which Node's fetch knows by its own means. A child process runs the built package: `npm run build` first. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const BUILT = new URL("../../dist/hub/open.js", import.meta.url).href;

const [major, minor] = process.versions.node.split(".").map(Number);
const NODE_OBEYS = major >= 24 || (major === 22 && minor >= 21);

const PROGRAM = `
  const { openModelFiles } = await import(${JSON.stringify(BUILT)});
  const files = await openModelFiles(${JSON.stringify(MODEL)});
  console.log(new TextDecoder().decode(await files.read("vocab.txt")));
`;

/** The dispatcher of Node's fetch: setGlobalDispatcher of the package undici, 6 and 7, replaces it. */
const DISPATCHER = Symbol.for("undici.globalDispatcher.1");

interface Dispatcher {
  dispatch(options: { readonly method: string }, handler: unknown): boolean;
}

describe("a proxy", () => {
  it("that a dispatcher of undici leads to gets all requests", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    await fetch(setting.hub.endpoint);
    const holder = globalThis as unknown as Record<symbol, Dispatcher>;
    const original = holder[DISPATCHER];
    const methods: string[] = [];
    holder[DISPATCHER] = {
      dispatch(options, handler) {
        methods.push(options.method);
        return original.dispatch(options, handler);
      },
    };
    try {
      expect(await setting.text(MODEL, "vocab.txt")).toBe("猫");
    } finally {
      holder[DISPATCHER] = original;
    }
    expect(methods).toEqual(["HEAD", "HEAD", "GET"]);
  });

  // Node 20 and 23 have no NODE_USE_ENV_PROXY.
  it.skipIf(!NODE_OBEYS)("of the environment is used with NODE_USE_ENV_PROXY=1", async () => {
    setting.hub.commit(MODEL, { "vocab.txt": "猫" });
    const tunnels: (string | undefined)[] = [];
    const proxy = createServer().on("connect", ({ url }, client) => {
      tunnels.push(url);
      const { port } = new URL(setting.hub.endpoint);
      const hub = connect(Number(port), "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
      client.on("error", () => hub.destroy()).pipe(hub);
      hub.on("error", () => client.destroy()).pipe(client);
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    vi.stubEnv("HF_ENDPOINT", "http://hub.example");
    const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM], { env: process.env });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    await once(child, "close");
    proxy.close();
    expect(output).toBe("猫\n");
    expect(new Set(tunnels)).toEqual(new Set(["hub.example:80"]));
  });
});
