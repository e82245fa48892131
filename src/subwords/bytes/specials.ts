import { OptionError } from "../../base/errors.js";
import type { MixedRadixEncoding } from "./encoding.js";

/**
 * The ids of a special token in an encoding with patches. The token's index is written as a number whose digits are the
 * reserved values of each place.
 *
 * In {@link MIXED_RADIX} with the offset 0, the index 64i + 8j + k has the ids 224 + i, 192 + j, 128 + k, 0.
 *
 * @param offset the difference between the id of a byte and the byte
 * @throws OptionError if the index is not an integer from 0 on, or if the encoding reserves too few values for it
 *
 * @example
 * ```ts
 * import { MIXED_RADIX, specialIds } from "tohoku-tokenizers/bytes";
 *
 * console.log(specialIds(MIXED_RADIX, 73)); // => [225,193,129,0]
 * ```
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

/**
 * The index of the special token whose ids start at the index `at` of a list; -1 if there is no special token.
 *
 * @param offset the difference between the id of a byte and the byte
 *
 * @example
 * ```ts
 * import { MIXED_RADIX, specialIndex } from "tohoku-tokenizers/bytes";
 *
 * console.log(specialIndex(MIXED_RADIX, [225, 193, 129, 0])); // => 73
 * ```
 */
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
