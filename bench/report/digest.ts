import { table } from "../markdown.js";
import { highlightsOf, ratioText } from "./comparisons.js";
import { conditionsOf, type Results } from "./results.js";

/** Returns the generated section of README.md: the ratios that matter most. */
export function digestOf(results: Results): string {
  const rows = highlightsOf(results).map(({ task, peer, ratio }) => [task, peer, ratioText(ratio)]);
  const note = `${conditionsOf(results)} [All figures, charts and methods](docs/benchmark.md).`;
  return `${table(["task", "compared with", "times as fast"], rows, 2)}\n\n${note}`;
}
