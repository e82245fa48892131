import { ResourceError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";

/** The names of the files that make up a tokenizer, of this library's classes and those that transformers saves beside them. */
export const MODEL_FILE_NAMES: readonly string[] = [
  "vocab.txt",
  "spiece.model",
  "spm.model",
  "sentencepiece.bpe.model",
  "tokenizer.model",
  "tokenizer.json",
  "tokenizer_config.json",
  "config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "chat_template.jinja",
  "vocab.json",
  "merges.txt",
];

/** The name of the model's file that a misspelled name stands for; undefined if it is spelled right or far from all. */
export function meantFile(name: string): string | undefined {
  return MODEL_FILE_NAMES.includes(name) ? undefined : nearest(name, MODEL_FILE_NAMES);
}

/**
 * The error for a file that a tokenizer cannot do without.
 *
 * @param present the names of the files that are there; the message lists those that belong to a model
 */
export function missingFile(file: string, location: string, present: Iterable<string>): ResourceError {
  const listed = [...present].filter((name) => {
    const last = name.slice(name.lastIndexOf("/") + 1);
    return MODEL_FILE_NAMES.includes(last) || meantFile(last) !== undefined;
  });
  const meant = listed.find((name) => meantFile(name) === file || name.endsWith(`/${file}`));
  const others = listed.length === 0 ? "" : `; there are ${listed.sort().join(", ")}`;
  const instead =
    meant === undefined ? "" : meant.includes("/") ? ": give its folder as subfolder" : `: is it ${meant}?`;
  return new ResourceError("file", location, `a file that exists${others}${instead}`);
}
