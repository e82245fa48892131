/** The places in Node where a data file of the package is looked for, when a bundler has moved the code away from it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ResourceError } from "../../src/base/errors.js";
import { readPackaged } from "../../src/files/packaged.js";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "packaged-")));
  mkdirSync(join(folder, "app/server"), { recursive: true });
  vi.spyOn(process, "cwd").mockReturnValue(join(folder, "app"));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Writes a data file that holds the name of its place. */
function put(place: string): void {
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(join(folder, place, "some.dict"), place);
}

const atServer = () => pathToFileURL(join(folder, "app/server/some.dict"));
/** An address as Next.js makes it for browsers. */
const forBrowsers = () => ({ href: "/_next/static/media/some.dict", protocol: "" }) as URL;
const found = async (locate: () => URL): Promise<string> =>
  new TextDecoder().decode(await readPackaged({ file: "some.dict", locate, hash: "", option: "dictionary" }, {}));

it("the first is the address relative to the code", async () => {
  for (const place of ["app/server", "app/node_modules/tohoku-tokenizers/dictionaries", "app/dictionaries"]) put(place);
  expect(await found(atServer)).toBe("app/server");
});

it.each(["app/server", "app", "."])("packages installed in %s come next", async (parent) => {
  const place = join(parent, "node_modules/tohoku-tokenizers/dictionaries");
  put(place);
  put("app/dictionaries");
  expect(await found(atServer)).toBe(place);
});

it.each([
  ["for browsers", forBrowsers],
  ["that cannot be made", () => new URL("some.dict", undefined)],
  ["of a folder that is not there", () => pathToFileURL(join(folder, "gone/some.dict"))],
])("with an address %s, the file is found in the working folder", async (_, locate) => {
  put("app/dictionaries");
  expect(await found(locate)).toBe("app/dictionaries");
});

it("a file that is nowhere is an error that names the likely places and the option", async () => {
  const failure = found(atServer);
  await expect(failure).rejects.toThrow(ResourceError);
  await expect(failure).rejects.toThrow(/some\.dict: found "no file \(ENOENT.*option dictionary/);
  const { message } = await failure.then(
    () => new Error("found"),
    (error: Error) => error,
  );
  for (const place of ["app/server", "app/dictionaries"]) expect(message).toContain(join(folder, place, "some.dict"));
  expect(message).not.toContain("node_modules");
});
