const SPECIAL_TOKENS = 15;
/** The base of the numbers. The digits before the last begin at "#", the last ones at "]", so that none is escaped. */
const BASE = 34;
const LEADING_ZERO = 0x23;
const LAST_ZERO = 0x5d;

/**
 * The source of src/models/char-v3-characters.ts: the characters of char-v3's vocabulary, as the differences between
 * their code points.
 *
 * @throws Error if the tokens after the special ones are not single characters in code point order
 */
export function characterModule(vocabulary: string): string {
  const characters = vocabulary.trimEnd().split("\n").slice(SPECIAL_TOKENS);
  let previous = 0;
  let coded = "";
  for (const character of characters) {
    const point = character.codePointAt(0) ?? 0;
    if (point <= previous || String.fromCodePoint(point) !== character) throw new Error(`${character}: not in order`);
    coded += digitsOf(point - previous);
    previous = point;
  }
  return `// Generated from dictionaries/char-v3.vocab.txt by: npm run dictionaries
/** The base of the numbers in CHARACTERS. */
export const BASE = ${BASE};
/** The code of 0 as a digit that another follows. */
export const LEADING_ZERO = ${LEADING_ZERO};
/** The code of 0 as the last digit of a number. */
export const LAST_ZERO = ${LAST_ZERO};
/** The ${characters.length} characters in code point order: the difference of each code point to the previous one. */
export const CHARACTERS =
  ${JSON.stringify(coded)};
`;
}

function digitsOf(number: number): string {
  let digits = String.fromCharCode(LAST_ZERO + (number % BASE));
  for (let rest = Math.floor(number / BASE); rest > 0; rest = Math.floor(rest / BASE)) {
    digits = String.fromCharCode(LEADING_ZERO + (rest % BASE)) + digits;
  }
  return digits;
}
