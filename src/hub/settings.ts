import { describe } from "../base/describe.js";
import { OptionError } from "../base/errors.js";
import {
  anyOf,
  checkOptions,
  checkValue,
  FLAG,
  FUNCTION,
  type OptionKind,
  orNull,
  type TableOf,
} from "../base/options.js";
import type { SignalLike } from "../base/web-types.js";
import { shown } from "../files/source.js";
import { DEFAULT_LOAD_SECONDS, SECONDS, TimeLimit } from "../files/time-limit.js";
import { FILE_BOUND, MOST_FILE_BYTES, SIGNAL } from "../files/watch.js";
import { Abortion } from "./abortion.js";
import type { CacheLocation } from "./cache.js";
import { HubEnvironment } from "./environment.js";
import { INNER_PATH } from "./names.js";
import type { ProgressCallback } from "./progress.js";

/**
 * The source of a model's files, under the names of huggingface_hub 0.36.2 and transformers 4.56.1. null counts as not
 * given, as None does there.
 */
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
  /** Called for each step of loading each file: of the hub, of a folder, of the package, or given. */
  readonly progress_callback?: ProgressCallback;
  /**
   * Ends loading at once when it is aborted: requests, waits and downloads. The promise rejects with the signal's
   * `reason`. Files that are whole by then stay cached; no file is written in part.
   */
  readonly signal?: SignalLike;
  /** The most bytes that a file from a server may have; a larger one is refused. Default 536,870,912. */
  readonly max_file_bytes?: number;
  /** The most seconds that the requests of a load may take in all. Default 3,600. */
  readonly max_load_seconds?: number;
}

const ENDPOINT: OptionKind = {
  allows: (value) => typeof value === "string" && isEndpoint(value),
  expected: "a hub's address: http:// or https:// and a host",
  describe: describeEndpoint,
};

function describeEndpoint(value: unknown): string {
  if (typeof value !== "string") return describe(value);
  return value.includes("@") ? "an address with a user or a password" : shown(value);
}

function describeToken(value: unknown): string {
  return typeof value === "string" ? "characters that no token has" : `a value of type ${typeof value}`;
}

const TOKEN: OptionKind = {
  // fetch refuses other characters, and its error would show the token.
  allows: (value) => typeof value === "string" && /^[\x21-\x7e]+$/.test(value),
  expected: "an access token",
  describe: describeToken,
};

/** A path; an address would make a folder of that name. */
const FOLDER: OptionKind = {
  allows: (value) => typeof value === "string" && value !== "" && !/^[a-z]+:\/\//i.test(value),
  expected: "a folder's path",
};

const ROOT: OptionKind = { allows: (value) => value === "", expected: '""' };

/** The options of the hub, for `checkOptions`. */
export const HUB_OPTIONS: TableOf<HubOptions> = {
  revision: orNull(INNER_PATH),
  subfolder: orNull(anyOf(ROOT, INNER_PATH)),
  cache_dir: orNull(FOLDER),
  force_download: orNull(FLAG),
  local_files_only: orNull(FLAG),
  token: orNull({ ...anyOf(TOKEN, FLAG), describe: describeToken }),
  endpoint: orNull(ENDPOINT),
  progress_callback: orNull(FUNCTION),
  signal: orNull(SIGNAL),
  max_file_bytes: orNull(FILE_BOUND),
  max_load_seconds: orNull(SECONDS),
};

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
  readonly abortion: Abortion;
  /** The most bytes of a file. */
  readonly mostBytes: number;
  /** The time by which all requests must end. */
  readonly limit: TimeLimit;
}

const PUBLIC_HUB = "https://huggingface.co";
const DEFAULT_SECONDS = 10;

/**
 * Combines options and environment; options have precedence.
 *
 * @throws OptionError if an option or a variable is impossible, or if they contradict each other
 * @throws ResourceError if there is a token file that cannot be read
 * @throws the signal's reason if it is aborted
 */
export async function hubSettings(options: HubOptions): Promise<HubSettings> {
  checkOptions(options, HUB_OPTIONS);
  const abortion = new Abortion(options.signal ?? undefined);
  abortion.throwIfAborted();
  const environment = new HubEnvironment();
  const force = options.force_download ?? false;
  const offline = offlineReason(options, environment);
  if (force && offline !== undefined) throw new OptionError("force_download", true, `false with ${offline}`);
  return {
    endpoint: options.endpoint?.replace(/\/+$/, "") ?? endpointOf(environment),
    cacheFolder: options.cache_dir ?? environment.cacheFolder,
    revision: options.revision ?? "main",
    force,
    offline,
    token: offline === undefined ? await tokenToSend(options.token ?? undefined, environment) : undefined,
    etagTimeout: 1000 * (environment.seconds("HF_HUB_ETAG_TIMEOUT") ?? DEFAULT_SECONDS),
    downloadTimeout: 1000 * (environment.seconds("HF_HUB_DOWNLOAD_TIMEOUT") ?? DEFAULT_SECONDS),
    abortion,
    mostBytes: options.max_file_bytes ?? MOST_FILE_BYTES,
    limit: new TimeLimit(options.max_load_seconds ?? DEFAULT_LOAD_SECONDS),
  };
}

function offlineReason(options: HubOptions, environment: HubEnvironment): string | undefined {
  if (options.local_files_only) return "local_files_only";
  const variable = environment.get("HF_HUB_OFFLINE") === undefined ? "TRANSFORMERS_OFFLINE" : "HF_HUB_OFFLINE";
  return environment.isTrue(variable) ? variable : undefined;
}

function endpointOf(environment: HubEnvironment): string {
  const address = environment.get("HF_ENDPOINT") ?? PUBLIC_HUB;
  checkValue("HF_ENDPOINT", address, ENDPOINT);
  return address.replace(/\/+$/, "");
}

function isEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, search, hash } = new URL(address);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}

async function tokenToSend(
  option: string | boolean | undefined,
  environment: HubEnvironment,
): Promise<string | undefined> {
  if (typeof option === "string") return option;
  if (option === false) return undefined;
  if (option === undefined && environment.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) return undefined;
  const token = await environment.token();
  checkValue("token of the machine (HF_TOKEN or its file)", token, TOKEN);
  if (token !== undefined || !option) return token;
  throw new OptionError("token", true, "a token in HF_TOKEN or one that Python's hf auth login has kept");
}
