import { HubError, type HubFailure } from "../base/errors.js";
import { isHash } from "./content-hash.js";
import type { Content } from "./download.js";
import type { RemoteFile } from "./hub.js";
import { etagOf, isCommit } from "./names.js";

/** What was asked for, and of whom. */
export interface Asking extends RemoteFile {
  readonly url: string;
  readonly endpoint: string;
  readonly token: string | undefined;
}

/** What the hub tells of a file before it sends it. */
export interface Description {
  /** Undefined only where a browser does not show it. */
  readonly commit: string | undefined;
  /** Undefined where the file does not exist. */
  readonly content: Content | undefined;
}

/**
 * Reads an answer to HEAD.
 *
 * @param location where it says that the content is
 * @param redirectsAreHidden whether it may have come from elsewhere than the hub, as in browsers
 * @throws HubError where it tells something else, or does not come from a hub
 */
export function describe(response: Response, location: URL, asking: Asking, redirectsAreHidden: boolean): Description {
  const { headers, status } = response;
  const commit = commitOf(headers, asking);
  if (status === 404 && headers.get("X-Error-Code") === "EntryNotFound") return { commit, content: undefined };
  if (!response.ok && (commit === undefined || status >= 400)) throw failureOf(response, asking);
  const mayHide = redirectsAreHidden || response.type === "cors";
  const content = contentOf(headers, commit, location, mayHide, asking.url);
  if (!mayHide) {
    if (commit === undefined) throw unexpected(asking.url, "no X-Repo-Commit", "an answer of the hub");
    if (content.etag === undefined) throw unexpected(asking.url, "no ETag", "an answer of the hub");
    if (!isHash(content.etag) && content.size === undefined) {
      throw unexpected(asking.url, "no length", "an answer of the hub");
    }
  }
  return { commit: commit ?? (isCommit(asking.revision) ? asking.revision : undefined), content };
}

function commitOf(headers: Headers, { url, revision }: Asking): string | undefined {
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
  // A content delivery network, where browsers end up, has ETags of its own.
  const header = headers.get("X-Linked-ETag") ?? (commit === undefined ? null : headers.get("ETag"));
  const etag = header === null ? undefined : etagOf(header);
  if (header !== null && etag === undefined) throw unexpected(url, `ETag ${header}`, "one that can name a file");
  // Where headers are hidden, so may be that the body is compressed.
  const isPlain = !mayHide && (headers.get("Content-Encoding") ?? "identity") === "identity";
  const length = headers.get("X-Linked-Size") ?? (isPlain ? headers.get("Content-Length") : null);
  const size = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  return { etag, size, location, resumable: isHash(etag) && !mayHide };
}

export function unexpected(url: string, found: string, expected: string): HubError {
  return new HubError(url, found, expected, { reason: "unexpected-answer" });
}

const BAD_CREDENTIALS = "Invalid credentials in Authorization header";

/** The error that an answer means which is not the file, by the hub's own code where it gives one. */
export function failureOf(response: Response, asking: Asking): HubError {
  const { status: statusCode, headers } = response;
  const { repository, revision, path, url, endpoint, token } = asking;
  const code = headers.get("X-Error-Code");
  const message = headers.get("X-Error-Message") ?? "";
  const error = (reason: HubFailure, input: string, found: string, expected: string): HubError =>
    new HubError(input, found, expected, { reason, statusCode, retryAfter: secondsToWait(headers) });

  if (code === "RevisionNotFound") {
    return error("revision-not-found", `${repository}: revision`, revision, "a branch, tag or commit that it has");
  }
  if (code === "EntryNotFound") return error("file-not-found", repository, `no ${path}`, "a model that has it");
  if (code === "GatedRepo") {
    const expected = `an account that was let in at ${endpoint}/${repository}, and its token (option token or HF_TOKEN)`;
    return error("gated", repository, "files only for those who were let in", expected);
  }
  // Whoever gives no token is told 401 of what does not exist, too.
  if (code === "RepoNotFound" || (statusCode === 401 && token === undefined)) {
    const expected = `a folder that is there, or a repository of ${endpoint}; a private one needs a token`;
    return error("repository-not-found", "model", repository, expected);
  }
  const shown = `HTTP status ${statusCode}${message && `: ${withoutSecret(message, token)}`}`;
  if (statusCode === 401 || message === BAD_CREDENTIALS) {
    return error("unauthorized", "token", `one that ${endpoint} refuses`, "a valid one, or the option token: false");
  }
  if (statusCode === 403) return error("forbidden", repository, shown, "leave to read it");
  if (statusCode >= 500 || statusCode === 429 || statusCode === 408) {
    return error("unavailable", url, shown, "an answer; try again later");
  }
  return error("unexpected-answer", url, shown, "an answer of the hub");
}

/** Retry-After in seconds: it holds them, or a date. */
function secondsToWait(headers: Headers): number | undefined {
  const value = headers.get("Retry-After")?.trim();
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** A server may say what it was told. */
function withoutSecret(message: string, token: string | undefined): string {
  return token === undefined ? message : message.replaceAll(token, "…");
}
