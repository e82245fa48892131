import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";

export type Answer = Uint8Array | string | ((request: IncomingMessage, response: ServerResponse) => unknown);

/** A server of files on a loopback port, for the tests of one file. */
export class FileServer {
  /** The paths of the requests, in order. */
  readonly paths: string[] = [];
  /** The answers by path; any other path has status 404. */
  readonly answers = new Map<string, Answer>();
  base = "";

  respond(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    this.paths.push(path);
    const answer = this.answers.get(path.replace(/\?.*$/, "")) ?? this.answers.get("*");
    if (answer === undefined) response.writeHead(404).end("no such file");
    else if (typeof answer === "function") answer(request, response);
    else response.writeHead(200, { "Content-Length": Buffer.byteLength(answer) }).end(answer);
  }
}

/** An answer with a status and no file. */
export function status(code: number): Answer {
  return (_, response) => response.writeHead(code).end("<html>an error</html>");
}

/** The answer of a server of a single-page application to any address that it does not know. */
export const PAGE: Answer = (_, response) =>
  response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><html><title>app</title></html>");

/** Starts the server before a file's tests, and empties it before each. */
export function useFileServer(): FileServer {
  const files = new FileServer();
  const server = createServer((request, response) => files.respond(request, response));
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    files.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    files.paths.length = 0;
    files.answers.clear();
  });
  return files;
}
