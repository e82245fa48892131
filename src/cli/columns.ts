/** The width of a terminal that has not been resized. */
export const WIDTH = 80;

/** Breaks a text at its spaces into lines of at most `width` characters. A longer word has a line of its own. */
export function wrap(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  return lines;
}

/** Writes terms in a first column and their descriptions, wrapped, in a second one. */
export function twoColumns(rows: readonly (readonly [term: string, description: string])[], indent = ""): string[] {
  const first = Math.max(...rows.map(([term]) => term.length)) + 2;
  return rows.flatMap(([term, description]) =>
    wrap(description, WIDTH - indent.length - first).map((line, at) =>
      `${indent}${(at === 0 ? term : "").padEnd(first)}${line}`.trimEnd(),
    ),
  );
}
