import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { table } from "./markdown.js";
import { ROOT } from "./program.js";

/** Sizes in bytes: the dictionary files, which are already compressed, and the npm package. */
export interface Sizes {
  readonly markdown: string;
  readonly ipadic: number;
  readonly unidicLite: number;
  readonly package: number;
  readonly unpacked: number;
}

export async function measureSizes(): Promise<Sizes> {
  const ipadic = await dictionaryBytes("ipadic");
  const unidicLite = await dictionaryBytes("unidic-lite");
  const packing = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await promisify(execFile)("npm", packing, { cwd: ROOT });
  const [{ size, unpackedSize }] = JSON.parse(stdout) as [{ size: number; unpackedSize: number }];
  const rows = [
    ["ipadic.dict", String(ipadic)],
    ["unidic-lite.dict", String(unidicLite)],
    ["the package, packed", String(size)],
    ["the package, unpacked", String(unpackedSize)],
  ];
  const markdown = `## Sizes\n\n${table(["", "bytes"], rows)}`;
  return { markdown, ipadic, unidicLite, package: size, unpacked: unpackedSize };
}

async function dictionaryBytes(name: string): Promise<number> {
  return (await stat(join(ROOT, "dictionaries", `${name}.dict`))).size;
}
