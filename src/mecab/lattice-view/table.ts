import type { LatticeNode } from "../lattice/dump.js";
import { columnsOf, labelOf } from "./labels.js";

const HEADER = [
  ...["", "node", "surface", "start", "end", "leftId", "rightId"],
  ...["wordCost", "connectionCost", "totalCost", "previous", ""],
];
const SURFACE = HEADER.indexOf("surface");

/**
 * A lattice as a table for a terminal, one line per node: "*" before a node of the best path, its index, the fields of
 * {@link LatticeNode}, "unknown" after an unknown word.
 */
export function latticeTable(nodes: readonly LatticeNode[]): string {
  const rows = nodes.map((node, index) => [
    node.isBest ? "*" : "",
    ...[index, labelOf(nodes, index), node.start, node.end, node.leftId, node.rightId].map(String),
    ...[node.wordCost, node.connectionCost, node.totalCost].map(String),
    node.previous < 0 ? "" : String(node.previous),
    node.isKnown ? "" : "unknown",
  ]);
  const table = [HEADER, ...rows];
  const widths = HEADER.map((_, column) => table.reduce((most, row) => Math.max(most, columnsOf(row[column])), 1));
  return table.map((row) => writeRow(row, widths)).join("\n");
}

function writeRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const padding = " ".repeat(widths[column] - columnsOf(cell));
    // Numbers are aligned to the right, words to the left.
    return column === SURFACE || column === row.length - 1 ? cell + padding : padding + cell;
  });
  return cells.join("  ").trimEnd();
}
