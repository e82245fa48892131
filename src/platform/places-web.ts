/**
 * The URLs at which a data file of this package may be, the likely ones first.
 *
 * Bundlers move the code away from its data. After the file's own address come the one that Vite's development server
 * gives it, and a folder "dictionaries" beside the page or the worker's script.
 *
 * @param locate makes the file's address relative to the code; it throws in a script that is not a module
 */
export async function* placesOf(file: string, locate: () => URL): AsyncGenerator<string> {
  const own = ownAddress(locate);
  if (own !== undefined) {
    yield own;
    const served = await addressInVite(file, own);
    if (served !== undefined) yield served;
  }
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (/^https?:/.test(base)) yield new URL(`dictionaries/${file}`, base).href;
}

function ownAddress(locate: () => URL): string | undefined {
  try {
    return locate().href;
  } catch {
    return undefined;
  }
}

/**
 * The address that Vite's development server gives a file; undefined if the code is not from that server. Before version
 * 8, Vite copies a package's code to node_modules/.vite/deps, without the files that the code names.
 */
async function addressInVite(file: string, own: string): Promise<string | undefined> {
  const [, base] = /^(.*?)\/(?:@fs\/.*\/)?node_modules\/dictionaries\//.exec(own) ?? [];
  if (base === undefined) return undefined;
  try {
    const response = await fetch(`${base}/@id/tohoku-tokenizers/dictionaries/${file}?import&url`);
    const [, path] = /^export default "([^"]+)"/.exec(await response.text()) ?? [];
    return path && new URL(path, own).href;
  } catch {
    return undefined;
  }
}
