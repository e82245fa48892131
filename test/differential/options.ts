import { parseArgs } from "node:util";

/** Names for --only of the parts that are not in parts.ts. They bring their own inputs. */
export const PUBLISHED = "published";
export const DICTIONARIES = "dictionaries";
export const MODELS = "models";
export const UNIGRAMS = "unigrams";
export const JSONS = "jsons";
export const CALLS = "calls";
export const SAVING = "saving";
const OTHER_PARTS = [CALLS, SAVING, PUBLISHED, DICTIONARIES, MODELS, UNIGRAMS, JSONS];

const COUNTS = {
  adversarial: "1000000",
  calls: "20000",
  dictionaries: "500",
  models: "2000",
  strings: "100",
  seed: "1",
} as const;

type Counts = { readonly [Name in keyof typeof COUNTS]: number };

export interface Options extends Counts {
  /** True to compare the texts of the corpus alone. */
  readonly corpusOnly: boolean;
  /** Names of the parts to compare. */
  readonly chosen: ReadonlySet<string>;
}

/** @param textParts names of the parts of parts.ts */
export function usage(textParts: readonly string[]): string {
  return `Usage: npm run differential -- [options]

Compares the package with its Python references on the same inputs, and prints a table of differences
with the smallest input of each. Exits with 1 if anything differs.

Options:
  --only PART         compare this part only; may be given more than once (parts: see below)
  --adversarial N     generated texts for each part that takes texts (default: ${COUNTS.adversarial})
  --calls N           random calls for each tokenizer (default: ${COUNTS.calls})
  --dictionaries N    random dictionaries (default: ${COUNTS.dictionaries})
  --models N          random models of each kind (default: ${COUNTS.models})
  --strings N         texts for each random dictionary or model (default: ${COUNTS.strings})
  --seed N            seed of everything random (default: ${COUNTS.seed})
  --corpus-only       compare the texts of the corpus, and nothing generated
  -h, --help          show this text

The first run makes a Python 3.11 environment in .venv. TOHOKU_SHARED names a folder with corpus/*.txt and
vocab/<name>/vocab.txt; parts that need a missing file are left out.

Parts that take texts:
${wrapped(textParts)}

Other parts:
${wrapped(OTHER_PARTS)}`;
}

function wrapped(names: readonly string[]): string {
  const lines = names.join(", ").match(/.{1,100}(?:, |$)/g) ?? [];
  return lines.map((line) => `  ${line.trimEnd()}`).join("\n");
}

/**
 * Reads the command line.
 *
 * @param textParts names of the parts of parts.ts
 * @returns "help" if the usage text is asked for
 * @throws Error with one line that says what is wrong
 */
export function readOptions(args: readonly string[], textParts: readonly string[]): Options | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const counts = Object.fromEntries(
    Object.keys(COUNTS).map((name) => [name, wholeNumber(name, values[name as keyof Counts])]),
  ) as Counts;
  const known = [...textParts, ...OTHER_PARTS];
  const unknown = values.only?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: expected a part that the usage text lists`);
  return { ...counts, corpusOnly: values["corpus-only"], chosen: new Set(values.only ?? known) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        only: { type: "string", multiple: true },
        adversarial: { type: "string", default: COUNTS.adversarial },
        calls: { type: "string", default: COUNTS.calls },
        dictionaries: { type: "string", default: COUNTS.dictionaries },
        models: { type: "string", default: COUNTS.models },
        strings: { type: "string", default: COUNTS.strings },
        seed: { type: "string", default: COUNTS.seed },
        "corpus-only": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (cause) {
    // Node adds advice to the sentence that names the option.
    throw new Error(cause instanceof Error ? cause.message.split(/\. |\n/)[0] : String(cause), { cause });
  }
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`--${name} ${value}: expected a whole number`);
  return Number(value);
}
