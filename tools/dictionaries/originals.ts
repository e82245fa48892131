import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FOLDER_FILES, type MecabFiles } from "../../src/mecab/compiler/folder.js";

/** SHA-256 of the files that MeCab reads, in PyPI ipadic 1.0.0 and unidic-lite 1.0.8. */
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

/** Reads the files of a dictionary from its PyPI package. @throws Error if a file has another SHA-256 */
export function readOriginals(name: keyof typeof ORIGINALS, folder: string): MecabFiles {
  const hashes = ORIGINALS[name];
  const entries = FOLDER_FILES.map((part) => {
    const bytes = new Uint8Array(readFileSync(join(folder, part)));
    expectHash(bytes, hashes[part], join(folder, part));
    return [part, bytes] as const;
  });
  return Object.fromEntries(entries) as MecabFiles;
}

/** @throws Error if bytes have another SHA-256 than expected */
export function expectHash(bytes: Uint8Array, expected: string, name: string): void {
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== expected) throw new Error(`${name}: SHA-256 ${found}, expected ${expected}`);
}
