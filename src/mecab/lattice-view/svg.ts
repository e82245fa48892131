import { type OptionKind, STRING } from "../../base/options.js";
import { checkArguments } from "../../base/signatures.js";
import type { LatticeNode } from "../lattice/dump.js";
import { columnsOf, labelOf, visible } from "./labels.js";

// All lengths are in pixels.
const MARGIN = 20;
const AXIS_HEIGHT = 44;
const BOX_HEIGHT = 50;
const LANE_HEIGHT = 60;
/** Space before the boxes that begin at a position, for edges and connection costs. */
const GUTTER = 64;
/** The greatest width of a line's bend in the gutter. */
const BEND = 24;
/** The narrowest box, as wide as a cost of six characters. */
const BOX_WIDTH = 52;
/** The width of a Latin letter or half a Japanese character, and the space beside a label. */
const COLUMN_WIDTH = 10;
const PADDING = 14;
const LEGEND_HEIGHT = 34;
const LEGEND_WIDTH = 660;

const STYLE = `text{font:10.5px system-ui,sans-serif;text-anchor:middle;fill:#1f2328}
.page{fill:#fff}
.axis{font-size:15px}.place,.note{fill:#59636e}.note{text-anchor:start;font-size:12px}
.word{font-size:16px}.word,.total{font-weight:600}
.cost{text-anchor:end;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.box{fill:#f6f8fa;stroke:#afb8c1}.unknown{stroke-dasharray:4 3}
.edge{fill:none;stroke:#afb8c1;stroke-width:1.2}
.best .box{fill:#ddf4ff;stroke:#0969da;stroke-width:2}.best .edge{stroke:#0969da;stroke-width:2.5}
.best .cost{fill:#0550ae;font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.place,.note{fill:#9198a1}.cost{stroke:#0d1117}
.box{fill:#161b22;stroke:#59636e}.edge{stroke:#59636e}
.best .box{fill:#10263f;stroke:#4493f8}.best .edge{stroke:#4493f8}.best .cost{fill:#79c0ff}}`;
const LEGEND = `Box: word, word cost, total cost. Line: connection cost after the best predecessor. Blue: best path. Dashed: unknown word.`;

