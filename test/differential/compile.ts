import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const FOLDERS = ["/usr/lib/mecab", "/usr/libexec/mecab", "/usr/local/libexec/mecab", "/opt/homebrew/libexec/mecab"];

/** Finds MeCab's dictionary compiler. */
export async function findCompiler(): Promise<string> {
  const configured = await run("mecab-config", ["--libexecdir"]).catch(() => undefined);
  const folders = [...FOLDERS, ...(configured ? [configured.stdout.trim()] : [])];
  const compiler = folders.map((folder) => join(folder, "mecab-dict-index")).find((path) => existsSync(path));
  if (compiler) return compiler;
  throw new Error(
    `mecab-dict-index is not in ${folders.join(", ")}: install mecab-utils (Debian) or MeCab, or use --dictionaries 0`,
  );
}

/** Writes a dictionary's source files into a folder and compiles them there. */
export async function compile(
  compiler: string,
  files: Readonly<Record<string, string>>,
  folder: string,
): Promise<void> {
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
  await run(compiler, ["-d", folder, "-o", folder, "-f", "utf-8", "-t", "utf-8"]);
}
