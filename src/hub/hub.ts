import { Download } from "./download.js";
import type { Content, Description, RemoteFile } from "./remote-file.js";
import { describe, failureOf, type HubRequest, NO_HUB, unexpected } from "./responses.js";
import { Retry, type Wait } from "./retry.js";
import type { HubSettings } from "./settings.js";
import { TimedRequest } from "./timed-request.js";

const MOST_REDIRECTS = 10;
// A compressed body would have another length and other ranges.
const PLAIN = { "Accept-Encoding": "identity" };

/** The requests to the hub: HEAD returns a file's commit, hash, size and address, GET returns its bytes. */
export class Hub {
  /** True if fetch hides the target of a redirect, as in browsers. */
  #hidesRedirects = false;

  constructor(
    private readonly settings: HubSettings,
    private readonly wait?: Wait,
  ) {}

  urlOf({ repository, revision, path }: RemoteFile): string {
    const segments = path.split("/").map(encodeURIComponent);
    return `${this.settings.endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${segments.join("/")}`;
  }

  /** Requests the description of a file. @throws HubError if the hub does not describe it */
  async describe(file: RemoteFile, retries?: number): Promise<Description> {
    const retry = new Retry(this.settings.abortion, this.settings.limit, this.wait, retries);
    for (;;) {
      try {
        return await this.#describeOnce(file);
      } catch (error) {
        await retry.afterFailure(error);
      }
    }
  }

  /**
   * Downloads a file; its hash and its length are those of the description.
   *
   * @param report receives the number of bytes so far
   * @throws HubError if the file is not available
   */
  async download(file: RemoteFile, content: Content, report: (loaded: number) => void): Promise<Uint8Array> {
    const download = new Download(content, report, {
      headers: this.#headersFor(content.location),
      timeout: this.settings.downloadTimeout,
      abortion: this.settings.abortion,
      limit: this.settings.limit,
      mostBytes: this.settings.mostBytes,
      shownUrl: this.urlOf(file),
      failureOf: (response) => failureOf(response, this.#requestOf(file)),
    });
    return download.finish(new Retry(this.settings.abortion, this.settings.limit, this.wait));
  }

  async #describeOnce(file: RemoteFile): Promise<Description> {
    const { response, location } = await this.#head(file);
    const request = this.#requestOf(file);
    const { commit, content } = describe(response, location, request, this.#hidesRedirects);
    if (!content || !commit || content.location.href !== new URL(request.url).href) return { commit, content };
    // A branch may move between the description of a file and its download.
    return { commit, content: { ...content, location: new URL(this.urlOf({ ...file, revision: commit })) } };
  }

  /** Follows redirects to the response that describes the file, and finds the address of its content. */
  async #head(file: RemoteFile): Promise<{ readonly response: Response; readonly location: URL }> {
    const shown = this.urlOf(file);
    let url = new URL(shown);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const response = await this.#headOnce(url, shown);
      if (response.type === "opaqueredirect") {
        this.#hidesRedirects = true;
        continue;
      }
      const target = response.status >= 300 && response.status < 400 ? response.headers.get("Location") : null;
      if (target === null) return { response, location: new URL(response.url || url) };
      const location = redirectTarget(target, url, shown);
      // A relative redirect leads to the repository's new name or to the commit; the next response describes the file.
      if (isAbsolute(target) && response.headers.has("X-Repo-Commit")) return { response, location };
      url = location;
    }
    throw unexpected(shown, "redirects without end", `at most ${MOST_REDIRECTS}`);
  }

  async #headOnce(url: URL, shownUrl: string): Promise<Response> {
    const redirect = this.#hidesRedirects ? "follow" : "manual";
    const init: RequestInit = { method: "HEAD", redirect, headers: this.#headersFor(url) };
    const { etagTimeout: timeout, abortion, limit } = this.settings;
    const timed = await TimedRequest.begin(url, init, { shownUrl, timeout, abortion, limit });
    timed.end();
    return timed.response;
  }

  #headersFor(url: URL): Record<string, string> {
    const { token, endpoint } = this.settings;
    if (token === undefined || url.origin !== new URL(endpoint).origin) return PLAIN;
    return { ...PLAIN, Authorization: `Bearer ${token}` };
  }

  #requestOf(file: RemoteFile): HubRequest {
    return { ...file, url: this.urlOf(file), endpoint: this.settings.endpoint, token: this.settings.token };
  }
}

/** @throws HubError if the redirect leads to no web address, or from https: to http: */
function redirectTarget(target: string, base: URL, shownUrl: string): URL {
  const url = URL.canParse(target, base) ? new URL(target, base) : undefined;
  if (url && (url.protocol === base.protocol || url.protocol === "https:")) return url;
  // The rest of the address may hold a secret.
  const found = url ? `a redirect to ${url.protocol}//${url.host}` : "a redirect to no address";
  throw unexpected(shownUrl, found, `one to https:, as from a hub; ${NO_HUB}`);
}

function isAbsolute(target: string): boolean {
  return /^([a-z][a-z\d+.-]*:)?\/\//i.test(target);
}
