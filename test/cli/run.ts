/** The built command line as a process of its own, so `npm run build` comes first. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A folder for the files of one test file, which removes it. */
export const folder = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));

/** Tests use neither the hub nor an existing cache. */
export const ENVIRONMENT = { ...process.env, HF_HUB_OFFLINE: "1", HF_HUB_CACHE: folder };

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs the command line.
 *
 * @param stdout a file's descriptor in place of a pipe; then `out` is empty
 */
export function run(
  args: readonly string[],
  input: string | Uint8Array = "",
  variables: Readonly<Record<string, string>> = {},
  stdout: number | "pipe" = "pipe",
): Promise<Result> {
  return new Promise((resolve) => {
    const env = { ...ENVIRONMENT, ...variables };
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ["pipe", stdout, "pipe"] });
    let out = "";
    let error = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      error += text;
    });
    child.on("close", (code) => resolve({ code, out, error }));
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
