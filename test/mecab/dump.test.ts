import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { type Engine, type LatticeNode, MeCab } from "../../src/mecab/index.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { slowLattice } from "./slow-lattice.js";
import { someText, someTiny } from "./some-tiny.js";
import { EXAMPLE, tinyTables } from "./tables.js";

await kernelReady();

const ENGINES: readonly Engine[] = ["wasm", "typescript"];

const best = (nodes: readonly LatticeNode[]): LatticeNode[] => nodes.filter(({ isBest }) => isBest);
const spans = (nodes: readonly LatticeNode[]): number[] =>
  best(nodes)
    .slice(1, -1)
    .flatMap((node) => [node.start, node.end]);

describe("the lattice of a small dictionary", () => {
  const mecab = new MeCab(buildDictionary(tinyTables(EXAMPLE)));

  it("lists the sentence's beginning, the words by position, and the sentence's end", () => {
    // Connection cost + word cost, added to the total of the best predecessor:
    // BOS                0
    // 猫   (1, 0, 5)     BOS +5  +5 = 10
    // 猫   (2, 1, 7)     BOS -8  +7 = -1
    // 猫舌 (1, 1, 3)     BOS +5  +3 =  8, twice: the dictionary has it twice
    // 猫舌 (2, 1, 2)     BOS -8  +2 = -6
    // 舌   (2, 0, 1)     10 -8 +1 = 3 after 猫 (1, 0, 5); -1 +5 +1 = 5 after 猫 (2, 1, 7)
    // EOS                3 + 0 = 3 after 舌; -6 - 300 = -306 after 猫舌 (2, 1, 2)
    const rows = mecab
      .lattice("猫舌")
      .map(({ surface, leftId, rightId, wordCost, connectionCost, totalCost, previous, isBest }) => [
        ...[surface, leftId, rightId, wordCost, connectionCost, totalCost, previous, isBest],
      ]);
    expect(rows).toEqual([
      ["", 0, 0, 0, 0, 0, -1, true],
      ["猫", 1, 0, 5, 5, 10, 0, false],
      ["猫", 2, 1, 7, -8, -1, 0, false],
      ["猫舌", 1, 1, 3, 5, 8, 0, false],
      ["猫舌", 1, 1, 3, 5, 8, 0, false],
      ["猫舌", 2, 1, 2, -8, -6, 0, true],
      ["舌", 2, 0, 1, -8, 3, 1, false],
      ["", 0, 0, 0, -300, -306, 5, true],
    ]);
  });

  it("gives positions in UTF-16 code units and leaves whitespace out of the words", () => {
    const nodes = mecab.lattice(" 𠮷 猫 ");
    expect(best(nodes).map(({ surface, start, end }) => [surface, start, end])).toEqual([
      ["", 0, 0],
      ["𠮷", 1, 3],
      ["猫", 4, 5],
      ["", 6, 6],
    ]);
    expect(spans(nodes)).toEqual([...mecab.spans(" 𠮷 猫 ")]);
  });

  it("marks unknown words", () => {
    const words = mecab.lattice("犬").slice(1, -1);
    expect(words).toMatchObject([{ surface: "犬", isKnown: false, wordCost: 100 }]);
    expect(mecab.lattice("猫")[1].isKnown).toBe(true);
  });

  it("of an empty text or of whitespace holds only the sentence's beginning and end", () => {
    for (const text of ["", "   ", "\0猫"]) expect(mecab.lattice(text).map(({ surface }) => surface)).toEqual(["", ""]);
  });

  it("can be written as JSON and read again", () => {
    const nodes = mecab.lattice("猫舌");
    expect(JSON.parse(JSON.stringify(nodes))).toEqual(nodes);
  });

  it("is refused for a text of more than 21,845 UTF-16 code units, and for what MeCab cannot split", () => {
    expect(mecab.lattice("猫".repeat(21_845))).toHaveLength(2 * 21_845 + 2);
    expect(mecab.lattice(`猫\0${"猫".repeat(30_000)}`)).toHaveLength(4);
    expect(() => mecab.lattice("猫".repeat(21_846))).toThrow(/21846 UTF-16 code units.*at most 21845.*split/);
    expect(() => mecab.lattice("猫\ud800")).toThrow(/lone surrogate/);
  });
});

