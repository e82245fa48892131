import { isFolder, namesIn } from "#platform";
import { HubError, OptionError, ResourceError } from "../base/errors.js";
import { nearest, proposal } from "../base/nearest.js";
import type { FamilyFiles } from "../models/family.js";
import { MODELS } from "./catalog.js";

const NAMES = MODELS.map(({ name }) => name);

/** @throws OptionError if a model's name is no string */
export function checkName(name: unknown): asserts name is string {
  if (typeof name === "string" && name !== "") return;
  const expected = 'a model\'s name, "organisation/name" or a folder; other files go with a name: (NAME, { files })';
  throw new OptionError("model", name, expected);
}

/** The error for a name that is no folder, and neither a published model's nor one of an organisation. */
export async function unknownModel(name: string): Promise<OptionError> {
  const near = await meant(name);
  return new OptionError("model", name, `a folder, "organisation/name", or one of ${NAMES.join(", ")}${near}`);
}

/** An error of the hub about a name that is probably misspelled, with the name that was meant; any other error as it is. */
export async function withProposal(error: unknown, name: string): Promise<unknown> {
  const mayBeWrong = /^(repository-not-found|unreachable|offline)$/;
  if (!(error instanceof HubError) || !mayBeWrong.test(error.reason)) return error;
  const near = await meant(name);
  if (near === "") return error;
  const { input, value, expected, reason, statusCode, retryAfter } = error;
  return new HubError(input, value, expected + near, { reason, statusCode, retryAfter, cause: error });
}

/** The end of a message that proposes a published model or a folder beside a missing one; empty if none is near. */
async function meant(name: string): Promise<string> {
  const [, organisation = "", bare] = /^(.*[/\\])?([^/\\]*)[/\\]?$/s.exec(name) ?? [];
  if (/^(tohoku-nlp|cl-tohoku)?\/?$/.test(organisation) && !NAMES.includes(bare)) {
    const model = nearest(bare, NAMES);
    if (model !== undefined) return `; did you mean ${organisation}${model}?`;
  }
  const folders = await foldersIn(organisation);
  return folders.includes(bare)
    ? ""
    : proposal(
        name,
        folders.map((folder) => organisation + folder),
      );
}

async function foldersIn(parent: string): Promise<string[]> {
  const names = await namesIn(parent === "" ? "." : parent);
  const found = await Promise.all(names.map((name) => isFolder(parent + name)));
  return names.filter((_, at) => found[at]);
}

/**
 * The error for files that name no class.
 *
 * @param present true if there is a vocab.txt
 */
export function namelessClass(name: string, files: FamilyFiles, present: boolean): ResourceError {
  const instead = present
    ? `; for a vocab.txt alone name the model that it belongs to, AutoTokenizer.from_pretrained(MODEL, { files: … }), or ` +
      "take BertJapaneseTokenizer.from_pretrained with its arguments"
    : `; or name the model: AutoTokenizer.from_pretrained(MODEL, { files: … })`;
  const near = nearest(name, NAMES);
  const typo = near === undefined || near === name ? "" : `; did you mean ${near}?`;
  const location = files.locationOf("tokenizer_config.json");
  return new ResourceError("file", location, `a file that names the tokenizer_class${instead}${typo}`);
}
