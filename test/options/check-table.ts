import { expect } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import type { OptionTable } from "../../src/base/options.js";

/** An example of an option: it must change what is observed. */
export interface Example {
  readonly value: unknown;
  /** Further options, given with and without the option. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** A value that is refused. Default: the first of some values that the table does not allow. */
  readonly bad?: unknown;
  /** Replaces the table's own way to observe, for an option that has its effect elsewhere. */
  readonly observe?: Observe;
}

/** Uses options and returns everything that they may change. */
export type Observe = (options: Readonly<Record<string, unknown>>) => unknown;

/** A table with an example of each of its options. */
export interface TableExamples {
  readonly table: OptionTable;
  readonly observe: Observe;
  readonly examples: Readonly<Record<string, Example>>;
  /** True if unknown names are kept, as in the arguments of a file. Default false. */
  readonly keepsUnknown?: boolean;
}

const STRANGE: readonly unknown[] = [-1, "no such value", 1.5, {}, [5], 7, null];

/**
 * Checks that each option of a table changes something and refuses a bad value, that an option which is missing here is
 * refused, and that a misspelt name is refused with the right one. Fails if an option has no example.
 */
export async function checkTable({ table, observe, examples, keepsUnknown = false }: TableExamples): Promise<void> {
  const present = Object.keys(table).filter((name) => !table[name].isMissing);
  expect(Object.keys(examples).sort(), "an example for each option").toEqual([...present].sort());
  for (const [name, example] of Object.entries(examples)) {
    const run = example.observe ?? observe;
    const given = { ...example.beside, [name]: example.value };
    const [before, after] = [await run({ ...example.beside }), await run(given)];
    expect(after, `${name} changes something`).not.toEqual(before);
    await refuses(run, { ...example.beside, [name]: badValue(table, name, example) }, name);
    if (!keepsUnknown) await refuses(run, { ...example.beside, [`${name}s`]: example.value }, name);
  }
  if (keepsUnknown) return;
  const missing = Object.keys(table).filter((name) => table[name].isMissing);
  for (const name of missing) await refuses(observe, { [name]: true }, name);
}

function badValue(table: OptionTable, name: string, example: Example): unknown {
  if ("bad" in example) return example.bad;
  const bad = STRANGE.find((value) => !table[name].allows(value));
  expect(bad, `${name}: a bad value, which the example must give`).toBeDefined();
  return bad;
}

/** @param named must be in the message */
async function refuses(observe: Observe, options: Readonly<Record<string, unknown>>, named: string): Promise<void> {
  let error: unknown;
  try {
    await observe(options);
  } catch (thrown) {
    error = thrown;
  }
  const label = Object.entries(options).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  expect(error, `{ ${label.join(", ")} } is refused`).toBeInstanceOf(OptionError);
  expect((error as OptionError).message).toContain(named);
}
