import { isHash } from "./content-hash.js";
import { HubError, type HubFailure } from "./hub-error.js";
import { etagOf, isCommit } from "./names.js";
import type { Content, Description, RemoteFile } from "./remote-file.js";

/** A file, and the hub that it is requested from. */
export interface HubRequest extends RemoteFile {
  readonly url: string;
  readonly endpoint: string;
  readonly token: string | undefined;
}

/**
 * Reads the response to a HEAD request.
 *
 * @param location the address of the content
 * @param redirectsAreHidden true if another host may have sent the response, as in browsers
 * @throws HubError if it reports an error, or does not come from a hub
 */
export function describe(
  response: Response,
  location: URL,
  request: HubRequest,
  redirectsAreHidden: boolean,
): Description {
  const { headers, status } = response;
  const commit = commitOf(headers, request);
  if (status === 404 && headers.get("X-Error-Code") === "EntryNotFound") return { commit, content: undefined };
  const isFailure = !response.ok && (commit === undefined || status >= 400);
  if (isFailure || isWebPage(response)) throw failureOf(response, request);
  const mayHide = redirectsAreHidden || response.type === "cors";
  const content = contentOf(headers, commit, location, mayHide, request.url);
  if (!mayHide) {
    if (commit === undefined) throw unexpected(request.url, "no X-Repo-Commit");
    if (content.etag === undefined) throw unexpected(request.url, "no ETag");
    if (!isHash(content.etag) && content.size === undefined) {
      throw unexpected(request.url, "no length");
    }
  }
  return { commit: commit ?? (isCommit(request.revision) ? request.revision : undefined), content };
}

function commitOf(headers: Headers, { url, revision }: HubRequest): string | undefined {
  const commit = headers.get("X-Repo-Commit");
  if (commit === null) return undefined;
  if (!isCommit(commit)) throw unexpected(url, `commit ${commit}`, "40 hex digits");
  if (isCommit(revision) && commit !== revision) throw unexpected(url, `commit ${commit}`, `the one asked for`);
  return commit;
}

function contentOf(
  headers: Headers,
  commit: string | undefined,
  location: URL,
  mayHide: boolean,
  url: string,
): Content {
  // Redirects lead browsers to a content delivery network, which has ETags of its own.
  const header = headers.get("X-Linked-ETag") ?? (commit === undefined ? null : headers.get("ETag"));
  const etag = header === null ? undefined : etagOf(header);
  if (header !== null && etag === undefined) throw unexpected(url, `ETag ${header}`, "one that can name a file");
  // If headers are hidden, the body may be compressed.
  const isPlain = !mayHide && (headers.get("Content-Encoding") ?? "identity") === "identity";
  const length = headers.get("X-Linked-Size") ?? (isPlain ? headers.get("Content-Length") : null);
  const size = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  return { etag, size, location, resumable: isHash(etag) && !mayHide };
}

/** The probable reason of an answer that no hub gives. */
export const NO_HUB = "a proxy, the login page of a network or another server seems to answer";

/** True if a page for people takes the place of a file: no tokenizer has files of that type. */
export function isWebPage({ ok, headers }: Response): boolean {
  return ok && /^text\/html\b/i.test(headers.get("Content-Type") ?? "");
}

export function unexpected(url: string, found: string, expected = `a response of the hub; ${NO_HUB}`): HubError {
  return new HubError(url, found, expected, { reason: "unexpected-answer" });
}

export const A_MODEL_THAT_HAS_IT = "a model that has it, perhaps in another subfolder or revision";
const BAD_CREDENTIALS = "Invalid credentials in Authorization header";

/** The error of a response that is not the file, by the hub's own code if it gives one. */
export function failureOf(response: Response, request: HubRequest): HubError {
  const { status: statusCode, headers } = response;
  const { repository, revision, path, url, endpoint, token } = request;
  const code = headers.get("X-Error-Code");
  const message = headers.get("X-Error-Message") ?? "";
  const error = (reason: HubFailure, input: string, found: string, expected: string): HubError =>
    new HubError(input, found, expected, { reason, statusCode, retryAfter: secondsToWait(headers) });

  if (code === "RevisionNotFound") {
    return error(
      "revision-not-found",
      `${repository}: revision`,
      revision,
      "a branch, tag or commit that it has, for instance main",
    );
  }
  if (code === "EntryNotFound") return error("file-not-found", repository, `no ${path}`, A_MODEL_THAT_HAS_IT);
  if (code === "GatedRepo") {
    const expected = `the token (option token or HF_TOKEN) of an account with access: see ${endpoint}/${repository}`;
    return error("gated", repository, "files for accounts with access only", expected);
  }
  // Without a token, the hub sends 401 for repositories that do not exist, too.
  if (code === "RepoNotFound" || (statusCode === 401 && token === undefined)) {
    const expected = `an existing folder, or a repository of ${endpoint}; a private one needs a token`;
    return error("repository-not-found", "model", repository, expected);
  }
  if (isWebPage(response)) return error("unexpected-answer", url, "a web page (text/html)", `the file; ${NO_HUB}`);
  const shown = `HTTP status ${statusCode}${message && `: ${withoutSecret(message, token)}`}`;
  if (statusCode === 401 || message === BAD_CREDENTIALS) {
    return error("unauthorized", "token", `one that ${endpoint} refuses`, "a valid one, or the option token: false");
  }
  if (statusCode === 403) return error("forbidden", repository, shown, "a token with permission to read it");
  // Network Authentication Required: waiting does not help.
  if (statusCode === 511) return error("unexpected-answer", url, shown, "a network that needs no log-in");
  if (statusCode >= 500 || statusCode === 429 || statusCode === 408) {
    return error("unavailable", url, shown, "a response; try again later");
  }
  return error("unexpected-answer", url, shown, `a response of the hub; ${NO_HUB}`);
}

/** Retry-After in seconds; the header holds seconds or a date. */
function secondsToWait(headers: Headers): number | undefined {
  const value = headers.get("Retry-After")?.trim();
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Removes the token, which a server may repeat in its message. */
function withoutSecret(message: string, token: string | undefined): string {
  return token === undefined ? message : message.replaceAll(token, "…");
}
