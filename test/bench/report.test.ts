import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../bench/program.js";
import { chartsOf } from "../../bench/report/charts.js";
import { withSection } from "../../bench/report/readme.js";
import { LATEST, type Results } from "../../bench/report/results.js";
import { summaryOf } from "../../bench/report/summary.js";
import { FOLDER, README } from "../../bench/report/write.js";

const results = JSON.parse(readFileSync(LATEST, "utf8")) as Results;

it("gives the README its figures", () => {
  const readme = readFileSync(README, "utf8");
  expect(withSection(readme, summaryOf(results, FOLDER))).toBe(readme);
});

it("gives the charts", () => {
  const charts = chartsOf(results);
  for (const { file, svg } of charts) expect(readFileSync(join(ROOT, FOLDER, file), "utf8"), file).toBe(svg);
  const committed = readdirSync(join(ROOT, FOLDER)).filter((file) => file.endsWith(".svg"));
  expect(committed.sort()).toEqual(charts.map(({ file }) => file).sort());
});

it("shows no figure that was not measured", () => {
  const svgs = chartsOf(results).map(({ svg }) => svg);
  expect([summaryOf(results, FOLDER), ...svgs].join("\n")).not.toMatch(/NaN|undefined|Infinity/);
});

it("needs both markers, once and in order", () => {
  expect(withSection("a <!-- bench:start -->old<!-- bench:end --> b", "new")).toBe(
    "a <!-- bench:start -->\nnew\n<!-- bench:end --> b",
  );
  for (const wrong of ["", "<!-- bench:start -->", "<!-- bench:end --><!-- bench:start -->"]) {
    expect(() => withSection(wrong, "new")).toThrow(/README/);
  }
});
