import type { Kind } from "../kind.js";

/** The kinds of inputs by name. Each is loaded when it is chosen, since most load models. */
export const KINDS: Readonly<Record<string, () => Promise<Kind>>> = {
  texts: async () => (await import("./texts.js")).texts as Kind,
  calls: async () => (await import("./calls.js")).calls as Kind,
  dictionaries: async () => (await import("./dictionaries.js")).dictionaries as Kind,
  folders: async () => (await import("./folders.js")).folders as Kind,
  vocabularies: async () => (await import("./files.js")).vocabularies as Kind,
  models: async () => (await import("./files.js")).models as Kind,
  "tokenizer-jsons": async () => (await import("./files.js")).tokenizerJsons as Kind,
  patterns: async () => (await import("./patterns.js")).patterns as Kind,
  configurations: async () => (await import("./configurations.js")).configurations as Kind,
  hub: async () => (await import("./hub.js")).hub as Kind,
  lines: async () => (await import("./lines.js")).lines as Kind,
};
