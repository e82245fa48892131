import { ResourceError } from "../base/errors.js";
import type { ModelFiles } from "../hub/model-files.js";

/**
 * The files of a model that needs none but those of the package.
 *
 * @param location the name of its vocabulary in the package, for messages
 */
export function packageFiles(location: string, read: ModelFiles["read"]): ModelFiles {
  return {
    name: location,
    read,
    async readRequired(file) {
      const bytes = await read(file);
      if (!bytes) throw new ResourceError("file", file, "a file of the package");
      return bytes;
    },
    locationOf: () => location,
  };
}
