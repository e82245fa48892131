import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDictionary } from "../../src/mecab/dictionary/dictionary.js";
import { MeCab } from "../../src/mecab/index.js";
import { latticeDot } from "../../src/mecab/lattice-view/dot.js";
import { bestPath, columnsOf, visible } from "../../src/mecab/lattice-view/labels.js";
import { latticeSvg } from "../../src/mecab/lattice-view/svg.js";
import { latticeTable } from "../../src/mecab/lattice-view/table.js";
import { EXAMPLE, tinyTables } from "./tables.js";

const mecab = new MeCab(buildDictionary(tinyTables(EXAMPLE)));

describe("labels", () => {
  it.each([
    ["東京", "東京", 4],
    ["ｶﾅ", "ｶﾅ", 2],
    ["ＡＢ、。「」ー・", "ＡＢ、。「」ー・", 16],
    ["か\u3099", "か\u3099", 2],
    ["😀𠮷", "😀𠮷", 4],
    ["a b", "a␣b", 3],
    ["\t\u0000\u007f", "␉␀\\u{7f}", 8],
    ["\u3000\u202e\ufffe", "\\u{3000}\\u{202e}\\u{fffe}", 24],
  ])("of %j is %j and takes %i columns", (text, label, columns) => {
    expect(visible(text)).toBe(label);
    expect(columnsOf(label)).toBe(columns);
  });
});

describe("the best path alone", () => {
  it("keeps its nodes, each the predecessor of the next", () => {
    const nodes = bestPath(mecab.lattice("猫舌犬"));
    expect(nodes.map(({ surface, previous }) => [surface, previous])).toEqual([
      ["", -1],
      ["猫舌", 0],
      ["犬", 1],
      ["", 2],
    ]);
  });
});

describe("a table", () => {
  it("has a line for each node, in columns that line up on a terminal", () => {
    expect(latticeTable(mecab.lattice("猫舌 x"))).toBe(
      [
        "   node  surface  start  end  leftId  rightId  wordCost  connectionCost  totalCost  previous",
        "*     0  BOS          0    0       0        0         0               0          0",
        "      1  猫           0    1       1        0         5               5         10         0",
        "      2  猫           0    1       2        1         7              -8         -1         0",
        "      3  猫舌         0    2       1        1         3               5          8         0",
        "      4  猫舌         0    2       1        1         3               5          8         0",
        "*     5  猫舌         0    2       2        1         2              -8         -6         0",
        "      6  舌           1    2       2        0         1              -8          3         1",
        "*     7  x            3    4       1        1       100               1         95         5  unknown",
        "*     8  EOS          4    4       0        0         0            -300       -205         7",
      ].join("\n"),
    );
  });
});

describe("a graph in DOT", () => {
  it("has a box for each node and a line from its best predecessor", () => {
    const best = 'color="#0969da", penwidth=2.5';
    expect(latticeDot(bestPath(mecab.lattice("舌犬")))).toBe(
      [
        "digraph lattice {",
        "  rankdir=LR;",
        "  node [shape=box, margin=0.08];",
        "  edge [fontsize=10, color=gray50];",
        `  n0 [label="BOS\\n0\\ntotal 0", ${best}];`,
        `  n1 [label="舌\\n1\\ntotal -7", ${best}];`,
        `  n0 -> n1 [label="-8", ${best}, weight=100];`,
        `  n2 [label="犬\\n100\\ntotal 98", style=dashed, ${best}];`,
        `  n1 -> n2 [label="5", ${best}, weight=100];`,
        `  n3 [label="EOS\\n0\\ntotal -202", ${best}];`,
        `  n2 -> n3 [label="-300", ${best}, weight=100];`,
        "}",
      ].join("\n"),
    );
  });

  it("escapes quotes, backslashes and ampersands", () => {
    expect(latticeDot(mecab.lattice('"\\&'))).toContain('label="\\"\\\\&amp;\\n');
  });
});

describe("an SVG picture", () => {
  const svg = (text: string): string => latticeSvg(text, mecab.lattice(text));
  const boxes = (picture: string): string[] => picture.match(/<rect class="box[^>]*>/g) ?? [];

  it("shows each node with its word, its word cost and its total, and each connection cost", () => {
    const picture = svg("猫舌");
    expect(boxes(picture)).toHaveLength(mecab.lattice("猫舌").length);
    expect(texts(picture, "word").sort()).toEqual(["BOS", "EOS", "猫", "猫", "猫舌", "猫舌", "猫舌", "舌"]);
    expect(texts(picture, "total").map(Number).sort(ascending)).toEqual([-306, -6, -1, 0, 3, 8, 8, 10]);
    expect(texts(picture, "cost").map(Number).sort(ascending)).toEqual([-300, -8, -8, -8, 5, 5, 5]);
  });

  it("draws no box over another", () => {
    const picture = svg("猫舌 猫猫舌舌x");
    const places = boxes(picture).map((box) => {
      const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
        Number(new RegExp(` ${name}="([^"]*)"`).exec(box)?.[1]),
      );
      return { left: x, top: y, right: x + width, bottom: y + height };
    });
    for (const [index, a] of places.entries()) {
      for (const b of places.slice(index + 1)) {
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
      }
    }
  });

  it("is well-formed XML without scripts and outside references, whatever the text", () => {
    const unit = fc.oneof(
      fc.constantFrom(..."<>&\"'\\ \t\u0001\u202e\ufffe猫舌"),
      fc.string({ unit: "binary", maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const picture = svg(text);
        expectWellFormed(picture);
        expect(picture).not.toMatch(/<script|<image|<a |href|@import|url\(|\n\n/);
      }),
      { numRuns: 100 },
    );
  });
});

function texts(picture: string, style: string): string[] {
  return [...picture.matchAll(new RegExp(`<text class="${style}"[^>]*>([^<]*)</text>`, "g"))].map(([, text]) => text);
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Checks that tags nest, and that text and attributes hold no bare "<" or "&" and only characters that XML allows. */
function expectWellFormed(xml: string): void {
  expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g, (_, end, name, attributes, empty) => {
    expect(attributes).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
    if (end) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
    return "";
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/<|&(?!(?:amp|lt|gt|quot);)/);
}
