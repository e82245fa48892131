/**
 * `npm run runtimes -- [--all] [NAME…]`: builds and runs the examples of examples/runtimes with the packed package. Without
 * names it takes those that are not marked as slow. Pages run in Node, in an imitation of a browser; `npm run browsers`
 * opens them in real ones.
 */
import { join } from "node:path";
import { chosen, examplesIn, ROOT, Runner } from "./examples.js";

const FOLDER = join(ROOT, "examples/runtimes");

async function main(args: readonly string[]): Promise<void> {
  const examples = chosen(examplesIn(FOLDER), args);
  const runner = await Runner.create();
  for (const [name, example] of examples) {
    await runner.run(join(FOLDER, name), name, example, [
      { name: "", variables: { FIXTURES: join(ROOT, "fixtures") } },
    ]);
  }
  runner.end();
}

await main(process.argv.slice(2));
