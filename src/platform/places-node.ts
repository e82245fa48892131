import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package's data files in a folder where packages are installed. */
const INSTALLED = join("node_modules", "tohoku-tokenizers", "dictionaries");

/**
 * The paths at which a data file of this package may be, the likely ones first.
 *
 * Bundlers move the code away from its data. After the file's own address come the packages that are installed for the
 * code, the working folder, the program and the executable; then a folder "dictionaries" in the working folder, or
 * beside the program or the executable.
 *
 * @param locate makes the file's address relative to the code; it may throw
 */
export async function* placesOf(file: string, locate: () => URL): AsyncGenerator<string> {
  const own = ownPath(locate);
  if (own !== undefined) yield own;
  const program = process.argv[1] ?? process.execPath;
  const folders = new Set([process.cwd(), dirname(program), dirname(process.execPath)]);
  const above = new Set([...folders, dirname(own ?? program)].flatMap(withParents));
  for (const folder of above) yield join(folder, INSTALLED, file);
  for (const folder of folders) yield join(folder, "dictionaries", file);
}

/** The path of a file: URL; undefined for the URLs that some bundlers make for browsers. */
function ownPath(locate: () => URL): string | undefined {
  try {
    return fileURLToPath(locate());
  } catch {
    return undefined;
  }
}

/** A folder and all folders that it lies in. */
function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}
