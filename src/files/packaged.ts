import { ResourceError } from "../base/errors.js";
import { isWebPage, readSource, reasonOf } from "./read.js";
import type { Watch } from "./watch.js";

/** A data file of this package. */
export interface PackagedFile {
  /** Its name in the package's folder dictionaries. */
  readonly file: string;
  /** Computes its address, in the code that a bundler rewrites. Throws in scripts that are no modules. */
  readonly locate: () => URL;
  /** The option that replaces it. */
  readonly option: "dictionary" | "vocabulary";
}

/**
 * Reads a data file of this package.
 *
 * @throws ResourceError that says how to give the file where the package's own cannot be found; the signal's reason if it
 * is aborted
 */
export async function readPackaged({ file, locate, option }: PackagedFile, watch: Watch): Promise<Uint8Array> {
  const instead =
    `the package's file dictionaries/${file}: serve it at that address, or give its address or bytes as the option ` +
    `${option} (docs/browsers.md; with Vite 7's development server exclude the package from pre-bundling)`;
  let location: URL;
  try {
    location = locate();
  } catch (cause) {
    throw new ResourceError(file, `no address here (${reasonOf(cause)})`, instead, { cause });
  }
  return readSource(location, { file, expected: instead, watch });
}

/** @throws ResourceError if bytes that should be a file are an HTML page */
export function refuseWebPage(bytes: Uint8Array, file: string, expected: string): void {
  if (isWebPage(bytes)) throw new ResourceError(file, "a web page", expected);
}
