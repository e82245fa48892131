import type { LatticeNode } from "../lattice/dump.js";
import { labelOf } from "./labels.js";

const BEST = `color="#0969da", penwidth=2.5`;

/**
 * A lattice as a graph in Graphviz's DOT language: a box per node with its word cost and its total cost, an edge from its
 * best predecessor with the connection cost. The best path is blue; unknown words are dashed.
 */
export function latticeDot(nodes: readonly LatticeNode[]): string {
  const lines = nodes.flatMap((node, index) => {
    const label = `${escaped(labelOf(nodes, index))}\\n${node.wordCost}\\ntotal ${node.totalCost}`;
    const box = [`label="${label}"`];
    if (!node.isKnown) box.push("style=dashed");
    if (node.isBest) box.push(BEST);
    const lines = [`n${index} [${box.join(", ")}];`];
    if (node.previous < 0) return lines;
    // Weight keeps the best path straight.
    const edge = [`label="${node.connectionCost}"`, ...(node.isBest ? [BEST, "weight=100"] : [])];
    lines.push(`n${node.previous} -> n${index} [${edge.join(", ")}];`);
    return lines;
  });
  const head = ["rankdir=LR;", "node [shape=box, margin=0.08];", "edge [fontsize=10, color=gray50];"];
  return ["digraph lattice {", ...[...head, ...lines].map((line) => `  ${line}`), "}"].join("\n");
}

/**
 * Escapes the characters that a quoted DOT string interprets: quotes, backslashes, and the ampersand of an HTML entity.
 */
function escaped(label: string): string {
  return label.replaceAll("&", "&amp;").replace(/["\\]/g, "\\$&");
}
