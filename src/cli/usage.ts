import { parseArgs } from "node:util";
import { OptionError } from "../base/errors.js";

export const COMMANDS = ["words", "tokenize", "encode", "decode", "models"] as const;
export type Command = (typeof COMMANDS)[number];

export const USAGE = `tohoku-tokenizers: the tokenizers of the tohoku-nlp models

Usage: tohoku-tokenizers COMMAND [options] [FILE ...]

Reads UTF-8 lines from the files or from standard input, writes one line for each.

Commands
  words     MeCab words of each line          --dictionary ipadic | unidic-lite | FOLDER
  tokenize  tokens                            --model NAME and/or --files FOLDER
  encode    ids, with special tokens          likewise
  decode    text of each line of ids          likewise
  models    the table of the published models

Options
  --dictionary NAME     a dictionary of the package, or a folder that MeCab compiled
  --model NAME          a published model (see: models)
  --files FOLDER        the folder of the model's vocab.txt, SentencePiece .model or tokenizer.json; without --model
                        also of its tokenizer_config.json
  --format plain|json   items between spaces (default), or a JSON array a line
  --no-special-tokens   encode, decode: leave out special tokens
  --offsets             instead of the items their [start, end) in UTF-16 units of the line, in JSON
  --help, --version`;

/** What a command line asks for. */
export interface CommandLine {
  readonly command: Command;
  readonly dictionary: string | undefined;
  readonly model: string | undefined;
  readonly files: string | undefined;
  readonly json: boolean;
  readonly specialTokens: boolean;
  readonly offsets: boolean;
  readonly inputs: readonly string[];
}

/** @throws OptionError where the command line is not as {@link USAGE} says */
export function parseCommandLine(args: readonly string[]): CommandLine | "help" | "version" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  if (values.version) return "version";
  const [command, ...inputs] = positionals;
  if (command === undefined || !isCommand(command)) {
    throw new OptionError("command", command ?? "none", COMMANDS.join(", "));
  }
  const format = values.format ?? "plain";
  if (format !== "plain" && format !== "json") throw new OptionError("--format", format, "plain or json");
  if (command === "words" && values.dictionary === undefined) {
    throw new OptionError("--dictionary", "none", "ipadic, unidic-lite or a folder");
  }
  const takesModel = command === "tokenize" || command === "encode" || command === "decode";
  if (takesModel && values.model === undefined && values.files === undefined) {
    throw new OptionError("--model", "none", "a model's name, or --files with a folder");
  }
  if (values.offsets && (command === "decode" || command === "models")) {
    throw new OptionError("--offsets", command, "words, tokenize or encode");
  }
  return {
    command,
    dictionary: values.dictionary,
    model: values.model,
    files: values.files,
    json: format === "json",
    specialTokens: !values["no-special-tokens"],
    offsets: values.offsets ?? false,
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
