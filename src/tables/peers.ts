import { ResourceError } from "../base/errors.js";

/** The packages that read or write some formats. Users install those that they need. */
export type PeerName = "apache-arrow" | "csv-parse" | "fzstd" | "parquet-wasm";

/**
 * Loads a package that the user installs.
 *
 * @param need the format that needs it, for the error
 * @throws ResourceError if it is not installed
 */
export async function loadPeer<Module>(name: PeerName, need: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException | null)?.code === "ERR_MODULE_NOT_FOUND";
    if (!isMissing) throw cause;
    throw new ResourceError(need, `no package ${name}`, `it beside tohoku-tokenizers: npm install ${name}`, { cause });
  }
}
