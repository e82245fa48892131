import type { LatticeNode, MeCab } from "../mecab/index.js";
import { latticeDot } from "../mecab/lattice-view/dot.js";
import { bestPath } from "../mecab/lattice-view/labels.js";
import { latticeSvg } from "../mecab/lattice-view/svg.js";
import { latticeTable } from "../mecab/lattice-view/table.js";

/** The forms in which a lattice can be written; the first is the default. */
export const LATTICE_FORMATS = ["table", "json", "dot", "svg"] as const;
export type LatticeFormat = (typeof LATTICE_FORMATS)[number];

const WRITERS: Readonly<Record<LatticeFormat, (nodes: readonly LatticeNode[], text: string) => string>> = {
  table: latticeTable,
  json: (nodes) => JSON.stringify(nodes),
  dot: latticeDot,
  svg: (nodes, text) => latticeSvg(text, nodes),
};

/**
 * Writes the lattice of one text after the other. A blank line separates two lattices, except in JSON, where each lattice is
 * one line.
 *
 * @param isBestOnly true to write only the best path
 */
export function latticeWriter(mecab: MeCab, format: LatticeFormat, isBestOnly: boolean): (text: string) => string {
  let separator = "";
  return (text) => {
    const nodes = mecab.lattice(text);
    const written = separator + WRITERS[format](isBestOnly ? bestPath(nodes) : nodes, text);
    if (format !== "json") separator = "\n";
    return written;
  };
}
