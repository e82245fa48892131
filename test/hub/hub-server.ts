import { createHash } from "node:crypto";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A received request. */
export interface Seen {
  /** The server that received it. */
  readonly host: "hub" | "cdn";
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export type Reaction = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface RepositoryOptions {
  /** Files that the hub redirects to its content delivery network. */
  readonly large?: readonly string[];
  /** The only token with access; undefined if none is needed. */
  readonly gatedFor?: string;
  /** True if the hub sends files itself, as for private repositories, without a redirect to the commit. */
  readonly direct?: boolean;
}

interface Repository extends RepositoryOptions {
  readonly branches: Map<string, string>;
  readonly commits: Map<string, ReadonlyMap<string, Uint8Array>>;
}

interface Interference {
  readonly matches: (seen: Seen) => boolean;
  readonly reaction: Reaction;
  times: number;
}

export const KNOWN_TOKEN = "hf_known";

const EXPOSED =
  "X-Repo-Commit,X-Error-Code,X-Error-Message,ETag,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag";

/** A hub and its content delivery network on two loopback ports, which respond as the real ones do. */
export class HubServer {
  readonly seen: Seen[] = [];
  /** Milliseconds that each response takes. */
  latency = 0;
  /** The highest number of requests that waited for their responses at the same time. */
  mostAtOnce = 0;
  #waiting = 0;
  readonly #repositories = new Map<string, Repository>();
  readonly #newNames = new Map<string, string>();
  readonly #blobs = new Map<string, Uint8Array>();
  #interferences: Interference[] = [];
  readonly #hub = createServer((request, response) => this.#respond("hub", request, response));
  readonly #cdn = createServer((request, response) => this.#respond("cdn", request, response));

