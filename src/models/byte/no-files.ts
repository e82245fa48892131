import { packageFiles } from "../package-files.js";

/** The files of the published byte models, which need none. */
export const NO_FILES = packageFiles("the published byte models", async () => undefined);
