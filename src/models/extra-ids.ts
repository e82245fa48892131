import { NATURAL, type OptionKind } from "../base/options.js";

/** The most extra ids of a model: each is a token of its own. */
const MOST_EXTRA_IDS = 2 ** 16;

/** The number of extra ids, transformers' `extra_ids`. */
export const EXTRA_COUNT: OptionKind = {
  allows: (value) => NATURAL.allows(value) && (value as number) <= MOST_EXTRA_IDS,
  expected: `a whole number from 0 to ${MOST_EXTRA_IDS}`,
};
