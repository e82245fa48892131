import { OptionError } from "../../base/errors.js";
import type { MixedRadixEncoding } from "./encoding.js";

/**
 * The ids of a special token among patches: its index as a number whose digits are the reserved values of each place.
 * In {@link MIXED_RADIX} without an offset, 64i + 8j + k has the ids 224 + i, 192 + j, 128 + k, 0.
 *
 * @throws OptionError where the encoding reserves too few values for the index
 */
export function specialIds({ heads, reserved }: MixedRadixEncoding, index: number, offset = 0): number[] {
  const count = reserved.reduce((product, size) => product * size, 1);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new OptionError("index of a special token", index, `an integer below ${count}`);
  }
  let rest = index;
  const ids = heads.map((head, place) => {
    const digit = rest % reserved[place];
    rest = (rest - digit) / reserved[place];
    return offset + head + digit;
  });
  return ids.reverse();
}

/** The index of the special token whose ids start at `at`; -1 where they are not one's. */
export function specialIndex(
  { heads, reserved }: MixedRadixEncoding,
  ids: ArrayLike<number>,
  at = 0,
  offset = 0,
): number {
  let index = 0;
  for (let place = heads.length - 1, next = at; place >= 0; place--, next++) {
    const digit = ids[next] - offset - heads[place];
    if (!(Number.isInteger(digit) && digit >= 0 && digit < reserved[place])) return -1;
    index = index * reserved[place] + digit;
  }
  return index;
}
