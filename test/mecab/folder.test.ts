import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { DictionaryError, ResourceError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { FOLDER_FILES, type MecabFiles, readFolder } from "../../src/mecab/compiler/folder.js";
import { reduceDictionary } from "../../src/mecab/compiler/reduce.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { TypeScriptSearch } from "../../src/mecab/lattice/search-typescript.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { folderFiles } from "./folder-files.js";
import { slowWords } from "./slow-lattice.js";
import { type Tiny, EXAMPLE as tiny } from "./tables.js";

await kernelReady();

const files = folderFiles(tiny);

const root = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));
afterAll(() => rmSync(root, { recursive: true }));

function write(contents: MecabFiles): string {
  const folder = mkdtempSync(join(root, "dictionary-"));
  for (const name of FOLDER_FILES) writeFileSync(join(folder, name), contents[name]);
  return folder;
}

describe("a folder that MeCab compiled", () => {
  it("loads as a dictionary", async () => {
    const mecab = await MeCab.load(write(files));
    for (const text of ["猫舌", "猫舌猫 舌", "𠮷猫", "知らない猫"]) {
      expect(mecab.words(text)).toEqual(slowWords(tiny, text));
    }
  });

  it("is reduced to the tokens that can win", () => {
    const { tables } = reduceDictionary(readFolder(files, "tiny"), "tiny");
    expect(tables.surfaces.count).toBe(4);
    // Of the three tokens of 猫舌 two are equal: the first wins every tie.
    expect([...tables.tokenCounts]).toEqual([2, 2, 1, 1, 1, 1]);
  });

  it("loses tokens that another beats between any two words", () => {
    const tokensLeft = (cost: number): number => {
      const words: Tiny["words"] = [["猫", [1, 0, cost], [2, 1, 7]]];
      return reduceDictionary(readFolder(folderFiles({ ...tiny, words }), "tiny"), "tiny").tables.tokenCounts[0];
    };
    // The smallest difference between the connection costs of the first token and those of the second. With the word
    // cost 7 - least, the first token is never cheaper but ties; with one more, it always costs more.
    const least = Math.min(5 + 8, 1 - 5) + Math.min(0 + 300, 5 - 1, -8 - 5);
    expect(tokensLeft(7 - least)).toBe(2);
    expect(tokensLeft(7 - least + 1)).toBe(1);
  });

  it("gets the measured ids as its first classes, and gives the same words", () => {
    const source = readFolder(files, "tiny");
    const guessed = reduceDictionary(source, "tiny");
    // In reverse order, except the first one, which is not measured and so comes last.
    const uses = { left: guessed.leftIds.slice(1).reverse(), right: guessed.rightIds.slice(1).reverse() };
    const { tables, leftIds, rightIds } = reduceDictionary(source, "tiny", uses);
    expect([leftIds, rightIds]).toEqual([
      [...uses.left, guessed.leftIds[0]],
      [...uses.right, guessed.rightIds[0]],
    ]);
    expect(leftIds.length).toBeGreaterThan(2);
    const dictionary = buildDictionary(tables);
    const lattice = new Lattice(dictionary, new TypeScriptSearch(dictionary));
    for (const text of ["猫舌", "猫舌猫 舌", "𠮷猫", "知らない猫"]) {
      lattice.segment(text);
      const { buffer, count } = lattice.spans;
      const words = Array.from({ length: count }, (_, word) => text.slice(buffer[2 * word], buffer[2 * word + 1]));
      expect(words).toEqual(slowWords(tiny, text));
    }
  });

  it("must hold every file", async () => {
    for (const name of FOLDER_FILES) {
      const folder = write(files);
      unlinkSync(join(folder, name));
      await expect(MeCab.load(folder)).rejects.toThrow(ResourceError);
      await expect(MeCab.load(folder)).rejects.toThrow(name);
    }
  });

  it.each(["sys.dic", "unk.dic", "matrix.bin", "char.bin"] as const)(
    "throws a DictionaryError if %s is cut",
    (name) => {
      const whole = files[name];
      for (const length of [0, 3, 50, 71, 72, 100, whole.length >> 1, whole.length - 1]) {
        if (length >= whole.length) continue;
        const read = (): unknown => readFolder({ ...files, [name]: whole.slice(0, length) }, "tiny");
        expect(read, `${length} bytes`).toThrow(DictionaryError);
        expect(read).toThrow(`tiny/${name}`);
      }
    },
  );

  it("must hold files: a folder, a pipe or a file of more than 2 GiB in place of one is an error that names it", async () => {
    const replace: Readonly<Record<string, (path: string) => void>> = {
      "a folder": (path) => mkdirSync(path),
      "a pipe, a socket or a device": (path) => execFileSync("mkfifo", [path]),
      "3221225472 bytes": (path) => {
        writeFileSync(path, "");
        truncateSync(path, 3 * 2 ** 30);
      },
    };
    for (const [found, make] of Object.entries(replace)) {
      const folder = write(files);
      unlinkSync(join(folder, "sys.dic"));
      make(join(folder, "sys.dic"));
      const loading = MeCab.load(folder);
      await expect(loading).rejects.toThrow(ResourceError);
      await expect(loading).rejects.toThrow(new RegExp(`sys\\.dic that cannot be read: \\w+: ${found}`));
      if (found === "a folder") continue;
      await expect(MeCab.load(join(folder, "sys.dic"))).rejects.toThrow(new RegExp(found));
    }
  });

  it("gives a dictionary or throws a DictionaryError if a file is damaged", () => {
    const name = fc.constantFrom("sys.dic", "unk.dic", "matrix.bin", "char.bin");
    fc.assert(
      fc.property(name, fc.nat(), fc.integer({ min: 1, max: 255 }), (part, offset, change) => {
        const damaged = files[part].slice();
        damaged[offset % Math.min(damaged.length, 4000)] ^= change;
        try {
          reduceDictionary(readFolder({ ...files, [part]: damaged }, "tiny"), "tiny");
        } catch (error) {
          expect(error).toBeInstanceOf(DictionaryError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("must be in UTF-8", () => {
    expect(() => readFolder(folderFiles(tiny, "EUC-JP"), "tiny")).toThrow(/EUC-JP.*UTF-8/);
  });

  it("must hold files that belong together", () => {
    const other = folderFiles({ ...tiny, costs: [...tiny.costs, [0, 0]] });
    expect(() => readFolder({ ...files, "matrix.bin": other["matrix.bin"] }, "tiny")).toThrow(DictionaryError);
    const without = folderFiles({ ...tiny, categories: tiny.categories.slice(0, 1), characters: {} });
    expect(() => readFolder({ ...files, "unk.dic": without["unk.dic"] }, "tiny")).toThrow(/SPACE/);
  });

  describe("with surfaces that are cut inside a character", () => {
    /** The bytes E7 8C of 猫 (E7 8C AB), and the word 舌 with a byte too many. */
    const cut = ["猫\udce7\udc8c", "舌\udcff"] as const;
    const others = (words: Tiny["words"]): MecabFiles => folderFiles({ ...tiny, words: [...words, ...tiny.words] });

    it("gives the words of the other surfaces, with one warning", async () => {
      const warnings: string[] = [];
      const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
      try {
        const folder = write(
          others([
            [cut[0], [1, 1, 7], [1, 0, 7]],
            [cut[1], [0, 0, -5]],
          ]),
        );
        const mecab = await MeCab.load(folder);
        for (const text of ["猫舌", "猫舌猫 舌", "𠮷猫", "知らない猫", "舌猫猫舌舌"]) {
          expect(mecab.words(text)).toEqual(slowWords(tiny, text));
        }
        await MeCab.load(folder);
        expect(warnings).toEqual([expect.stringMatching(/sys\.dic: 2 of \d+ surfaces are not UTF-8 and are left out/)]);
      } finally {
        setLogger(previous);
      }
    });

    it("is refused if such a surface begins with no other word, because that decides where unknown words are", () => {
      expect(() => readFolder(others([["犬\udce7", [1, 1, 7]]]), "tiny")).toThrow(/231,138,172,231/);
      expect(() => readFolder(others([["\udcff", [1, 1, 7]]]), "tiny")).toThrow(DictionaryError);
    });
  });

  it("must have settings that MeCab accepts", () => {
    const dicrc = (text: string): MecabFiles => ({ ...files, dicrc: new TextEncoder().encode(text) });
    expect(() => readFolder(dicrc("cost-factor = 700\n"), "tiny")).toThrow(/bos-feature/);
    expect(() => readFolder(dicrc("nonsense\n"), "tiny")).toThrow(/nonsense/);
    expect(() => readFolder(dicrc("bos-feature=x\nuserdic = /my.dic\n"), "tiny")).toThrow(/userdic/);
  });
});
