import type { Result } from "./compare.js";

/** Prints the table of all parts, and the smallest differing input of each with both results. */
export function printReport(results: readonly Result[]): void {
  const rows = [
    ["part", "lines", "differing"],
    ...results.map(({ part, lines, differing }) => [part, lines.toLocaleString("en"), differing.toLocaleString("en")]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [part = "", lines = "", differing = ""] of rows) {
    console.log(
      `${part.padEnd(widths[0] ?? 0)}  ${lines.padStart(widths[1] ?? 0)}  ${differing.padStart(widths[2] ?? 0)}`,
    );
  }
  for (const { part, smallest } of results) {
    if (!smallest) continue;
    console.log(`\n${part}: ${ascii(smallest.input)}`);
    console.log(`  ours    ${ascii(smallest.ours)}`);
    console.log(`  theirs  ${ascii(smallest.theirs)}`);
  }
}

/** Returns JSON that escapes everything but ASCII, kana and common kanji, so that similar characters are distinct. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
