/** In a table of UTF-16 code units: a unit that belongs to no word. */
export const SKIPPED = -2;
/** In a table of UTF-16 code units: a unit for which that depends on the rest of the text. */
export const UNCLEAR = -1;
