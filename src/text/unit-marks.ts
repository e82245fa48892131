/** In a table of UTF-16 code units: a unit that belongs to no word. */
export const SKIPPED = -2;
/** In a table of UTF-16 code units: a unit that can only be judged in its text. */
export const UNCLEAR = -1;
