import { OptionError } from "../base/errors.js";
import { checkValue, type OptionKind } from "../base/options.js";

/** The organisation that a bare name belongs to. */
const ORGANISATION = "tohoku-nlp";
/** The organisation's present and former names: repositories are found and cached under both. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["tohoku-nlp", "cl-tohoku"],
  ["cl-tohoku", "tohoku-nlp"],
]);

// The rules of huggingface_hub 0.36.2. A valid name is the name of one folder on every platform.
const REPOSITORY = /^(?:\w(?:[\w.-]*\w)?\/)?\w(?:[\w.-]{0,94}\w)?$/;
const NOT_IN_REPOSITORY = /--|\.\.|\.git$/;

/**
 * The repositories that a model's name may refer to, the likeliest first. A bare name belongs to the organisation,
 * whose two names are both tried.
 *
 * @throws OptionError if it is no valid name of a repository
 */
export function repositoriesOf(name: string): readonly string[] {
  if (!REPOSITORY.test(name) || NOT_IN_REPOSITORY.test(name)) {
    throw new OptionError("model", name, 'an existing folder, a model\'s name or a repository "organisation/name"');
  }
  const [organisation, model] = name.includes("/") ? name.split("/") : [ORGANISATION, name];
  const otherName = OTHER_NAMES.get(organisation);
  const asked = `${organisation}/${model}`;
  return otherName === undefined ? [asked] : [asked, `${otherName}/${model}`];
}

// These leave a folder on some platform: a backslash, a drive or stream (:), and on Windows a trailing dot or space.
const UNSAFE_IN_PATH = /[\\:\p{Cc}\p{Surrogate}]/u;
const UNSAFE_SEGMENT = /^$|[. ]$/;

/** A path with "/" between its segments that stays inside the folder that it is appended to. */
export const INNER_PATH: OptionKind = {
  allows: (path) =>
    typeof path === "string" &&
    !UNSAFE_IN_PATH.test(path) &&
    path.split("/").every((segment) => !UNSAFE_SEGMENT.test(segment)),
  expected: 'a relative path inside the model, with "/" and without ".."',
};

/**
 * Returns a path that stays inside the folder that it is appended to.
 *
 * @param input the name of the path in the error
 * @throws OptionError if it does not
 */
export function checkedPath(path: string, input: string): string {
  checkValue(input, path, INNER_PATH);
  return path;
}

const COMMIT = /^[0-9a-f]{40}$/;

/** True if a revision is a whole commit hash, so that its content never changes. */
export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}

const ETAG = /^[A-Za-z0-9][\w=+-]{0,127}$/;

/** The text of an ETag without quotes and the mark of a weak one; undefined if it is no valid file name. */
export function etagOf(header: string): string | undefined {
  const etag = header.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
  return ETAG.test(etag) ? etag : undefined;
}
