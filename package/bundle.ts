/**
 * `npm run build`, after tsc: what Node loads. Of a hundred modules of a few kilobytes each Node needs longer to find
 * and read them than for all else at its start, so what each of the package's exports imports is put together; what
 * several import is shared. Bundlers and browsers take the modules as they are.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** As deep in the package as the modules that name data files by their own place. */
const OUTPUT = "dist/node";

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly node: string; readonly default: string }>>;
}

/** The modules of the package's exports, by the names of their bundles. */
function entryPoints(): Record<string, string> {
  const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as Manifest;
  const entries = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : expand(target)));
  return Object.fromEntries(entries);
}

/** The pairs of bundle and module that an export stands for; a star is any file's name. */
function expand(target: { readonly node: string; readonly default: string }): [bundle: string, module: string][] {
  const bundle = target.node.replace(`./${OUTPUT}/`, "").replace(/\.js$/, "");
  if (!bundle.includes("*")) return [[bundle, target.default]];
  const [folder, ending] = target.default.split("*");
  return readdirSync(`${ROOT}${folder}`)
    .filter((name) => name.endsWith(ending))
    .map((name) => [bundle.replace("*", name.slice(0, -ending.length)), `${folder}${name}`]);
}

rmSync(`${ROOT}${OUTPUT}`, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: entryPoints(),
  outdir: OUTPUT,
  chunkNames: "shared-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
});
