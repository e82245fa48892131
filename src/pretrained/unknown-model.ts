import { isFolder, namesIn } from "#platform";
import { OptionError, ResourceError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import { HubError, type HubFailure } from "../hub/hub-error.js";
import { MODEL_FILE_NAMES } from "../hub/missing-file.js";
import type { FamilyFiles } from "../models/family.js";
import { MODELS } from "./catalog.js";

const NAMES = MODELS.map(({ name }) => name);

/** @throws OptionError if a model's name is not a string, or is empty */
export function checkName(name: unknown): asserts name is string {
  if (typeof name === "string" && name !== "") return;
  const expected = 'a model\'s name, "organisation/name" or a folder; other files go with a name: (NAME, { files })';
  throw new OptionError("model", name, expected);
}

/** The error for a name that is not a folder, and neither a published model's nor one of an organisation. */
export async function unknownModel(name: string): Promise<OptionError> {
  const near = await meant(name);
  const published = near === "" ? `one of ${NAMES.join(", ")}` : "a published model's name";
  return new OptionError("model", name, `a folder, "organisation/name", or ${published}${near}`);
}

/** An error about a name that is probably misspelled, with the name that was meant; any other error as it is. */
export async function withProposal(error: unknown, name: string): Promise<unknown> {
  const isOfName =
    error instanceof HubError ? MISNAMED.has(error.reason) : error instanceof OptionError && error.input === "model";
  const near = isOfName ? await meant(name) : "";
  if (near === "") return error;
  const { input, value, expected } = error as OptionError | HubError;
  if (!(error instanceof HubError)) return new OptionError(input, value, expected + near, { cause: error });
  const { reason, statusCode, retryAfter } = error;
  return new HubError(input, value, expected + near, { reason, statusCode, retryAfter, cause: error });
}

/** Failures of the hub that a misspelled name may have caused. */
const MISNAMED: ReadonlySet<HubFailure> = new Set(["repository-not-found", "unreachable", "offline"]);

/** The end of a message that proposes a published model, or a folder beside a missing one; empty if none is near. */
async function meant(name: string): Promise<string> {
  const address = /^https?:\/\/[^/]+\/([\w.-]+\/[\w.-]+)/.exec(name);
  if (address) return `; a repository is given by its name, "${address[1]}", and an address as { files: ADDRESS }`;
  const file = name.replace(/^.*[/\\]/s, "");
  if (MODEL_FILE_NAMES.includes(file)) {
    return `; a file goes with a model's name: (MODEL, { files: { "${file}": ${JSON.stringify(name)} } })`;
  }
  if (/^(~[/\\]|file:)/.test(name)) return "; as a path without ~ and file:";
  const [, parent = "", bare] = /^(.*[/\\])?([^/\\]*)$/s.exec(name.replace(/[/\\]+$/, "")) ?? [];
  const isPublished = NAMES.includes(bare);
  const isOurs = /^((tohoku-nlp|cl-tohoku)\/)?$/.test(parent);
  if (isPublished && isOurs && parent + bare !== name) return `; did you mean ${parent}${bare}?`;
  if (isPublished && !isOurs && /^[\w.-]+\/$/.test(parent)) return `; did you mean tohoku-nlp/${bare}?`;
  const near = (isOurs && !isPublished && nearest(bare, NAMES)) || nearest(bare, await foldersIn(parent));
  return near === undefined || near === bare ? "" : `; did you mean ${parent}${near}?`;
}

async function foldersIn(parent: string): Promise<string[]> {
  const names = await namesIn(parent === "" ? "." : parent);
  const found = await Promise.all(names.map((name) => isFolder(parent + name)));
  return names.filter((_, at) => found[at]);
}

/** The value at fault of {@link namelessClass}. */
export const NO_CLASS = "no tokenizer_class";

/**
 * The error for files that name no class.
 *
 * @param isVocabulary true if there is a vocab.txt
 * @param folder the path of their folder; undefined if they are the caller's `files`
 */
export async function namelessClass(
  name: string,
  files: FamilyFiles,
  isVocabulary: boolean,
  folder: string | undefined,
): Promise<ResourceError> {
  const model = nearest(name.replace(/^.*\//s, ""), NAMES);
  const shown = folder === undefined ? "…" : JSON.stringify(folder);
  const inner = folder === undefined ? [] : await foldersIn(`${folder}/`);
  const folders =
    isVocabulary || inner.length === 0 ? "" : ` (the folder holds the folders ${inner.sort().join(", ")})`;
  const bert = isVocabulary
    ? "; of another BERT model: BertJapaneseTokenizer.from_pretrained(…, { word_tokenizer_type, subword_tokenizer_type, mecab_kwargs })"
    : "";
  return new ResourceError(
    files.locationOf("tokenizer_config.json"),
    NO_CLASS,
    `a file that names the class${folders}; without it name the published model that the files belong to: ` +
      `AutoTokenizer.from_pretrained(${model === undefined ? "MODEL" : `"${model}"`}, { files: ${shown} })${bert}`,
  );
}
