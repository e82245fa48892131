import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { ModelFiles } from "../../src/hub/model-files.js";
import { openModelFiles } from "../../src/hub/open.js";
import type { HubOptions } from "../../src/hub/settings.js";
import { HubServer } from "./hub-server.js";

/** All variables that the hub's client reads. */
const VARIABLES = [
  ...["HF_HOME", "XDG_CACHE_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "TRANSFORMERS_CACHE"],
  ...["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT", "HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"],
  ...["NODE_USE_ENV_PROXY", "NODE_EXTRA_CA_CERTS"],
  ...["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HUB_DISABLE_IMPLICIT_TOKEN"],
];

/** A hub, and a machine with an empty cache and no variables but these. */
export interface Setting {
  readonly hub: HubServer;
  /** An address without a hub. */
  readonly closedEndpoint: string;
  /** The folder of all the machine's files. */
  readonly machine: string;
  readonly cache: string;
  /** The waits before each retry, in milliseconds; tests do not wait. */
  readonly waits: number[];
  open(name: string, options?: HubOptions): Promise<ModelFiles>;
  /** A file's text. */
  text(name: string, file: string, options?: HubOptions): Promise<string | undefined>;
  /** All files below a folder, sorted: their paths, with "-> target" for symlinks, else "= content". */
  tree(folder?: string): string[];
}

/** Makes a new setting before each test of a file. */
export function useSetting(): Setting {
  let hub: HubServer;
  let closedEndpoint = "";
  let machine = "";
  const waits: number[] = [];
  beforeAll(async () => {
    closedEndpoint = await HubServer.closedEndpoint();
    hub = await HubServer.start();
  });
  afterAll(() => hub.stop());
  beforeEach(() => {
    machine = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));
    waits.length = 0;
    hub.reset();
    for (const name of VARIABLES) vi.stubEnv(name, undefined);
    vi.stubEnv("HF_HOME", join(machine, "home"));
    vi.stubEnv("HF_ENDPOINT", hub.endpoint);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(machine, { recursive: true });
  });
  const setting: Setting = {
    get hub() {
      return hub;
    },
    get closedEndpoint() {
      return closedEndpoint;
    },
    get machine() {
      return machine;
    },
    get cache() {
      return join(machine, "home", "hub");
    },
    waits,
    open(name, options = {}) {
      return openModelFiles(name, options, async (milliseconds) => {
        waits.push(milliseconds);
      });
    },
    async text(name, file, options = {}) {
      const bytes = await (await setting.open(name, options)).read(file);
      return bytes && new TextDecoder().decode(bytes);
    },
    tree(folder = setting.cache) {
      return treeOf(folder);
    },
  };
  return setting;
}

function treeOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !lstatSync(join(folder, path)).isDirectory())
    .map((path) => {
      const isLink = lstatSync(join(folder, path)).isSymbolicLink();
      return isLink
        ? `${path} -> ${readlinkSync(join(folder, path))}`
        : `${path} = ${readFileSync(join(folder, path), "utf8")}`;
    })
    .sort();
}
