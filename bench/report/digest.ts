import { table } from "../markdown.js";
import { highlightsOf, rangesOf } from "./comparisons.js";
import { conditionsOf, otherConditionsOf, type SavedRuns } from "./results.js";

/** Returns the generated section of README.md: the ratios that matter most. */
export function digestOf(runs: SavedRuns): string {
  const ranges = rangesOf(runs);
  const rows = highlightsOf(runs.latest).map((each) => [each.task, each.peer, ranges.textOf(each)]);
  const others = otherConditionsOf(runs);
  const note = `${conditionsOf(runs.latest)} ${others === "" ? "" : `${others} `}[All figures, charts and methods](docs/benchmark.md).`;
  return `${table(["task", "compared with", "times as fast"], rows, 2)}\n\n${note}`;
}
