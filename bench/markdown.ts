/** Returns a Markdown table. The first `texts` columns are aligned to the left, the figures after them to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column < texts ? "---" : "---:"));
  return [head, rule, ...rows].map(row).join("\n");
}
