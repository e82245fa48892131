import { environment, isFolder, joinPath, readIfThere } from "#platform";
import { OptionError, ResourceError } from "../../../base/errors.js";
import { settingsIn } from "../../../base/settings-lines.js";
import type { Setting, Settings } from "./tagger-arguments.js";

/** Settings that only arguments change: MeCab sets their defaults before it reads a file. */
const OF_ARGUMENTS: ReadonlySet<string> = new Set([
  "max-grouping-size",
  "nbest",
  "lattice-level",
  "theta",
  "cost-factor",
]);
/** An empty file on every platform. */
export const NO_FILE = "/dev/null";
/** The file that the wheels of fugashi read if nothing names one. */
const SYSTEM_FILE = "/usr/local/etc/mecabrc";

/**
 * The settings of the arguments, and those of the mecabrc that the arguments do not give. `$(rcpath)` in a folder's path
 * becomes the folder of the mecabrc.
 *
 * @param usual the mecabrc if the arguments name none; undefined to look for one as MeCab does
 * @throws ResourceError if a mecabrc is named that cannot be read
 * @throws OptionError if it has a line that is not a setting
 */
export async function withRcFile(given: Settings, usual: Setting | undefined): Promise<Settings> {
  const settings = new Map(given);
  const rcFile = await findRcFile(given.get("rcfile") ?? usual);
  if (rcFile) addMissing(settings, await readSettings(rcFile), rcFile.value);
  const dicdir = settings.get("dicdir");
  const rcFolder = folderOf(rcFile?.value ?? SYSTEM_FILE);
  if (dicdir) settings.set("dicdir", { ...dicdir, value: dicdir.value.replace("$(rcpath)", () => rcFolder) });
  return settings;
}

/**
 * The settings, and those of the dictionary's dicrc that they do not give.
 *
 * @throws ResourceError if the dictionary's folder has no dicrc
 * @throws OptionError if the dicrc has a line that is not a setting
 */
export async function withDictionaryFile(settings: Settings, { value: folder, input }: Setting): Promise<Settings> {
  const path = joinPath(folder, "dicrc");
  if (!(await isThere(path))) {
    const files = "sys.dic, unk.dic, matrix.bin, char.bin, dicrc";
    throw new ResourceError(input, folder, `a folder, in Node, with a dictionary that MeCab compiled (${files})`);
  }
  const all = new Map(settings);
  addMissing(all, await readSettings({ value: path, input }), path);
  return all;
}

/** The mecabrc: the given one, else the user's own, else MECABRC's, else the system's, if it is there. */
async function findRcFile(given: Setting | undefined): Promise<Setting | undefined> {
  if (given?.value) return given;
  const { homeFolder, variables } = environment();
  const own = homeFolder === undefined ? undefined : joinPath(homeFolder, ".mecabrc");
  if (own !== undefined && (await isThere(own))) return { value: own, input: "mecabrc" };
  if (variables.MECABRC) return { value: variables.MECABRC, input: "MECABRC" };
  return (await isThere(SYSTEM_FILE)) ? { value: SYSTEM_FILE, input: "mecabrc" } : undefined;
}

async function readSettings({ value: path, input }: Setting): Promise<Map<string, string>> {
  // MeCab reads a folder as an empty file.
  if (path === NO_FILE || (await isFolder(path))) return new Map();
  const unreadable = (cause?: unknown): ResourceError =>
    new ResourceError(input, path, `a file that exists and can be read, or ${NO_FILE}`, { cause });
  const bytes = await readIfThere(path).catch((cause) => {
    throw unreadable(cause);
  });
  if (!bytes) throw unreadable();
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return settingsIn(text, (line) => new OptionError(path, line, "lines key = value"));
}

function addMissing(settings: Map<string, Setting>, added: ReadonlyMap<string, string>, file: string): void {
  for (const [name, value] of added) {
    if (!settings.has(name) && !OF_ARGUMENTS.has(name)) settings.set(name, { value, input: `${file}: ${name}` });
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await readIfThere(path).catch(() => undefined)) !== undefined;
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, end);
}
