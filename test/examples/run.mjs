/**
 * Imports each module of a list, one after the other, and prints a line of JSON for each: the lines of the block on
 * which a check failed, with what was found, or the error that ended it.
 */
import { pathToFileURL } from "node:url";

let failures = [];

/** JSON as documents write it: typed arrays as arrays, 64-bit integers as numbers. */
const json = (value) =>
  JSON.stringify(value, (_, each) => {
    if (ArrayBuffer.isView(each)) return Array.from(each);
    return typeof each === "bigint" ? Number(each) : each;
  });

globalThis.__check = (value, promised, line) => {
  let expected = promised;
  try {
    expected = JSON.stringify(JSON.parse(promised));
  } catch {
    failures.push({ line, found: json(value), expected: `${promised} (which is no JSON)` });
    return;
  }
  const found = json(value);
  if (found !== expected) failures.push({ line, found: String(found), expected });
};

// Output that an example logs without a promise is ignored.
console.log = () => undefined;

for (const module of process.argv.slice(2)) {
  failures = [];
  try {
    await import(pathToFileURL(module).href);
  } catch (error) {
    failures.push({ line: 0, found: error instanceof Error ? `${error.stack}` : String(error), expected: "no error" });
  }
  process.stdout.write(`${JSON.stringify(failures)}\n`);
}
