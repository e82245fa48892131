import { HUB_OPTIONS, type HubOptions } from "../hub/settings.js";
import type { InitArguments } from "../models/family.js";

export interface FilesOption {
  /** For a published model: the folder that holds its files. For a BERT model only the vocabulary counts. */
  readonly files?: string;
}

/** The options of the hub, separated from the arguments of the tokenizer. */
export interface SplitOptions {
  readonly files: string | undefined;
  /** The options of the hub that are neither undefined nor null. */
  readonly hub: HubOptions;
  /** The arguments of the tokenizer. */
  readonly given: InitArguments;
}

/** Separates the options of the hub from the arguments of the tokenizer. */
export function splitOptions({ files, ...options }: HubOptions & FilesOption): SplitOptions {
  const hub: Record<string, unknown> = {};
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(HUB_OPTIONS, name)) given[name] = value;
    else if (value !== undefined && value !== null) hub[name] = value;
  }
  return { files, hub, given };
}
