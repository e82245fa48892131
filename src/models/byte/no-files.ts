import { ResourceError } from "../../base/errors.js";
import type { BuiltInFiles } from "../family.js";

/** The files of the published byte models, which need none. */
export const NO_FILES: BuiltInFiles = {
  async readRequired(file) {
    throw new ResourceError("file", file, "no file: byte models need none");
  },
  locationOf: (file) => file,
};