describe("for random texts and dictionaries", () => {
  it("the lattice is that of the slow search, and its best path is what both engines return", () => {
    fc.assert(
      fc.property(someTiny, fc.array(someText(30), { maxLength: 4 }), (tiny, texts) => {
        for (const engine of ENGINES) {
          const mecab = new MeCab(buildDictionary(tinyTables(tiny)), engine);
          for (const text of texts) {
            const nodes = mecab.lattice(text);
            expect(nodes).toEqual(slowLattice(tiny, text));
            expect(spans(nodes)).toEqual([...mecab.spans(text)]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("each total is the sum of the predecessor's total, the connection cost and the word cost", () => {
    fc.assert(
      fc.property(someTiny, someText(30), (tiny, text) => {
        const nodes = new MeCab(buildDictionary(tinyTables(tiny))).lattice(text);
        for (const { previous, totalCost, connectionCost, wordCost, leftId } of nodes.slice(1)) {
          expect(totalCost).toBe(nodes[previous].totalCost + connectionCost + wordCost);
          expect(connectionCost).toBe(tiny.costs[leftId][nodes[previous].rightId]);
        }
        const path = best(nodes);
        const sum = path.reduce((total, { connectionCost, wordCost }) => total + connectionCost + wordCost, 0);
        expect(path.at(-1)?.totalCost).toBe(sum);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the lattice of the paths through a word", () => {
  const mecab = new MeCab(buildDictionary(tinyTables(EXAMPLE)));

  it("has the cheapest of these paths, with its costs", () => {
    // 猫舌 is best as one word, of -306. Through 舌 it is 猫 (1, 0, 5), 舌 and EOS: 10, 3, 3.
    const nodes = mecab.lattice("猫舌", { through: 6 });
    expect(best(nodes).map(({ surface, totalCost }) => [surface, totalCost])).toEqual([
      ["", 0],
      ["猫", 10],
      ["舌", 3],
      ["", 3],
    ]);
    expect(nodes.map(({ surface }) => surface)).toEqual(mecab.lattice("猫舌").map(({ surface }) => surface));
  });

  it("is that of the best path if the word is on it, and equal to the cheapest of all paths that hold it", () => {
    const plain = fc.array(fc.constantFrom(..."猫舌犬𠮷x"), { maxLength: 7 }).map((all) => all.join(""));
    let dearer = 0;
    fc.assert(
      fc.property(plain, (text) => {
        const free = mecab.lattice(text);
        const costs = cheapestThrough(free, EXAMPLE.costs);
        for (let through = 1; through < free.length - 1; through++) {
          const nodes = mecab.lattice(text, { through });
          const total = nodes.at(-1)?.totalCost ?? 0;
          if (free[through].isBest) expect(best(nodes)).toEqual(best(free));
          expect(nodes[through].isBest).toBe(true);
          expect(total).toBe(costs[through]);
          if (total > (free.at(-1)?.totalCost ?? 0)) dearer++;
          for (const { previous, totalCost, connectionCost, wordCost } of best(nodes).slice(1)) {
            expect(totalCost).toBe(nodes[previous].totalCost + connectionCost + wordCost);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(dearer).toBeGreaterThan(100);
  });

  it("leaves whitespace between words as it is", () => {
    const text = " 猫 舌 ";
    const through = mecab.lattice(text).findIndex(({ surface }) => surface === "舌");
    expect(spans(mecab.lattice(text, { through }))).toEqual([1, 2, 3, 4]);
  });

  it("is refused without such a word", () => {
    for (const through of [0, 7, 100]) {
      expect(() => mecab.lattice("猫舌", { through })).toThrow(/^through: .*from 1 to 6/);
    }
    expect(() => mecab.lattice("猫舌", { through: -1 })).toThrow(OptionError);
    expect(() => mecab.lattice("猫舌", { thru: 1 } as object)).toThrow(/^thru: .*through/);
    expect(() => mecab.lattice("猫舌", 1 as unknown as object)).toThrow(/through/);
  });
});

/** For each node the cost of the cheapest path that contains it, by all paths of a lattice without whitespace. */
function cheapestThrough(nodes: readonly LatticeNode[], costs: readonly (readonly number[])[]): number[] {
  const least = new Array<number>(nodes.length).fill(Number.POSITIVE_INFINITY);
  const last = nodes.length - 1;
  const follow = (path: readonly number[], total: number): void => {
    const node = nodes[path.at(-1) ?? 0];
    for (let next = 1; next <= last; next++) {
      if (nodes[next].start !== node.end || path.includes(next) || (next === last && node.end !== nodes[last].end))
        continue;
      const cost = total + costs[nodes[next].leftId][node.rightId] + nodes[next].wordCost;
      if (next < last) follow([...path, next], cost);
      else for (const index of [...path, next]) least[index] = Math.min(least[index], cost);
    }
  };
  follow([0], 0);
  return least;
}

/**
 * Word, word cost, connection cost and total along the best path, the sentence's end last, as MeCab writes them. From this
 * Python program, called with the texts as arguments:
 *
 *     import sys, fugashi, ipadic, unidic_lite
 *     for folder in [ipadic.DICDIR, unidic_lite.DICDIR]:
 *         format = r"-O '' -F '%m:%pw:%pC:%pc\s' -E ':%pw:%pC:%pc'"
 *         tagger = fugashi.GenericTagger(f"-r {folder}/mecabrc -d {folder} {format}")
 *         for text in sys.argv[1:]: print(tagger.parse(text))
 */
const OF_MECAB = {
  ipadic: [
    ["今日は晴れ", "今日:4263:-316:3947 は:3865:-2990:4822 晴れ:5587:37:10446 :0:-573:9873"],
    [
      "すもももももももものうち",
      "すもも:7546:-283:7263 も:4669:-4158:7774 もも:7219:17:15010 も:4669:-4158:15521 もも:7219:17:22757 " +
        "の:4816:-4442:23131 うち:5796:-5198:23729 :0:-2484:21245",
    ],
    [
      "東京都に住む ABC",
      "東京:3003:-310:2693 都:9428:-9617:2504 に:4304:-3573:3235 住む:7048:-3547:6736 ABC:13835:-1195:19376 " +
        ":0:-1483:17893",
    ],
    [
      "ソンナﾖｿｳ😀😀はありえない2024年",
      "ソンナﾖｿｳ:9461:-283:9178 😀😀:4769:-1350:12597 は:3865:-623:15839 ありえ:10628:-1102:25365 " +
        "ない:8159:-12598:20926 2024:27386:762:49074 年:8465:-10731:46808 :0:28:46836",
    ],
  ],
  "unidic-lite": [
    ["今日は晴れ", "今日:4115:761:4876 は:3846:-2346:6376 晴れ:7240:1073:14689 :0:-852:13837"],
    [
      "すもももももももものうち",
      "すもも:9393:887:10280 も:5090:-2834:12536 もも:7552:1198:21286 も:5090:-2834:23542 もも:7552:1198:32292 " +
        "の:3360:-2633:33019 うち:4445:-2384:35080 :0:-94:34986",
    ],
    [
      "東京都に住む ABC",
      "東京:2816:-79:2737 都:2914:-390:5261 に:4481:-2542:7200 住む:7492:-2210:12482 ABC:11633:-301:23814 :0:50:23864",
    ],
    [
      "ソンナﾖｿｳ😀😀はありえない2024年",
      "ソンナﾖｿｳ:10980:893:11873 😀😀:3857:-2108:13622 は:3846:1344:18812 あり:7298:-2382:23728 え:11630:-4058:31300 " +
        "ない:8470:-15144:24626 2024:12450:-215:36861 年:5626:-4513:37974 :0:244:38218",
    ],
  ],
} as const;

describe.each(ENGINES)("for the packaged dictionaries, engine %s", (engine) => {
  it.each(["ipadic", "unidic-lite"] as const)("costs along the best path of %s are MeCab's own", async (name) => {
    const mecab = await MeCab.load(name, { engine });
    for (const [text, expected] of OF_MECAB[name]) {
      const path = best(mecab.lattice(text)).slice(1);
      const costs = path.map((node) => [node.surface, node.wordCost, node.connectionCost, node.totalCost].join(":"));
      expect(costs.join(" ")).toBe(expected);
    }
  });

  it.each(["ipadic", "unidic-lite"] as const)("the best path of %s is what the engine returns", async (name) => {
    const mecab = await MeCab.load(name, { engine });
    const someJapanese = fc.constantFrom(
      ...("今日は晴れすもののうち東京都に住むAB12、。ー 　\t𠮷😀ｶﾞ".match(/./gu) ?? []),
    );
    fc.assert(
      fc.property(fc.string({ unit: someJapanese, maxLength: 40 }), (text) => {
        expect(spans(mecab.lattice(text))).toEqual([...mecab.spans(text)]);
      }),
      { numRuns: 200 },
    );
    const long = "東京都に住む吾輩は猫である。名前はまだ無い。 ".repeat(900);
    expect(spans(mecab.lattice(long))).toEqual([...mecab.spans(long)]);
  });
});
