import { pathOf, urlOf } from "#platform";
import type { UrlLike } from "../base/web-types.js";
import { readSource } from "../files/read.js";
import { type FileSource, formOf } from "../files/source.js";
import { type GivenSources, namedSources } from "../hub/given-files.js";
import { MODEL_FILE_NAMES } from "../hub/missing-file.js";
import type { FilesFrom } from "../hub/open.js";
import type { FromPretrainedOptions } from "../pretrained/auto-tokenizer.js";

/** The options of loading that another thread can receive. */
export type Sendable = Omit<FromPretrainedOptions, "progress_callback" | "signal">;

/** The name of a dictionary, which is no address. */
const DICTIONARY = /^[\w-]+$/;

/**
 * Options as another thread can receive them: addresses are strings, and no longer relative to the page; responses are
 * read.
 *
 * @throws OptionError if files have impossible names; ResourceError if a response cannot be read
 */
export async function sendable({ files, vocabulary, dictionary, ...others }: Sendable): Promise<Sendable> {
  const sources: { -readonly [Name in "files" | "vocabulary" | "dictionary"]?: Sendable[Name] } = {};
  if (files) sources.files = await filesOf(files, others.subfolder ?? "");
  if (vocabulary) sources.vocabulary = await fileOf(vocabulary, "vocabulary");
  if (dictionary) {
    const isName = typeof dictionary === "string" && DICTIONARY.test(dictionary);
    sources.dictionary = isName ? dictionary : await fileOf(dictionary, "dictionary");
  }
  return { ...others, ...sources } as Sendable;
}

async function filesOf(files: FilesFrom, subfolder: string): Promise<FilesFrom> {
  if (formOf(files) === "location") return addressOf(files as UrlLike | string);
  const prefix = subfolder === "" ? "" : `${subfolder}/`;
  // Node sends a File without its name, so that a list becomes files by name. Of a list, other files do not count.
  const known = [...namedSources(files as GivenSources, subfolder)].filter(
    ([name]) => name.startsWith(prefix) && MODEL_FILE_NAMES.includes(name.slice(prefix.length)),
  );
  return new Map(await Promise.all(known.map(async ([name, file]) => [name, await fileOf(file, name)] as const)));
}

/** @param name the file's name in errors */
async function fileOf(source: FileSource, name: string): Promise<FileSource> {
  const form = formOf(source);
  if (form === "location") return addressOf(source as UrlLike | string);
  return form === "response" ? readSource(source, { file: name }) : source;
}

/** An address, or the path of a file in Node, as a string that means the same in every thread. */
function addressOf(location: UrlLike | string): string {
  return pathOf(location) ?? urlOf(location).href;
}
