/** Runs the tests of the goldens, whose files a server has. */
import { startTests } from "@vitest/runner";
import { fill } from "./node/fs.mjs";
import { TESTS } from "./tests.mjs";

/** The settings of vitest that its runner reads. */
const CONFIG = {
  root: "/",
  setupFiles: [],
  tags: [],
  passWithNoTests: false,
  allowOnly: false,
  retry: 0,
  maxConcurrency: 1,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  chaiConfig: {},
  sequence: { concurrent: false, hooks: "stack", setupFiles: "list", shuffle: false, seed: 1 },
};

/** The tests that passed, were skipped and failed. */
export async function results() {
  const names = await (await fetch("files.json")).json();
  const read = async (name) => [name, new Uint8Array(await (await fetch(name.slice(1))).arrayBuffer())];
  fill(await Promise.all(names.map(read)));
  const specifications = Object.keys(TESTS).map((filepath) => ({ filepath, testLocations: undefined }));
  const files = await startTests(specifications, { config: CONFIG, importFile: (path) => TESTS[path]() });
  const passed = [];
  const skipped = [];
  const failed = [];
  const add = (task, before) => {
    const name = `${before} > ${task.name}`;
    const errors = task.result?.errors ?? [];
    if (errors.length > 0) failed.push(`${name}: ${errors.map(({ message }) => message)}`.slice(0, 500));
    else if (task.type === "test") (task.result?.state === "pass" ? passed : skipped).push(name);
    for (const inner of task.tasks ?? []) add(inner, name);
  };
  for (const file of files) add(file, "");
  return { passed, skipped, failed };
}
