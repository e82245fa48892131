import { DictionaryError } from "../../base/errors.js";
import { settingsIn } from "../../base/settings-lines.js";
import { characterInfo } from "../file/tables.js";
import { type LexiconFile, readLexiconFile } from "./lexicon-file.js";

/** The files of a compiled dictionary that MeCab reads. */
export const FOLDER_FILES = ["sys.dic", "unk.dic", "matrix.bin", "char.bin", "dicrc"] as const;

/** The bytes of those files. */
export type MecabFiles = Readonly<Record<(typeof FOLDER_FILES)[number], Uint8Array>>;

/** A MeCab dictionary as in its folder, without the features. */
export interface SourceDictionary {
  readonly system: LexiconFile;
  readonly unknown: LexiconFile;
  /** Connection costs: the cost of right id r before left id l is at index r + rightIds * l. */
  readonly matrix: Int16Array;
  readonly categoryNames: readonly string[];
  /** The entry of each code point up to U+FFFF. char.bin has none for U+FFFF, for which MeCab reads 0 after its end. */
  readonly characters: Uint32Array;
}

const TABLE_CODE_POINTS = 0xffff;
const CATEGORY_NAME_BYTES = 32;
const LARGEST_CATEGORY_COUNT = 18;

/**
 * Reads a dictionary folder of MeCab 0.996.
 *
 * @param name the folder's name in errors
 * @throws DictionaryError if a file is damaged, cut or foreign, or the files do not belong together
 */
export function readFolder(files: MecabFiles, name: string): SourceDictionary {
  const file = (part: keyof MecabFiles): string => `${name}/${part}`;
  checkSettings(new TextDecoder().decode(files.dicrc), file("dicrc"));
  const system = readLexiconFile(files["sys.dic"], file("sys.dic"));
  const unknown = readLexiconFile(files["unk.dic"], file("unk.dic"));
  const { matrix, rightIds, leftIds } = readMatrix(files["matrix.bin"], file("matrix.bin"));
  for (const [lexicon, part] of [
    [system, "sys.dic"],
    [unknown, "unk.dic"],
  ] as const) {
    if (lexicon.rightIds !== rightIds || lexicon.leftIds !== leftIds) {
      throw new DictionaryError(
        file(part),
        `a matrix of ${lexicon.rightIds} by ${lexicon.leftIds}`,
        `that of matrix.bin, ${rightIds} by ${leftIds}`,
      );
    }
  }
  const { categoryNames, characters } = readCharacters(files["char.bin"], file("char.bin"));
  for (const category of categoryNames) {
    if (!unknown.surfaces.includes(category)) {
      throw new DictionaryError(file("unk.dic"), `no entry ${category}`, "an entry for every category of char.bin");
    }
  }
  return { system, unknown, matrix, categoryNames, characters };
}

function checkSettings(dicrc: string, name: string): void {
  const settings = settingsIn(dicrc, (line) => new DictionaryError(name, line, "lines of the form key = value"));
  if (!settings.get("bos-feature")) throw new DictionaryError(name, "no bos-feature", "one, as MeCab requires");
  const userDictionary = settings.get("userdic");
  if (userDictionary) {
    throw new DictionaryError(name, `userdic = ${userDictionary}`, "a dictionary without user dictionaries");
  }
}

function readMatrix(bytes: Uint8Array, name: string): { matrix: Int16Array; rightIds: number; leftIds: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rightIds = bytes.length < 4 ? 0 : view.getUint16(0, true);
  const leftIds = bytes.length < 4 ? 0 : view.getUint16(2, true);
  if (rightIds * leftIds === 0 || bytes.length !== 4 + 2 * rightIds * leftIds) {
    throw new DictionaryError(name, `${bytes.length} bytes for ${rightIds} by ${leftIds} costs`, "two bytes per cost");
  }
  const matrix = new Int16Array(rightIds * leftIds);
  for (let cell = 0; cell < matrix.length; cell++) matrix[cell] = view.getInt16(4 + 2 * cell, true);
  return { matrix, rightIds, leftIds };
}

function readCharacters(bytes: Uint8Array, name: string): { categoryNames: string[]; characters: Uint32Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length < 4 ? 0 : view.getUint32(0, true);
  const namesEnd = 4 + CATEGORY_NAME_BYTES * count;
  if (count === 0 || count > LARGEST_CATEGORY_COUNT || bytes.length !== namesEnd + 4 * TABLE_CODE_POINTS) {
    throw new DictionaryError(
      name,
      `${bytes.length} bytes for ${count} categories`,
      `1 to ${LARGEST_CATEGORY_COUNT} categories and an entry for each code point below U+FFFF`,
    );
  }
  const decoder = new TextDecoder();
  const categoryNames: string[] = [];
  for (let category = 0; category < count; category++) {
    const start = 4 + CATEGORY_NAME_BYTES * category;
    categoryNames.push(decoder.decode(bytes.subarray(start, start + CATEGORY_NAME_BYTES)).replace(/\0.*$/s, ""));
  }
  const characters = new Uint32Array(TABLE_CODE_POINTS + 1);
  for (let code = 0; code < TABLE_CODE_POINTS; code++) {
    const entry = view.getUint32(namesEnd + 4 * code, true);
    // Bits of categories that do not exist may be set: mecab-dict-index adds bits up if char.def names a category twice.
    if (characterInfo(entry).defaultCategory >= count) {
      throw new DictionaryError(name, `entry ${entry} of code point ${code}`, `default categories below ${count}`);
    }
    characters[code] = entry;
  }
  return { categoryNames, characters };
}
