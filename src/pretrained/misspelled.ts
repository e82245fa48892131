import { OnceLog } from "../base/logger.js";
import { nearest } from "../base/nearest.js";
import type { OptionTable } from "../base/options.js";
import type { InitArguments } from "../models/family.js";
import { EXTRA, isRecord } from "./configuration-fields.js";

const log = new OnceLog();

/** A field that differs from an argument in more letters has a meaning of its own. */
const MISSPELLING = 2;

/**
 * Warns once of each field of a configuration that no argument has, and that is spelled like one: it is kept and saved, as
 * in the reference, without effect.
 *
 * @param given the caller's arguments, which were checked before
 */
export function warnOfMisspelled(
  { init_kwargs, location }: { readonly init_kwargs: InitArguments; readonly location: string },
  given: InitArguments,
  known: OptionTable,
): void {
  const extra = init_kwargs[EXTRA];
  const own = isRecord(extra) ? extra : {};
  for (const name of Object.keys(init_kwargs)) {
    if ([known, given, own].some((names) => Object.hasOwn(names, name))) continue;
    const near = nearest(name, Object.keys(known), MISSPELLING);
    if (near === undefined) continue;
    const field = `${location}: ${name}`;
    log.warn(field, `${field} has no effect: no argument of the tokenizer has that name; did you mean ${near}?`);
  }
}
