import { execFile, spawnSync } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { reasonOf, Skipped } from "./contestant.js";
import { ROOT } from "./program.js";

const FOLDER = join(ROOT, ".cache", "bench", "mecab");
const PACKAGES = ["mecab", "libmecab2"];

/** A mecab command that runs, with the environment that it needs. */
export interface MecabCommand {
  readonly executable: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
}

/** Finds the machine's mecab command, or else unpacks Debian's into .cache/bench, which needs no root privileges. */
export async function mecabCommand(): Promise<MecabCommand> {
  const found = asked("mecab", process.env) ?? (await unpacked());
  if (found) return found;
  await unpack().catch((cause) => {
    throw new Skipped(`no mecab command: ${reasonOf(cause)}`, "apt-get install mecab", { cause });
  });
  const made = await unpacked();
  if (made) return made;
  throw new Skipped("the unpacked mecab command does not run", "apt-get install mecab");
}

function asked(executable: string, environment: NodeJS.ProcessEnv): MecabCommand | undefined {
  const { status, stdout } = spawnSync(executable, ["--version"], { encoding: "utf8", env: environment });
  if (status !== 0) return undefined;
  return { executable, environment, version: stdout.replace("mecab of", "").trim() };
}

async function unpack(): Promise<void> {
  console.error("Unpacking Debian's mecab into .cache/bench");
  await mkdir(FOLDER, { recursive: true });
  const run = promisify(execFile);
  await run("apt-get", ["download", ...PACKAGES], { cwd: FOLDER });
  for (const file of await readdir(FOLDER)) {
    if (file.endsWith(".deb")) await run("dpkg-deb", ["-x", file, FOLDER], { cwd: FOLDER });
  }
}

async function unpacked(): Promise<MecabCommand | undefined> {
  const libraries = join(FOLDER, "usr", "lib");
  const names = await readdir(libraries).catch(() => []);
  const paths = names.map((name) => join(libraries, name)).join(":");
  return asked(join(FOLDER, "usr", "bin", "mecab"), { ...process.env, LD_LIBRARY_PATH: paths });
}
