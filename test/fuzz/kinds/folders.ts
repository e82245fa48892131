import type { Random } from "../../../fixtures/random.js";
import { FOLDER_FILES, readFolder } from "../../../src/mecab/compiler/folder.js";
import { reduceDictionary } from "../../../src/mecab/compiler/reduce.js";
import { buildDictionary } from "../../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../../src/mecab/kernel/kernel.js";
import { Segmenter } from "../../../src/mecab/segmenter.js";
import { folderFiles } from "../../mecab/folder-files.js";
import { BASE, EXAMPLE, type Tiny } from "../../mecab/tables.js";
import { attempt, type Kind, mustEqual } from "../kind.js";
import { type Edit, edited, someEdits, someText } from "../mutations.js";

interface Input {
  readonly of: number;
  readonly edits: readonly (readonly [file: string, edits: readonly Edit[]])[];
  readonly texts: readonly string[];
}

await kernelReady();

/** Words of spaces, which MeCab's lookup skips and finds. */
const SPACES: Tiny = {
  ...BASE,
  words: Array.from({ length: 12 }, (_, at) => [" ".repeat(at + 1), [1, 1, 10 - at]] as const),
};
const FOLDERS = [EXAMPLE, SPACES].map((tiny) => folderFiles(tiny));

/** Folders of MeCab with damaged files: refused, or both engines find the same words. */
export const folders: Kind<Input> = {
  name: "folders",
  make(random: Random) {
    const of = random.between(0, FOLDERS.length - 1);
    const names = random.several(random.chance(0.05) ? 0 : 1, 2, () => random.pick(FOLDER_FILES));
    // Most of char.bin is the entries of characters that no text has.
    const lengthOf = (name: (typeof FOLDER_FILES)[number]): number =>
      name === "char.bin" && random.chance(0.8) ? 200 : FOLDERS[of][name].length;
    return {
      of,
      edits: names.map((name) => [name, someEdits(random, lengthOf(name))] as const),
      texts: ["猫舌 猫", `  猫${" ".repeat(random.between(1, 40))}x`, someText(random, 12)],
    };
  },
  check({ of, edits, texts }) {
    const files = { ...FOLDERS[of] };
    for (const [name, changes] of edits) {
      const file = name as (typeof FOLDER_FILES)[number];
      files[file] = edited(files[file], changes);
    }
    const dictionary = attempt(() =>
      buildDictionary(reduceDictionary(readFolder(files, "folder"), "folder").tables, "folder"),
    );
    if (!dictionary) return;
    const engines = (["wasm", "typescript"] as const).map((engine) => attempt(() => new Segmenter(dictionary, engine)));
    for (const text of texts) {
      const [wasm, typescript] = engines.map((engine) => attempt(() => engine?.words(text)));
      mustEqual(typescript, wasm, `words of ${JSON.stringify(text)}`);
    }
  },
};
