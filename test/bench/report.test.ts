import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../bench/program.js";
import { chartsOf } from "../../bench/report/charts.js";
import { highlightsOf } from "../../bench/report/comparisons.js";
import { readSavedRuns } from "../../bench/report/results.js";
import { CHARTS, DOCUMENTS } from "../../bench/report/write.js";
import { withSection } from "../../tools/document-section.js";

const runs = readSavedRuns();
const results = runs.latest;

describe("the report of the last saved run", () => {
  it.each(DOCUMENTS)("is up to date in $file", ({ file, sectionOf }) => {
    const document = readFileSync(join(ROOT, file), "utf8");
    expect(withSection(document, "bench", sectionOf(runs), file)).toBe(document);
  });

  it("is up to date in the charts", () => {
    const charts = chartsOf(results);
    for (const { file, svg } of charts) expect(readFileSync(join(ROOT, CHARTS, file), "utf8"), file).toBe(svg);
    const committed = readdirSync(join(ROOT, CHARTS)).filter((file) => file.endsWith(".svg"));
    expect(committed.sort()).toEqual(charts.map(({ file }) => file).sort());
  });

  it("contains no figure that was not measured", () => {
    const svgs = chartsOf(results).map(({ svg }) => svg);
    const sections = DOCUMENTS.map(({ sectionOf }) => sectionOf(runs));
    expect([...sections, ...svgs].join("\n")).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("shows eight ratios in README.md", () => {
    expect(highlightsOf(results)).toHaveLength(8);
  });
});

describe("a generated section", () => {
  it("replaces the text between the markers", () => {
    const document = "a <!-- bench:start -->old<!-- bench:end --> b";
    expect(withSection(document, "bench", "new", "A.md")).toBe("a <!-- bench:start -->\nnew\n<!-- bench:end --> b");
  });

  it.each([
    "",
    "<!-- bench:start -->",
    "<!-- bench:end -->",
    "<!-- bench:end --><!-- bench:start -->",
    "<!-- bench:start --><!-- bench:start --><!-- bench:end -->",
    "<!-- bench:start --><!-- bench:end --><!-- bench:end -->",
  ])("needs each marker once and in order: %j", (document) => {
    expect(() => withSection(document, "bench", "new", "A.md")).toThrow(/^A\.md: /);
  });
});
