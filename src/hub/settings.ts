import { OptionError } from "../base/errors.js";
import type { CachePlace } from "./cache.js";
import { HubEnvironment } from "./environment.js";
import { checkedPath } from "./names.js";
import type { ProgressCallback } from "./progress.js";

/** Where a model's files come from, under the names of huggingface_hub and transformers. */
export interface HubOptions {
  /** A branch, a tag or a commit; default "main". */
  readonly revision?: string;
  /** The folder inside the model that its files are in. */
  readonly subfolder?: string;
  /** The folder of the cache, in Node; by default the one that Python uses. */
  readonly cache_dir?: string;
  /** Whether to fetch again what is cached. */
  readonly force_download?: boolean;
  /** Whether to take what is cached and ask the hub for nothing. */
  readonly local_files_only?: boolean;
  /** An access token; true: the machine's must be there; false: none is sent. */
  readonly token?: string | boolean;
  /** The hub's address; by default HF_ENDPOINT's, or the public hub's. */
  readonly endpoint?: string;
  /** Told of each file that is looked for and fetched; of a folder's files nothing is told. */
  readonly progress_callback?: ProgressCallback;
}

/** What options and environment come to. */
export interface HubSettings extends CachePlace {
  readonly revision: string;
  readonly force: boolean;
  /** The name of what forbids asking the hub. */
  readonly offline: string | undefined;
  readonly token: string | undefined;
  /** Milliseconds to wait for an answer's headers. */
  readonly etagTimeout: number;
  /** Milliseconds to wait for the next piece of a file. */
  readonly downloadTimeout: number;
}

const PUBLIC_HUB = "https://huggingface.co";
const DEFAULT_SECONDS = 10;

/**
 * @throws OptionError where an option or a variable makes no sense
 * @throws ResourceError where there is a token file that cannot be read
 */
export async function hubSettings(options: HubOptions): Promise<HubSettings> {
  const environment = new HubEnvironment();
  const force = options.force_download ?? false;
  const offline = whatForbidsAsking(options, environment);
  if (force && offline !== undefined) throw new OptionError("force_download", true, `false beside ${offline}`);
  return {
    endpoint: checkedEndpoint(options.endpoint ?? environment.get("HF_ENDPOINT") ?? PUBLIC_HUB),
    cacheFolder: options.cache_dir ?? environment.cacheFolder,
    revision: checkedPath(options.revision ?? "main", "revision"),
    force,
    offline,
    token: offline === undefined ? await tokenToSend(options.token, environment) : undefined,
    etagTimeout: 1000 * (environment.seconds("HF_HUB_ETAG_TIMEOUT") ?? DEFAULT_SECONDS),
    downloadTimeout: 1000 * (environment.seconds("HF_HUB_DOWNLOAD_TIMEOUT") ?? DEFAULT_SECONDS),
  };
}

function whatForbidsAsking(options: HubOptions, environment: HubEnvironment): string | undefined {
  if (options.local_files_only) return "local_files_only";
  const variable = environment.get("HF_HUB_OFFLINE") === undefined ? "TRANSFORMERS_OFFLINE" : "HF_HUB_OFFLINE";
  return environment.isTrue(variable) ? variable : undefined;
}

function checkedEndpoint(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const hasSecret = url !== undefined && url.username + url.password !== "";
  if (!url || hasSecret || !/^https?:$/.test(url.protocol)) {
    const shown = hasSecret ? "an address with a password" : address;
    throw new OptionError("endpoint or HF_ENDPOINT", shown, "a hub's address: http:// or https:// and a host");
  }
  return address.replace(/\/+$/, "");
}

async function tokenToSend(
  option: string | boolean | undefined,
  environment: HubEnvironment,
): Promise<string | undefined> {
  if (typeof option === "string") return checkedToken(option);
  if (option === false) return undefined;
  if (option === undefined && environment.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) return undefined;
  const token = await environment.token();
  if (token !== undefined) return checkedToken(token);
  if (option) throw new OptionError("token", true, "a token in HF_TOKEN or one that Python's hf auth login has kept");
  return undefined;
}

function checkedToken(token: string): string {
  // What fetch says of a header that it refuses would show the token.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new OptionError("token", "characters that no token has", "an access token");
  return token;
}