  static async start(): Promise<HubServer> {
    const server = new HubServer();
    await Promise.all([server.#hub, server.#cdn].map(listen));
    return server;
  }

  get endpoint(): string {
    return addressOf(this.#hub);
  }

  /** An address of this machine where nothing listens. */
  static async closedEndpoint(): Promise<string> {
    const server = createServer();
    await listen(server);
    const address = addressOf(server);
    await close(server);
    return address;
  }

  get cdn(): string {
    return addressOf(this.#cdn);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#hub, this.#cdn].map(close));
  }

  /** Commits files to a branch. */
  commit(name: string, files: Readonly<Record<string, string | Uint8Array>>, options: RepositoryOptions = {}): string {
    return this.commitTo(name, "main", files, options);
  }

  commitTo(
    name: string,
    branch: string,
    files: Readonly<Record<string, string | Uint8Array>>,
    options: RepositoryOptions = {},
  ): string {
    const { branches, commits } = this.#repositories.get(name) ?? { branches: new Map(), commits: new Map() };
    this.#repositories.set(name, { branches, commits, ...options });
    const content = new Map(Object.entries(files).map(([path, file]) => [path, Buffer.from(file as string)]));
    const commit = sha1(JSON.stringify([name, ...content]));
    commits.set(commit, content);
    branches.set(branch, commit);
    return commit;
  }

  rename(from: string, to: string): void {
    this.#newNames.set(from, to);
    const repository = this.#repositories.get(from);
    if (repository) this.#repositories.set(to, repository);
    this.#repositories.delete(from);
  }

  /** Responds to matching requests instead of the server. */
  interfere(matches: (seen: Seen) => boolean, reaction: Reaction, times = Number.POSITIVE_INFINITY): void {
    this.#interferences.push({ matches, reaction, times });
  }

  /** "METHOD file" of each request, in order; "METHOD cdn" for the content delivery network. */
  get log(): string[] {
    return this.seen.map(({ host, method, path }) => `${method} ${host === "cdn" ? "cdn" : lastSegment(path)}`);
  }

  /** Forgets requests and interferences. */
  forget(): void {
    this.seen.length = 0;
    this.latency = 0;
    this.mostAtOnce = 0;
    this.#interferences = [];
  }

  /** Forgets everything. */
  reset(): void {
    this.forget();
    this.#repositories.clear();
    this.#newNames.clear();
    this.#blobs.clear();
  }

  #respond(host: Seen["host"], request: IncomingMessage, response: ServerResponse): void {
    const seen: Seen = { host, method: request.method ?? "", path: request.url ?? "", headers: request.headers };
    this.seen.push(seen);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#waiting);
    response.once("close", () => this.#waiting--);
    setTimeout(() => this.#answer(seen, request, response), this.latency);
  }

  #answer(seen: Seen, request: IncomingMessage, response: ServerResponse): void {
    const { host } = seen;
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", host === "cdn" ? "*" : EXPOSED);
    const interference = this.#interferences.find(({ matches, times }) => times > 0 && matches(seen));
    if (interference) {
      interference.times--;
      interference.reaction(request, response);
    } else if (host === "cdn") {
      const bytes = this.#blobs.get(lastSegment(seen.path));
      // The network has an ETag of its own, as long as the hub's, which is not the hash.
      if (bytes) sendFile(request, response, bytes, { ETag: `"${"c".repeat(64)}"` });
      else sendError(response, 403);
    } else this.#respondAsHub(request, response);
  }

  #respondAsHub(request: IncomingMessage, response: ServerResponse): ServerResponse {
    const { pathname } = new URL(request.url ?? "", "http://hub");
    const [, cache, name, revision, path] =
      /^(?:\/(api\/resolve-cache\/models))?\/([^/]+\/[^/]+)\/(?:resolve\/)?([^/]+)\/(.+)$/.exec(pathname) ?? [];
    if (name === undefined) return sendError(response, 404);
    const token = request.headers.authorization?.replace(/^Bearer /, "");
    if (token !== undefined && token !== KNOWN_TOKEN) {
      return sendError(response, 401, "", "Invalid credentials in Authorization header");
    }
    const newName = this.#newNames.get(name);
    if (newName) return redirect(response, `/${newName}/resolve/${revision}/${path}`);
    const repository = this.#repositories.get(name);
    if (!repository) {
      if (token === undefined) return sendError(response, 401, "", "Invalid username or password.");
      return sendError(response, 404, "RepoNotFound", "Repository not found");
    }
    if (repository.gatedFor !== undefined && repository.gatedFor !== token) {
      return sendError(
        response,
        token === undefined ? 401 : 403,
        "GatedRepo",
        `Access to model ${name} is restricted.`,
      );
    }
    const decoded = decodeURIComponent(revision);
    const commit = repository.branches.get(decoded) ?? decoded;
    const files = repository.commits.get(commit);
    if (!files) return sendError(response, 404, "RevisionNotFound", `Invalid rev id: ${decoded}`);
    response.setHeader("X-Repo-Commit", commit);
    const bytes = files.get(decodeURIComponent(path));
    if (!bytes) return sendError(response, 404, "EntryNotFound", "Entry not found");
    const headers = { ETag: `"${gitHash(bytes)}"` };
    if (repository.large?.includes(path)) {
      const hash = sha256(bytes);
      this.#blobs.set(hash, bytes);
      response.setHeader("X-Linked-Size", bytes.length);
      response.setHeader("X-Linked-ETag", `"${hash}"`);
      return redirect(response, `${this.cdn}/${hash}?Signature=secret`, 302);
    }
    if (cache || repository.direct) return sendFile(request, response, bytes, headers);
    return redirect(response, `/api/resolve-cache/models/${name}/${commit}/${path}?etag=${gitHash(bytes)}`);
  }
}

export function gitHash(bytes: Uint8Array): string {
  return sha1(Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function sha1(data: string | Uint8Array): string {
  return createHash("sha1").update(data).digest("hex");
}

/** Sends a file, or the requested range of it. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): ServerResponse {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? Number.NaN);
  if (start >= bytes.length) return sendError(response, 416);
  const body = Number.isNaN(start) ? bytes : bytes.subarray(start);
  const range = Number.isNaN(start) ? {} : { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(Number.isNaN(start) ? 200 : 206, { ...headers, ...range, "Content-Length": body.length });
  return response.end(request.method === "HEAD" ? undefined : body);
}

export function sendError(response: ServerResponse, status: number, code = "", message = ""): ServerResponse {
  if (code) response.setHeader("X-Error-Code", code);
  if (message) response.setHeader("X-Error-Message", message);
  return response.writeHead(status).end(message);
}

export function redirect(response: ServerResponse, location: string, status = 307): ServerResponse {
  return response.writeHead(status, { Location: location }).end();
}

/** Announces the whole file and sends only its first bytes. */
export function cutAfter(bytes: Uint8Array, count: number): Reaction {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    const range = { "Content-Range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` };
    response.writeHead(start > 0 ? 206 : 200, {
      "Content-Length": bytes.length - start,
      ...(start > 0 ? range : {}),
    });
    response.write(bytes.subarray(start, start + count), () => response.destroy());
  };
}

function lastSegment(path: string): string {
  return path.split("?")[0].split("/").at(-1) ?? "";
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
