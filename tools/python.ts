/**
 * `npm run python -- [PYTEST_ARGUMENT…]`: runs the tests of examples/python against the built package, those of Spark included.
 *
 * It makes an environment in .cache/python from pinned packages. Where there is no Python 3.10 or newer, or no way to get the
 * packages, it says so and runs nothing. The tests of Spark say so themselves where there is no Java.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ready, run } from "../fixtures/virtual-environment.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, "examples/python");
const OLDEST = "import sys; sys.exit(sys.version_info < (3, 10))";

async function findPython(): Promise<string> {
  const found = ["python3.11", "python3"].find((command) => {
    try {
      execFileSync(command, ["-c", OLDEST], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error("no Python 3.10 or newer");
  return found;
}

const python = await ready(
  { folder: join(ROOT, ".cache/python"), requirements: join(FOLDER, "requirements.txt") },
  findPython,
).catch((error: unknown) => {
  console.error(`SKIPPED: the tests of examples/python were not run: ${String(error)}`);
  return undefined;
});
if (python !== undefined) {
  const args = process.argv.slice(2);
  const chosen = args.length > 0 ? args : [FOLDER];
  await run(python, ["-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", ...chosen], {
    PYTHONDONTWRITEBYTECODE: "1",
  });
}
