import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Answers } from "../../fixtures/reference.js";

const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const FOLDER = fileURLToPath(new URL("../../.cache/differential/", import.meta.url));

/**
 * The answers of the pinned reference, kept in .cache/differential, so that a second run need not wait for Python.
 *
 * An answer is found again only if the request, everything that was opened for it, the Python programs and the pinned
 * requirements are the same. Delete the folder to ask for everything again.
 */
export class AnswerCache implements Answers {
  readonly #programs: string;

  constructor() {
    mkdirSync(FOLDER, { recursive: true });
    const files = readdirSync(FIXTURES).filter((file) => file.endsWith(".py") || file === "requirements.txt");
    const contents = files.sort().map((file) => readFileSync(join(FIXTURES, file)));
    this.#programs = contents.reduce((hash, content) => hash.update(content), createHash("sha256")).digest("hex");
  }

  find(request: string): unknown[] | undefined {
    const path = this.#pathOf(request);
    return existsSync(path) ? (JSON.parse(gunzipSync(readFileSync(path)).toString()) as unknown[]) : undefined;
  }

  keep(request: string, answers: unknown[]): void {
    const path = this.#pathOf(request);
    writeFileSync(`${path}.new`, gzipSync(JSON.stringify(answers), { level: 1 }));
    renameSync(`${path}.new`, path);
  }

  #pathOf(request: string): string {
    const key = createHash("sha256").update(this.#programs).update(request).digest("hex");
    return join(FOLDER, `${key}.json.gz`);
  }
}
