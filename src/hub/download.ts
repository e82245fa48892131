import { HubError } from "../base/errors.js";
import { mayBeNamed } from "./content-hash.js";
import type { Retry } from "./retry.js";
import { TimedRequest } from "./timed-request.js";

/** What the hub tells of a file's bytes before it sends them. */
export interface Content {
  /** Undefined only where a browser does not show it. */
  readonly etag: string | undefined;
  /** In bytes; undefined where it is not told. */
  readonly size: number | undefined;
  /** Where to get it: of a large file often another host. */
  readonly location: URL;
  /** Whether pieces that do not fit together would be noticed. */
  readonly resumable: boolean;
}

/** How a file is asked for. */
export interface DownloadRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds to wait for the headers and for each piece. */
  readonly timeout: number;
  /** What errors call the file. */
  readonly shownUrl: string;
  /** The error that an answer means which is not the file. */
  readonly failureOf: (response: Response) => HubError;
}

/** One file on its way. Its pieces are kept in memory, so that the disk never sees what is not whole. */
export class Download {
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(
    private readonly content: Content,
    private readonly report: (loaded: number) => void,
    private readonly request: DownloadRequest,
  ) {}

  /**
   * Receives the file: what broke off is continued; what turns out to have another hash or length is fetched once more
   * from the start.
   *
   * @throws HubError where that does not help
   */
  async finish(patience: Retry): Promise<Uint8Array> {
    const bytes = await this.#receive(patience);
    if (await this.#isWhole(bytes)) return bytes;
    this.#clear();
    const again = await this.#receive(patience);
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

  /** Receives to the end, in as many attempts as it takes as long as each gets further. */
  async #receive(patience: Retry): Promise<Uint8Array> {
    for (let furthest = 0; ; furthest = Math.max(furthest, this.#length)) {
      try {
        await this.#attempt();
        return this.#join();
      } catch (error) {
        if (this.#length > furthest) patience.afterProgress();
        await patience.afterFailure(error);
      }
    }
  }

  async #attempt(): Promise<void> {
    const exchange = await this.#begin();
    if (!exchange) return;
    const { size = 0 } = this.content;
    for await (const piece of exchange.body()) {
      this.#pieces.push(piece);
      this.#length += piece.length;
      this.report(this.#length);
      if (this.content.size !== undefined && this.#length > size) return;
    }
    if (this.#length < size) throw this.#interrupted(`${this.#length} bytes`, `${size} bytes`);
  }

  /** Asks for what is missing; undefined where the server says that nothing is. */
  async #begin(): Promise<TimedRequest | undefined> {
    if (!this.content.resumable) this.#clear();
    const { request, content } = this;
    const headers = this.#length > 0 ? { ...request.headers, Range: `bytes=${this.#length}-` } : request.headers;
    const exchange = await TimedRequest.begin(content.location, { headers }, request.shownUrl, request.timeout);
    const { response } = exchange;
    if (this.#length > 0 && response.status === 206 && startOf(response) === this.#length) return exchange;
    if (response.status === 200) {
      // The server knows no ranges.
      this.#clear();
      return exchange;
    }
    exchange.end();
    if (this.#length > 0 && response.status === 416) return undefined;
    const wasContinuation = this.#length > 0;
    this.#clear();
    if (wasContinuation && response.status === 206) throw this.#interrupted("another range", "the one asked for");
    throw request.failureOf(response);
  }

  #interrupted(found: string, expected: string): HubError {
    return new HubError(this.request.shownUrl, found, expected, { reason: "unreachable" });
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

/** Where a partial answer begins. */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("Content-Range") ?? "")?.[1]);
}
