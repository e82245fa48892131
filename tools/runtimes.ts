/**
 * `npm run runtimes -- [--all] [NAME…]`: builds and runs the examples of examples/runtimes with the packed package. Without
 * names it takes those that are not marked as slow. Pages run in Node, in an imitation of a browser; `npm run browsers`
 * opens them in real ones.
 */
import { join } from "node:path";
import { examplesIn, ROOT, Runner } from "./examples.js";

const FOLDER = join(ROOT, "examples/runtimes");

async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => arg !== "--all");
  const examples = examplesIn(FOLDER);
  const unknown = names.find((name) => !examples.has(name));
  if (unknown !== undefined) throw new Error(`no example ${unknown}; there are ${[...examples.keys()].join(", ")}`);
  const runner = await Runner.create();
  for (const [name, example] of examples) {
    const isChosen = names.length > 0 ? names.includes(name) : args.includes("--all") || !example.slow;
    if (isChosen) await runner.run(join(FOLDER, name), name, example, [{ name: "", variables: {} }]);
  }
  runner.end();
}

await main(process.argv.slice(2));
