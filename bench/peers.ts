import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { reasonOf, Skipped } from "./contestant.js";
import { ROOT } from "./program.js";

const PINNED = join(ROOT, "bench", "peers", "package.json");
const INSTALLED = join(ROOT, ".cache", "bench");
const INSTALL = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];

let installation: Promise<unknown> | undefined;

/** Finds a package in the version that bench/peers/package.json pins, and installs it if it is missing. */
export async function peerPackage(name: string): Promise<{ folder: string; version: string }> {
  const { dependencies } = JSON.parse(await readFile(PINNED, "utf8")) as { dependencies: Record<string, string> };
  const version = dependencies[name];
  const folder = join(INSTALLED, "node_modules", name);
  const remedy = `npm install --prefix .cache/bench ${name}@${version}`;
  if ((await installedVersion(folder)) !== version) {
    installation ??= install();
    await installation.catch((cause) => {
      throw new Skipped(`the installation failed: ${reasonOf(cause)}`, remedy, { cause });
    });
    if ((await installedVersion(folder)) !== version) throw new Skipped("it is not installed", remedy);
  }
  return { folder, version };
}

async function installedVersion(folder: string): Promise<string | undefined> {
  const manifest = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
  return manifest && (JSON.parse(manifest) as { version: string }).version;
}

async function install(): Promise<void> {
  console.error("Installing the packages of bench/peers/package.json into .cache/bench");
  await mkdir(INSTALLED, { recursive: true });
  await copyFile(PINNED, join(INSTALLED, "package.json"));
  await promisify(execFile)("npm", [...INSTALL, "--prefix", INSTALLED], { cwd: INSTALLED });
}
