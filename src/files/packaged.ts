import { keepFile, keptFile, placesOf } from "#platform";
import { reasonOf } from "../base/causes.js";
import { ResourceError } from "../base/errors.js";
import { isWebPage, readLocation } from "./read.js";
import { type Watch, watched } from "./watch.js";

/** A data file of this package. */
export interface PackagedFile {
  /** Its name in the package's folder dictionaries. */
  readonly file: string;
  /** Computes its address, in the code that a bundler rewrites. Throws in scripts that are not modules. */
  readonly locate: () => URL;
  /** Its SHA-256, under which a page keeps it for the next visit. */
  readonly hash: string;
  /** The option that replaces it. */
  readonly option: "dictionary" | "vocabulary";
}

/**
 * Reads a data file of this package: what a page has kept of an earlier visit, or at the first place that has it.
 *
 * @throws ResourceError that says how to give the file where the package's own cannot be found; the signal's reason if it
 * is aborted
 */
export function readPackaged({ file, locate, hash, option }: PackagedFile, watch: Watch): Promise<Uint8Array> {
  return watched(file, watch, async (count) => {
    const kept = await keptFile(hash);
    if (kept) return kept;
    const places: string[] = [];
    let cause: unknown;
    for await (const place of placesOf(file, locate)) {
      watch.signal?.throwIfAborted();
      places.push(place);
      try {
        const bytes = await readLocation(place, { file, watch }, count);
        // The caller need not wait until the file is kept, and keepFile never fails.
        void keepFile(hash, bytes);
        return bytes;
      } catch (error) {
        cause ??= error;
      }
    }
    throw new ResourceError(file, foundAt(places, cause), remedy(file, option, places), { cause });
  });
}

/** The reason why the first place does not have the file. */
function foundAt(places: readonly string[], cause: unknown): string {
  const reason = cause instanceof ResourceError ? cause.value : cause;
  return places.length === 0 ? "no address" : `no file (${reasonOf(reason)})`;
}

function remedy(file: string, option: string, places: readonly string[]): string {
  const likely = places.filter((place) => !place.includes("node_modules"));
  const copied = likely.length === 0 ? "" : `, copied to ${likely.join(" or ")}`;
  const isWebCode = places.some((place) => place.startsWith("file:"));
  const condition = isWebCode ? '; in Node, let the bundler use the condition "node"' : "";
  return (
    `the package's file dictionaries/${file}${copied}; or its address or bytes as the option ${option} ` +
    `(docs/browsers.md)${condition}`
  );
}

/** @throws ResourceError if bytes that should be a file are an HTML page */
export function refuseWebPage(bytes: Uint8Array, file: string, expected: string): void {
  if (isWebPage(bytes)) throw new ResourceError(file, "a web page", expected);
}
