/** A server of the files in a folder, on any free port. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };

/**
 * Serves a folder, all files with some headers, and returns the address of its page. `seen` receives each path; if it returns
 * false, there is no answer, as without a network.
 */
export async function serve(folder, headers = {}, seen = () => {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    if (seen(pathname) === false) return response.destroy();
    const path = pathname === "/" ? "/index.html" : pathname;
    const bytes = await readFile(join(folder, path)).catch(() => undefined);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response
      .writeHead(bytes ? 200 : 404, { "Content-Type": bytes ? type : "text/plain", ...headers })
      .end(bytes ?? "not found");
  });
  await new Promise((resolve) => server.listen(0, resolve));
  server.unref();
  return `http://localhost:${server.address().port}/`;
}
