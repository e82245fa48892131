/**
 * `npm run dictionaries`: builds the compact dictionaries and the vocabulary of char-v3 from the pinned PyPI packages, and
 * compares them with the originals. The files are the same, byte for byte, on every machine.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "fflate";
import { pythonEnvironment } from "../../fixtures/environment.js";
import { writeContainer } from "../../src/mecab/compiler/container-writer.js";
import { readFolder } from "../../src/mecab/compiler/folder.js";
import { fieldsOfClasses, SET_PAIRS } from "../../src/mecab/compiler/id-fields.js";
import { type IdUses, type Reduction, reduceDictionary } from "../../src/mecab/compiler/reduce.js";
import { encodeTables } from "../../src/mecab/compiler/sections-encoder.js";
import { encodeWeightTables } from "../../src/mecab/compiler/weight-tables-encoder.js";
import { readContainer, type Sections } from "../../src/mecab/file/container.js";
import { decodeTables, decodeWhole } from "../../src/mecab/file/sections.js";
import type { DictionaryTables } from "../../src/mecab/file/tables.js";
import { type ColumnBounds, columnBounds } from "../../src/mecab/matrix/column-bounds.js";
import { characterModule } from "./character-module.js";
import { characterVocabulary } from "./character-vocabulary.js";
import { expectHash, readOriginals } from "./originals.js";
import { verify } from "./verify.js";

/** SHA-256 of left-id.def and of right-id.def, which are the same, in PyPI unidic-lite 1.0.8. */
const ID_DEFINITIONS_HASH = "c5ecfbe47a7d2d9f0404b6f9746e4ab96fc7f2f37e16224f0325a530ab67adf7";

const CHARACTER_VOCABULARY = "char-v3.vocab.txt";
/** SHA-256 of the published vocab.txt of bert-base-japanese-char-v3. */
const CHARACTER_VOCABULARY_HASH = "57411bcac5e9559f2aa4d316a2217289048cb40fe23187b02a81aeb3e5d61cf3";

const CHARACTER_MODULE = fileURLToPath(new URL("../../src/models/char-v3-characters.ts", import.meta.url));

const OUTPUT = fileURLToPath(new URL("../../dictionaries", import.meta.url));

/** The output of zlib depends on its build. That of this coder does not. */
const deflate = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 9, mem: 12 });

async function main(): Promise<void> {
  const { dictionaries } = await pythonEnvironment();
  for (const name of ["ipadic", "unidic-lite"] as const) {
    const source = readFolder(readOriginals(name, dictionaries[name]), name);
    const { tables, ...classes } = reduceDictionary(source, name, readUses(name));
    const withTrees = writeContainer(encodeTables(tables), deflate);
    const weightTables = encodeByFields(tables, dictionaries[name], classes, name);
    const file = weightTables
      ? shorter(withTrees, writeContainer(encodeTables(tables, weightTables), deflate))
      : withTrees;
    const coded = decodeTables(await readContainer(file, name), name);
    const decoded = decodeWhole(coded, name);
    const compared = verify(decoded, source, classes);
    expectBounds(coded.matrix.bounds, decoded, name);
    save(`${name}.dict`, file);
    console.log(`${name}.dict: ${file.length} bytes; equal to the originals: ${compared}`);

    if (name === "unidic-lite") {
      const text = characterVocabulary(source.system.surfaces);
      const vocabulary = new TextEncoder().encode(text);
      expectHash(vocabulary, CHARACTER_VOCABULARY_HASH, CHARACTER_VOCABULARY);
      save(CHARACTER_VOCABULARY, vocabulary);
      writeFileSync(CHARACTER_MODULE, characterModule(text));
      console.log(`${CHARACTER_VOCABULARY}: ${vocabulary.length} bytes, equal to the published one`);
    }
  }
}

/** @throws Error if the column bounds in a file are not those of its cells: the search rules out words by them */
function expectBounds(found: ColumnBounds, { matrix, rightClasses }: DictionaryTables, name: string): void {
  const { lowest, highest } = columnBounds(matrix, rightClasses);
  const areTheirs = (column: number): boolean =>
    found.lowest[column] === lowest[column] && found.highest[column] === highest[column];
  if (!lowest.every((_, column) => areTheirs(column)))
    throw new Error(`${name}: the column bounds differ from those of the cells`);
}

/** The ids by use, as uses.ts measured it. */
function readUses(name: string): IdUses {
  return JSON.parse(readFileSync(join(OUTPUT, `${name}.uses.json`), "utf8")) as IdUses;
}

/** The sections of the matrix as weight tables; undefined if the folder does not define the fields of the ids. */
function encodeByFields(
  { matrix, leftClasses, rightClasses }: DictionaryTables,
  folder: string,
  classes: Pick<Reduction, "leftIds" | "rightIds">,
  name: string,
): Sections | undefined {
  const paths = ["left-id.def", "right-id.def"].map((part) => join(folder, part));
  if (!paths.every((path) => existsSync(path))) return undefined;
  const [left, right] = paths.map((path) => {
    const bytes = new Uint8Array(readFileSync(path));
    expectHash(bytes, ID_DEFINITIONS_HASH, path);
    return new TextDecoder().decode(bytes);
  });
  const fields = fieldsOfClasses(left, right, classes, name);
  return encodeWeightTables(matrix, leftClasses, rightClasses, fields, SET_PAIRS);
}

function shorter(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length <= b.length ? a : b;
}

/** Writes a new file and renames it, so that the file is never incomplete. */
function save(name: string, bytes: Uint8Array): void {
  const path = join(OUTPUT, name);
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

await main();
