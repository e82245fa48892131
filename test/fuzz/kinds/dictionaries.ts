import { deflateSync } from "fflate";
import type { Random } from "../../../fixtures/random.js";
import { writeContainer } from "../../../src/mecab/compiler/container-writer.js";
import { encodeTables } from "../../../src/mecab/compiler/sections-encoder.js";
import type { Sections } from "../../../src/mecab/file/container.js";
import { MeCab } from "../../../src/mecab/mecab.js";
import { EXAMPLE, tinyTables } from "../../mecab/tables.js";
import { attempt, attemptLater, type Kind, must, mustEqual } from "../kind.js";
import { type Edit, edited, someEdits, someText } from "../mutations.js";

interface Input {
  /** The edits of the unpacked sections, whose checksums are then made anew; or else those of the file. */
  readonly sections: readonly (readonly [name: string, edits: readonly Edit[]])[];
  readonly file: readonly Edit[];
  readonly texts: readonly string[];
}

const sections: Sections = encodeTables(tinyTables(EXAMPLE));
const NAMES = [...sections.keys()];
const file = pack(sections);

function pack(contents: Sections): Uint8Array {
  return writeContainer(contents, (bytes) => deflateSync(bytes, { level: 1 }));
}

/** Damaged .dict files with checksums that are right: refused, or both engines find the same words in all of a text. */
export const dictionaries: Kind<Input> = {
  name: "dictionaries",
  make(random: Random) {
    const isOfFile = random.chance(0.1);
    const changed = random.several(1, 2, () => random.pick(NAMES));
    return {
      sections: isOfFile
        ? []
        : changed.map((name) => [name, someEdits(random, sections.get(name)?.length ?? 0)] as const),
      file: isOfFile ? someEdits(random, file.length) : [],
      texts: ["猫舌 猫", "𠮷舌  x猫猫舌", someText(random, 12)],
    };
  },
  async check({ sections: changes, file: ofFile, texts }) {
    const changed = new Map(sections);
    for (const [name, edits] of changes) changed.set(name, edited(changed.get(name) ?? new Uint8Array(), edits));
    const bytes = changes.length > 0 ? pack(changed) : edited(file, ofFile);
    const [wasm, typescript] = [
      await attemptLater(() => MeCab.load(bytes, { engine: "wasm" })),
      await attemptLater(() => MeCab.load(bytes, { engine: "typescript" })),
    ];
    must((wasm === undefined) === (typescript === undefined), "a dictionary that one engine alone refuses");
    if (!wasm || !typescript) return;
    for (const text of texts) {
      const words = attempt(() => wasm.words(text));
      mustEqual(
        attempt(() => typescript.words(text)),
        words,
        `words of ${JSON.stringify(text)}`,
      );
      if (words !== undefined && !text.includes("\0")) checkOrder(text, attempt(() => [...wasm.spans(text)]) ?? []);
    }
  },
};

/** Checks that words are in order, and in the text. */
function checkOrder(text: string, spans: readonly number[]): void {
  let before = 0;
  for (const place of spans) {
    must(place >= before && place <= text.length, `a span out of order: ${spans.join(" ")}`);
    before = place;
  }
}
