import { parseArgs } from "node:util";
import { OptionError } from "../base/errors.js";
import { LATTICE_FORMATS, type LatticeFormat } from "./lattice.js";

export const COMMANDS = ["words", "lattice", "tokenize", "encode", "decode", "models"] as const;
export type Command = (typeof COMMANDS)[number];

const PLAIN_FORMATS = ["plain", "json"] as const;

export const USAGE = `tohoku-tokenizers: the tokenizers of the tohoku-nlp models

Usage: tohoku-tokenizers COMMAND [options] [FILE ...]

Reads lines of UTF-8 from the files or from standard input and writes one line for each; lattice writes several.

Commands
  words     split each line into MeCab's words    --dictionary ipadic | unidic-lite | FOLDER
  lattice   show every word that MeCab considers  the same
  tokenize  split each line into tokens           --model NAME and/or --files FOLDER
  encode    convert each line to ids              the same
  decode    convert each line of ids to text      the same
  models    list the published models

Options
  --dictionary NAME     ipadic or unidic-lite, or a folder with a dictionary compiled by MeCab
  --model NAME          a published model (to list them: tohoku-tokenizers models)
  --files FOLDER        read the model's vocab.txt, SentencePiece .model or tokenizer.json from this folder; without
                        --model, the folder also needs a tokenizer_config.json
  --format plain|json   separate items by spaces (default), or write a JSON array for each line
  --format table|json|dot|svg
                        lattice: a table (default), a JSON array for each line, a Graphviz graph or an SVG picture;
                        except in JSON, a blank line separates the lattices of two lines
  --best                lattice: only the best path
  --no-special-tokens   encode, decode: omit special tokens
  --offsets             write JSON pairs [start, end) in place of the items, in UTF-16 code units of the line
  --help, -h            show this text
  --version             show the version`;

/** A parsed command line. */
export interface CommandLine {
  readonly command: Command;
  readonly dictionary: string | undefined;
  readonly model: string | undefined;
  readonly files: string | undefined;
  readonly json: boolean;
  readonly specialTokens: boolean;
  readonly offsets: boolean;
  readonly latticeFormat: LatticeFormat;
  readonly best: boolean;
  readonly inputs: readonly string[];
}

/**
 * Parses the arguments of the program.
 *
 * @throws OptionError if they do not follow {@link USAGE}
 */
export function parseCommandLine(args: readonly string[]): CommandLine | "help" | "version" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  if (values.version) return "version";
  const [command, ...inputs] = positionals;
  if (command === undefined || !isCommand(command)) {
    throw new OptionError("command", command ?? "none", COMMANDS.join(", "));
  }
  const formats: readonly string[] = command === "lattice" ? LATTICE_FORMATS : PLAIN_FORMATS;
  const format = values.format ?? formats[0];
  if (!formats.includes(format)) throw new OptionError("--format", format, formats.join(" or "));
  if ((command === "words" || command === "lattice") && values.dictionary === undefined) {
    throw new OptionError("--dictionary", "none", "ipadic, unidic-lite or a folder");
  }
  const takesModel = command === "tokenize" || command === "encode" || command === "decode";
  if (takesModel && values.model === undefined && values.files === undefined) {
    throw new OptionError("--model", "none", "a model's name, or --files with a folder");
  }
  if (values.offsets && (command === "decode" || command === "models" || command === "lattice")) {
    throw new OptionError("--offsets", command, "words, tokenize or encode");
  }
  if (values.best && command !== "lattice") throw new OptionError("--best", command, "lattice");
  return {
    command,
    dictionary: values.dictionary,
    model: values.model,
    files: values.files,
    json: format === "json",
    specialTokens: !values["no-special-tokens"],
    offsets: values.offsets ?? false,
    latticeFormat: LATTICE_FORMATS.find((name) => name === format) ?? "table",
    best: values.best ?? false,
    inputs,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        dictionary: { type: "string" },
        model: { type: "string" },
        files: { type: "string" },
        format: { type: "string" },
        "no-special-tokens": { type: "boolean" },
        offsets: { type: "boolean" },
        best: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split(/\. |\n/)[0] : String(cause);
    throw new OptionError("command line", reason, "the options that --help lists", { cause });
  }
}

function isCommand(word: string): word is Command {
  return (COMMANDS as readonly string[]).includes(word);
}
