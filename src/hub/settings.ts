import { OptionError } from "../base/errors.js";
import type { CacheLocation } from "./cache.js";
import { HubEnvironment } from "./environment.js";
import { checkedPath } from "./names.js";
import type { ProgressCallback } from "./progress.js";

/** The source of a model's files, under the names of huggingface_hub 0.36.2 and transformers 4.56.1. */
export interface HubOptions {
  /** A branch, a tag or a commit; default "main". */
  readonly revision?: string;
  /** The folder of the repository that the files are in; default: the repository's own. */
  readonly subfolder?: string;
  /** The folder of the cache, in Node; default: the one that Python uses. */
  readonly cache_dir?: string;
  /** True to download cached files again. Default false. */
  readonly force_download?: boolean;
  /** True to use cached files only, without any request. Default false. */
  readonly local_files_only?: boolean;
  /** An access token; true: the machine must have one; false: none is sent. Default: the machine's, if it has one. */
  readonly token?: string | boolean;
  /** The hub's address; default: HF_ENDPOINT, else the public hub. */
  readonly endpoint?: string;
  /** Called for each step in loading a file from the cache or the hub; never for files of a folder. */
  readonly progress_callback?: ProgressCallback;
}

/** The settings made from options and environment. */
export interface HubSettings extends CacheLocation {
  readonly revision: string;
  readonly force: boolean;
  /** The name of the option or variable that forbids requests; undefined if none does. */
  readonly offline: string | undefined;
  readonly token: string | undefined;
  /** Milliseconds to wait for the headers of a response. */
  readonly etagTimeout: number;
  /** Milliseconds to wait for the next piece of a file. */
  readonly downloadTimeout: number;
}

const PUBLIC_HUB = "https://huggingface.co";
const DEFAULT_SECONDS = 10;

/**
 * Combines options and environment; options have precedence.
 *
 * @throws OptionError if an option or a variable is impossible
 * @throws ResourceError if there is a token file that cannot be read
 */
export async function hubSettings(options: HubOptions): Promise<HubSettings> {
  const environment = new HubEnvironment();
  const force = options.force_download ?? false;
  const offline = offlineReason(options, environment);
  if (force && offline !== undefined) throw new OptionError("force_download", true, `false with ${offline}`);
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

function offlineReason(options: HubOptions, environment: HubEnvironment): string | undefined {
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
  // The error of fetch about an invalid header would show the token.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new OptionError("token", "characters that no token has", "an access token");
  return token;
}
