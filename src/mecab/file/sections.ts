import { DictionaryError } from "../../base/errors.js";
import { DifferenceTreeMatrix, encodeMatrix } from "../matrix/difference-trees.js";
import { decodeMatrix } from "../matrix/row-groups.js";
import { SECTIONS, WeightTableMatrix } from "../matrix/weight-tables.js";
import type { Sections } from "./container.js";
import { codeTokens, joinTokens, unknownPair } from "./packed-tokens.js";
import type { CodedTables, DictionaryTables } from "./tables.js";

const END_OF_NAME = "\n";

/**
 * Codes the tables as the sections of a compact file.
 *
 * @param matrix the matrix's sections, if it is not to be coded by trees
 */
export function encodeTables(
  tables: DictionaryTables,
  matrix: Sections = encodeMatrix(tables.matrix, tables.leftClasses, tables.rightClasses),
): Sections {
  const { surfaces } = tables;
  const tokens = codeTokens(tables.tokens, tables.pairLeft.length);
  return new Map<string, Uint8Array>([
    ["categories", new TextEncoder().encode(tables.categoryNames.join(END_OF_NAME))],
    ["characters.runs", bytesOf(tables.characterRuns)],
    ["classes", bytesOf(Uint16Array.of(tables.rightClasses, tables.leftClasses, tables.beginRight, tables.endLeft))],
    ["pairs.left", bytesOf(tables.pairLeft)],
    ["pairs.right", bytesOf(tables.pairRight)],
    ["surfaces.shared", surfaces.shared],
    ["surfaces.added", surfaces.added],
    ["surfaces.units", bytesOf(surfaces.units)],
    ["tokens.counts", tables.tokenCounts],
    ["tokens.pair.low", tokens.low],
    ["tokens.pair.high", tokens.high],
    ["tokens.costs", bytesOf(tokens.costs)],
    ...matrix,
  ]);
}

/**
 * Decodes what {@link encodeTables} made, up to the tokens and the matrix.
 *
 * @param name what to call the file in errors
 * @throws DictionaryError where a section is missing or the sections do not fit together
 */
export function decodeTables(sections: Sections, name: string): CodedTables {
  const section = (part: string): Uint8Array => {
    const bytes = sections.get(part);
    if (!bytes) throw new DictionaryError(name, `no section ${part}`, `sections that this version knows`);
    return bytes;
  };
  const expect = (holds: boolean, what: string): void => {
    if (!holds) throw new DictionaryError(name, what, "sections that fit together");
  };

  const categoryNames = new TextDecoder().decode(section("categories")).split(END_OF_NAME);
  const runBytes = section("characters.runs");
  const characterRuns = new Uint32Array(runBytes.buffer, runBytes.byteOffset, runBytes.length >>> 2);
  const length = characterRuns.reduce((sum, number, at) => (at % 2 === 0 ? sum + number : sum), 0);
  expect(length === 0x10000 && characterRuns.length % 2 === 0, `entries of ${length} characters`);
  const classes = u16(section("classes"));
  expect(classes.length === 4, `${classes.length} numbers of classes`);
  const [rightClasses, leftClasses, beginRight, endLeft] = classes;
  expect(beginRight < rightClasses && endLeft < leftClasses, `ends of classes ${beginRight}, ${endLeft}`);

  const pairLeft = u16(section("pairs.left"));
  const pairRight = u16(section("pairs.right"));
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
    units: u16(section("surfaces.units")),
  };
  const tokenCounts = section("tokens.counts");
  const low = section("tokens.pair.low");
  const high = section("tokens.pair.high");
  const costs = i16(section("tokens.costs"));
  expect(tokenCounts.length === surfaces.count + categoryNames.length, `${tokenCounts.length} token counts`);
  const sameLength = costs.length === low.length && costs.length === high.length;
  expect(sameLength, `${low.length} and ${high.length} pairs of tokens, ${costs.length} costs`);

  const Matrix = sections.has(SECTIONS.tables) ? WeightTableMatrix : DifferenceTreeMatrix;
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

/** Decodes the tokens and the matrix too. @throws DictionaryError where they are damaged */
export function decodeWhole(coded: CodedTables, name: string): DictionaryTables {
  const tokens = new Int32Array(coded.tokens.costs.length);
  if (!joinTokens(coded.tokens, coded.pairLeft.length, tokens)) throw unknownPair(name);
  return { ...coded, tokens, matrix: decodeMatrix(coded.matrix) };
}

function bytesOf(array: Uint16Array | Int16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function u16(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1);
}

function i16(bytes: Uint8Array): Int16Array {
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1);
}
