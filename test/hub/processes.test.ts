/** Concurrent processes, and killed ones. They run the built package: run `npm run build` first. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gitHash, type Seen } from "./hub-server.js";
import { useSetting } from "./setting.js";

const setting = useSetting();
const MODEL = "tohoku-nlp/neko";
const FOLDER = "models--tohoku-nlp--neko";
const BUILT = new URL("../../dist/hub/open.js", import.meta.url).href;

const PROGRAM = `
  const { openModelFiles } = await import(${JSON.stringify(BUILT)});
  const files = await openModelFiles(${JSON.stringify(MODEL)});
  const lengths = [];
  for (const file of process.argv.slice(1)) lengths.push((await files.read(file))?.length ?? null);
  console.log(JSON.stringify(lengths));
`;

function start(...files: string[]): ChildProcess {
  return spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, ...files], {
    env: process.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function lengthsOf(child: ChildProcess): Promise<unknown> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (output += text));
  await once(child, "close");
  return JSON.parse(output);
}

const isGet = ({ method }: Seen): boolean => method === "GET";

describe("processes", () => {
  it("fill one cache at the same time, with whole files", async () => {
    const files = { "config.json": "{}", "vocab.txt": randomBytes(500_000), "spiece.model": randomBytes(800_000) };
    const commit = setting.hub.commit(MODEL, files, { large: ["spiece.model"] });
    const children = [1, 2, 3].map(() => start(...Object.keys(files), "none.txt"));
    for (const lengths of await Promise.all(children.map(lengthsOf)))
      expect(lengths).toEqual([2, 500_000, 800_000, null]);
    const tree = setting.tree(join(setting.cache, FOLDER)).map((line) => line.split(" ")[0]);
    expect(tree.filter((path) => path.startsWith("blobs"))).toHaveLength(3);
    expect(tree.filter((path) => path.startsWith("snapshots"))).toHaveLength(3);
    expect(tree).toContain("refs/main");
    const cached = await setting.open(MODEL, { revision: commit, local_files_only: true });
    for (const [name, bytes] of Object.entries(files)) {
      expect(Buffer.from(bytes).equals(await cached.readRequired(name))).toBe(true);
    }
  });

  it("that are killed leave whole files only", async () => {
    const vocabulary = randomBytes(500_000);
    setting.hub.commit(MODEL, { "config.json": "{}", "vocab.txt": vocabulary });
    const half = new Promise<void>((resolve) => {
      setting.hub.interfere(
        (seen) => isGet(seen) && seen.path.includes("vocab.txt"),
        (_, response) => {
          response.writeHead(200, { "Content-Length": vocabulary.length });
          response.write(vocabulary.subarray(0, 250_000), () => resolve());
        },
        1,
      );
    });
    const child = start("config.json", "vocab.txt");
    await half;
    child.kill("SIGKILL");
    await once(child, "close");
    const blobs = setting.tree(join(setting.cache, FOLDER, "blobs"));
    expect(blobs).toEqual([`${gitHash(Buffer.from("{}"))} = {}`]);
    expect(await lengthsOf(start("config.json", "vocab.txt"))).toEqual([2, 500_000]);
  });
});
