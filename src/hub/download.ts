import { mayBeNamed } from "./content-hash.js";
import { HubError } from "./hub-error.js";
import type { Content } from "./remote-file.js";
import { isWebPage } from "./responses.js";
import type { Retry } from "./retry.js";
import { type Circumstances, TimedRequest } from "./timed-request.js";

/** The details of the requests for one file. */
export interface DownloadRequest extends Circumstances {
  readonly headers: Readonly<Record<string, string>>;
  /** The most bytes that the file may have. */
  readonly mostBytes: number;
  /** The error of a response that is not the file. */
  readonly failureOf: (response: Response) => HubError;
}

/** The download of one file. The pieces stay in memory until the file is whole. */
export class Download {
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(
    private readonly content: Content,
    private readonly report: (loaded: number) => void,
    private readonly request: DownloadRequest,
  ) {}

  /**
   * Receives the file. A broken download is resumed; a file of the wrong hash or length is fetched once more.
   *
   * @throws HubError if the file is too large, if the attempts fail, or if the second file is wrong too
   */
  async finish(retry: Retry): Promise<Uint8Array> {
    const { size: announced = 0 } = this.content;
    if (announced > this.request.mostBytes) throw this.#tooLarge(`a file of ${announced} bytes`);
    const bytes = await this.#receive(retry);
    if (await this.#isWhole(bytes)) return bytes;
    this.#clear();
    const again = await this.#receive(retry);
    if (await this.#isWhole(again)) return again;
    const { size, etag } = this.content;
    const [found, expected] =
      size === undefined || size === again.length
        ? ["bytes of another hash, twice", `hash ${etag}`]
        : [`${again.length} bytes, twice`, `${size} bytes`];
    throw new HubError(this.request.shownUrl, found, expected, { reason: "damaged" });
  }

  async #isWhole(bytes: Uint8Array): Promise<boolean> {
    const { size, etag } = this.content;
    if (size !== undefined && bytes.length !== size) return false;
    return etag === undefined || mayBeNamed(bytes, etag);
  }

  /** Receives all bytes. An attempt that gets further than all before it resets the count of failures. */
  async #receive(retry: Retry): Promise<Uint8Array> {
    for (let furthest = 0; ; furthest = Math.max(furthest, this.#length)) {
      try {
        await this.#attempt();
        return this.#join();
      } catch (error) {
        if (this.#length > furthest) retry.afterProgress();
        await retry.afterFailure(error);
      }
    }
  }

  async #attempt(): Promise<void> {
    const request = await this.#begin();
    if (!request) return;
    const { size = 0 } = this.content;
    for await (const piece of request.body()) {
      this.#pieces.push(piece);
      this.#length += piece.length;
      this.report(this.#length);
      if (this.content.size !== undefined && this.#length > size) return;
      if (this.#length > this.request.mostBytes) throw this.#tooLarge("more bytes");
    }
    if (this.#length < size) throw request.interrupted(`${this.#length} bytes`, `${size} bytes`);
  }

  #tooLarge(found: string): HubError {
    const expected = `at most ${this.request.mostBytes} bytes (option max_file_bytes)`;
    return new HubError(this.request.shownUrl, found, expected, { reason: "unexpected-answer" });
  }

  /** Requests the missing bytes; undefined if the server reports that none are missing. */
  async #begin(): Promise<TimedRequest | undefined> {
    if (!this.content.resumable) this.#clear();
    const { request, content } = this;
    const headers = this.#length > 0 ? { ...request.headers, Range: `bytes=${this.#length}-` } : request.headers;
    const timed = await TimedRequest.begin(content.location, { headers }, request);
    const { response } = timed;
    if (this.#length > 0 && response.status === 206 && startOf(response) === this.#length) return timed;
    if (response.status === 200 && !isWebPage(response)) {
      // The server ignored the range.
      this.#clear();
      return timed;
    }
    timed.end();
    if (this.#length > 0 && response.status === 416) return undefined;
    const wasContinuation = this.#length > 0;
    this.#clear();
    if (wasContinuation && response.status === 206) throw timed.interrupted("another range", "the one asked for");
    throw request.failureOf(response);
  }

  #clear(): void {
    this.#pieces = [];
    this.#length = 0;
  }

  #join(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }
}

/** The offset at which a partial response starts; NaN if it reports none. */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("Content-Range") ?? "")?.[1]);
}
