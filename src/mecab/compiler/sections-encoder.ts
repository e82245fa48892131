import type { Sections } from "../file/container.js";
import { END_OF_NAME } from "../file/sections.js";
import type { DictionaryTables } from "../file/tables.js";
import { bytesOf } from "./bytes-of.js";
import { encodeDifferenceTrees } from "./difference-trees-encoder.js";
import { encodeTokens } from "./packed-tokens-encoder.js";

/**
 * Codes the tables of a dictionary as the sections of a compact file.
 *
 * @param matrix the matrix's sections; by default the matrix is coded as difference trees
 */
export function encodeTables(
  tables: DictionaryTables,
  matrix: Sections = encodeDifferenceTrees(tables.matrix, tables.leftClasses, tables.rightClasses),
): Sections {
  const { surfaces } = tables;
  const tokens = encodeTokens(tables.tokens, tables.pairLeft.length);
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
