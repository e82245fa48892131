import { DictionaryError } from "../../base/errors.js";
import { DifferenceTreeMatrix } from "../matrix/difference-trees.js";
import { decodeMatrix } from "../matrix/row-groups.js";
import { int16s, uint16s, uint32s } from "../matrix/section-numbers.js";
import { WEIGHT_SECTIONS, WeightTableMatrix } from "../matrix/weight-tables.js";
import type { Sections } from "./container.js";
import { joinTokens, unknownPair } from "./packed-tokens.js";
import type { CodedTables, DictionaryTables } from "./tables.js";

/** Ends each category name but the last in the section of names. */
export const END_OF_NAME = "\n";

/**
 * Reads the tables from the sections of a compact file. The tokens and the matrix stay coded.
 *
 * | section | content |
 * |---|---|
 * | categories | the category names, UTF-8 |
 * | characters.runs | (length, entry) pairs, 32 bits each |
 * | classes | the numbers of right and of left classes, the class of the beginning, that of the end, 16 bits each |
 * | pairs.left, pairs.right | the classes of each pair, 16 bits each |
 * | surfaces.shared, .added, .units | the front-coded surfaces: lengths of 8 bits, UTF-16 code units |
 * | tokens.counts | the number of tokens of each surface and of each category, 8 bits |
 * | tokens.pair.low, .pair.high, .costs | the tokens (packed-tokens.ts) |
 * | others | the matrix, as weight tables (weight-tables.ts) or as difference trees (difference-trees.ts) |
 *
 * @param name the file's name in errors
 * @throws DictionaryError if a section is missing or the sections do not fit together
 */
export function decodeTables(sections: Sections, name: string): CodedTables {
  const section = (part: string): Uint8Array => {
    const bytes = sections.get(part);
    if (!bytes) throw new DictionaryError(name, `no section ${part}`, "sections that this version knows");
    return bytes;
  };
  const expect = (holds: boolean, what: string): void => {
    if (!holds) throw new DictionaryError(name, what, "sections that fit together");
  };

  const categoryNames = new TextDecoder().decode(section("categories")).split(END_OF_NAME);
  const characterRuns = uint32s(section("characters.runs"));
  const length = characterRuns.reduce((sum, number, at) => (at % 2 === 0 ? sum + number : sum), 0);
  expect(length === 0x10000 && characterRuns.length % 2 === 0, `entries of ${length} characters`);
  const classes = uint16s(section("classes"));
  expect(classes.length === 4, `${classes.length} numbers of classes`);
  const [rightClasses, leftClasses, beginRight, endLeft] = classes;
  expect(beginRight < rightClasses && endLeft < leftClasses, `ends of classes ${beginRight}, ${endLeft}`);

  const pairLeft = uint16s(section("pairs.left"));
  const pairRight = uint16s(section("pairs.right"));
  expect(pairLeft.length === pairRight.length, `${pairLeft.length} and ${pairRight.length} pairs`);
  expect(
    pairLeft.every((left) => left < leftClasses) && pairRight.every((right) => right < rightClasses),
    "a pair of unknown classes",
  );

  const shared = section("surfaces.shared");
  const surfaces = {
    count: shared.length,
    shared,
    added: section("surfaces.added"),
    units: uint16s(section("surfaces.units")),
  };
  const tokenCounts = section("tokens.counts");
  const low = section("tokens.pair.low");
  const high = section("tokens.pair.high");
  const costs = int16s(section("tokens.costs"));
  expect(tokenCounts.length === surfaces.count + categoryNames.length, `${tokenCounts.length} token counts`);
  const sameLength = costs.length === low.length && costs.length === high.length;
  expect(sameLength, `${low.length} and ${high.length} pairs of tokens, ${costs.length} costs`);

  const Matrix = sections.has(WEIGHT_SECTIONS.tables) ? WeightTableMatrix : DifferenceTreeMatrix;
  return {
    categoryNames,
    characterRuns,
    rightClasses,
    leftClasses,
    matrix: new Matrix(section, leftClasses, rightClasses, name),
    beginRight,
    endLeft,
    pairLeft,
    pairRight,
    surfaces,
    tokenCounts,
    tokens: { low, high, costs },
  };
}

/** Decodes the tokens and the matrix too. @throws DictionaryError if they are damaged */
export function decodeWhole(coded: CodedTables, name: string): DictionaryTables {
  const tokens = new Int32Array(coded.tokens.costs.length);
  if (!joinTokens(coded.tokens, coded.pairLeft.length, tokens)) throw unknownPair(name);
  return { ...coded, tokens, matrix: decodeMatrix(coded.matrix) };
}
