import { type Content, Download } from "./download.js";
import { type Asking, type Description, describe, failureOf, unexpected } from "./responses.js";
import { Retry, type Wait } from "./retry.js";
import type { HubSettings } from "./settings.js";
import { TimedRequest } from "./timed-request.js";

/** A file of a repository at a branch, tag or commit. */
export interface RemoteFile {
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

const MOST_REDIRECTS = 10;
// A compressed body has another length, and ranges of its own.
const PLAIN = { "Accept-Encoding": "identity" };

/** Speaks with the hub: HEAD tells a file's commit, hash, size and place, GET sends it. */
export class Hub {
  /** Whether fetch keeps to itself where a redirect leads, as in browsers. */
  #hidesRedirects = false;

  constructor(
    private readonly settings: HubSettings,
    private readonly wait?: Wait,
  ) {}

  urlOf({ repository, revision, path }: RemoteFile): string {
    const segments = path.split("/").map(encodeURIComponent);
    return `${this.settings.endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${segments.join("/")}`;
  }

  /** @throws HubError */
  async describe(file: RemoteFile, retries?: number): Promise<Description> {
    const patience = new Retry(this.wait, retries);
    for (;;) {
      try {
        return await this.#describeOnce(file);
      } catch (error) {
        await patience.afterFailure(error);
      }
    }
  }

  /**
   * Gets a file whole: with the hash and the length that it was described with.
   *
   * @param report is told the number of bytes that have come
   * @throws HubError
   */
  async download(file: RemoteFile, content: Content, report: (loaded: number) => void): Promise<Uint8Array> {
    const download = new Download(content, report, {
      headers: this.#headersFor(content.location),
      timeout: this.settings.downloadTimeout,
      shownUrl: this.urlOf(file),
      failureOf: (response) => failureOf(response, this.#asking(file)),
    });
    return download.finish(new Retry(this.wait));
  }

  async #describeOnce(file: RemoteFile): Promise<Description> {
    const { response, location } = await this.#head(file);
    const asking = this.#asking(file);
    const { commit, content } = describe(response, location, asking, this.#hidesRedirects);
    if (!content || !commit || content.location.href !== new URL(asking.url).href) return { commit, content };
    // A branch may move between what is told of a file and its bytes.
    return { commit, content: { ...content, location: new URL(this.urlOf({ ...file, revision: commit })) } };
  }

  /** Follows redirects up to the answer that tells of the file, and finds where its content is. */
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
      const location = redirectTarget(target, url);
      if (!location) throw unexpected(shown, "a redirect to no address", "one that can be followed");
      // A relative one leads to the repository's new name or to the commit, and what it leads to tells more.
      if (isAbsolute(target) && response.headers.has("X-Repo-Commit")) return { response, location };
      url = location;
    }
    throw unexpected(shown, "redirects without end", `at most ${MOST_REDIRECTS}`);
  }

  async #headOnce(url: URL, shownUrl: string): Promise<Response> {
    const redirect = this.#hidesRedirects ? "follow" : "manual";
    const init: RequestInit = { method: "HEAD", redirect, headers: this.#headersFor(url) };
    const exchange = await TimedRequest.begin(url, init, shownUrl, this.settings.etagTimeout);
    exchange.end();
    return exchange.response;
  }

  #headersFor(url: URL): Record<string, string> {
    const { token, endpoint } = this.settings;
    if (token === undefined || url.origin !== new URL(endpoint).origin) return PLAIN;
    return { ...PLAIN, Authorization: `Bearer ${token}` };
  }

  #asking(file: RemoteFile): Asking {
    return { ...file, url: this.urlOf(file), endpoint: this.settings.endpoint, token: this.settings.token };
  }
}

function redirectTarget(target: string, base: URL): URL | undefined {
  if (!URL.canParse(target, base)) return undefined;
  const url = new URL(target, base);
  return url.protocol === base.protocol || url.protocol === "https:" ? url : undefined;
}

function isAbsolute(target: string): boolean {
  return /^([a-z][a-z\d+.-]*:)?\/\//i.test(target);
}