/** A node with its position in the picture. */
interface Box {
  readonly node: LatticeNode;
  /** Its index in the list of nodes. */
  readonly index: number;
  readonly label: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

const NODES: OptionKind = {
  allows: (value) => Array.isArray(value) && value.length > 0 && value.every(isNode),
  expected: "the nodes that mecab.lattice(text) returned",
};
const SIGNATURE = { parameters: { text: STRING, nodes: NODES } };

function isNode(value: unknown): boolean {
  const { surface, start, end, previous } = (value ?? {}) as Partial<LatticeNode>;
  return typeof surface === "string" && [start, end, previous].every(Number.isInteger);
}

/**
 * A lattice as an SVG picture, for light and dark pages alike: the text along the top, a box per node under its characters,
 * a line from each node's best predecessor. The best path is the first row. Each box is a group whose attribute `data-node`
 * is the index of the node, for pages that make it a button.
 *
 * @param text the text of the lattice
 * @param nodes the nodes that `lattice` of a MeCab returned for it
 * @returns an element `<svg>`, all of whose texts are escaped
 * @throws OptionError if an argument has a wrong type
 *
 * @example
 * ```ts
 * import { latticeSvg, MeCab } from "tohoku-tokenizers/mecab";
 *
 * const mecab = await MeCab.load("ipadic");
 * const svg = latticeSvg("東京都に住む", mecab.lattice("東京都に住む"));
 * console.log(svg.startsWith("<svg")); // => true
 * ```
 */
export function latticeSvg(text: string, nodes: readonly LatticeNode[], ...excess: never[]): string {
  checkArguments("latticeSvg", [text, nodes, ...excess], SIGNATURE);
  const end = nodes[nodes.length - 1];
  const shown = text.slice(0, end.end);
  const axis = new Axis(shown, nodes);
  const lanes = assignLanes(nodes);
  const laneCount = lanes.reduce((most, lane) => Math.max(most, lane + 1), 1);
  const boxes = nodes.map((node, index): Box => {
    const [left, right] = index === 0 ? axis.beginning : node === end ? axis.end : axis.span(node.start, node.end);
    const top = MARGIN + AXIS_HEIGHT + lanes[index] * LANE_HEIGHT;
    return { node, index, label: labelOf(nodes, index), left, right, top };
  });
  const width = Math.max(axis.width, LEGEND_WIDTH);
  const height = 2 * MARGIN + AXIS_HEIGHT + laneCount * LANE_HEIGHT + LEGEND_HEIGHT;
  const title = escaped(`Lattice of ${visible(shown)}`);
  // Later shapes cover earlier ones. The order is lines, costs, boxes, and within each of these the best path is last.
  const layers = [drawEdge, drawCost, drawBox].flatMap((draw) =>
    [false, true].map((isBest) => drawLayer(boxes, isBest, draw)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="ja" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...axis.draw(),
    ...layers,
    `<text class="note" x="${MARGIN}" y="${height - MARGIN}">${LEGEND}</text>`,
    "</svg>",
  ].join("\n");
}

function drawLayer(
  boxes: readonly Box[],
  isBest: boolean,
  draw: (box: Box, previous: Box | undefined) => string,
): string {
  const drawn = boxes.filter(({ node }) => node.isBest === isBest).map((box) => draw(box, boxes[box.node.previous]));
  return `<g${isBest ? ' class="best"' : ""}>${drawn.join("")}</g>`;
}

function drawEdge({ left, top }: Box, previous: Box | undefined): string {
  if (!previous) return "";
  const [x, y] = [previous.right, previous.top + BOX_HEIGHT / 2];
  const toY = top + BOX_HEIGHT / 2;
  // A curve in the gutter before the box, after a straight line across whitespace.
  const gutter = left - GUTTER;
  const bend = gutter + BEND;
  return `<path class="edge" d="M${x} ${y}H${gutter}C${bend} ${y} ${bend} ${toY} ${left} ${toY}"/>`;
}

function drawCost({ node, left, top }: Box, previous: Box | undefined): string {
  if (!previous) return "";
  return `<text class="cost" x="${left - 5}" y="${top + BOX_HEIGHT / 2 - 4}">${node.connectionCost}</text>`;
}

function drawBox({ node, index, label, left, right, top }: Box): string {
  const middle = (left + right) / 2;
  const style = node.isKnown ? "box" : "box unknown";
  const lines = [
    `<rect class="${style}" x="${left}" y="${top}" width="${right - left}" height="${BOX_HEIGHT}" rx="6"/>`,
    `<text class="word" x="${middle}" y="${top + 19}">${escaped(label)}</text>`,
    `<text class="place" x="${middle}" y="${top + 32}">${node.wordCost}</text>`,
    `<text class="total" x="${middle}" y="${top + 44}">${node.totalCost}</text>`,
  ];
  return `<g data-node="${index}">${lines.join("")}</g>`;
}

/**
 * A row for each node: 0 for the best path, for the others the first that is free. Short words come first, so that few lines
 * cross long boxes.
 */
function assignLanes(nodes: readonly LatticeNode[]): readonly number[] {
  const lanes = new Array<number>(nodes.length).fill(0);
  const length = nodes[nodes.length - 1].end;
  /** For each lane, a 1 for each code unit under a box. */
  const taken: Uint8Array[] = [];
  const rest = [...nodes.keys()].filter((index) => !nodes[index].isBest);
  rest.sort((a, b) => nodes[a].end - nodes[a].start - (nodes[b].end - nodes[b].start) || a - b);
  for (const index of rest) {
    const { start, end } = nodes[index];
    let lane = taken.findIndex((units) => !units.subarray(start, end).includes(1));
    if (lane < 0) lane = taken.push(new Uint8Array(length)) - 1;
    taken[lane].fill(1, start, end);
    lanes[index] = lane + 1;
  }
  return lanes;
}

/** The horizontal axis: the position of each character of the text. */
class Axis {
  readonly beginning: readonly [left: number, right: number];
  readonly end: readonly [left: number, right: number];
  readonly width: number;
  readonly #characters: readonly Character[];
  /** By code unit: the left edge of the character that begins there, the right edge of the one that ends there. */
  readonly #lefts = new Map<number, number>();
  readonly #rights = new Map<number, number>();

  constructor(text: string, nodes: readonly LatticeNode[]) {
    const words = nodes.slice(1, -1);
    const starts = new Set(words.map(({ start }) => start));
    const inWords = new Uint8Array(text.length);
    for (const { start, end } of words) inWords.fill(1, start, end);
    let x = MARGIN + BOX_WIDTH;
    this.beginning = [MARGIN, x];
    let place = 0;
    this.#characters = Array.from(text, (character) => {
      if (starts.has(place)) x += GUTTER;
      const label = visible(character);
      const least = inWords[place] === 1 ? BOX_WIDTH : 0;
      const width = Math.max(least, columnsOf(label) * COLUMN_WIDTH + PADDING);
      this.#lefts.set(place, x);
      const drawn = { label, place, middle: x + width / 2 };
      x += width;
      place += character.length;
      this.#rights.set(place, x);
      return drawn;
    });
    x += GUTTER;
    this.end = [x, x + BOX_WIDTH];
    this.width = x + BOX_WIDTH + MARGIN;
  }

  /** The left and the right edge of the characters from a code unit to another. */
  span(start: number, end: number): readonly [left: number, right: number] {
    return [this.#lefts.get(start) ?? 0, this.#rights.get(end) ?? 0];
  }

  draw(): string[] {
    return this.#characters.map(
      ({ label, place, middle }) =>
        `<text class="axis" x="${middle}" y="${MARGIN + 12}">${escaped(label)}</text>` +
        `<text class="place" x="${middle}" y="${MARGIN + 28}">${place}</text>`,
    );
  }
}

interface Character {
  readonly label: string;
  readonly place: number;
  readonly middle: number;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
