import { LATTICE_FORMATS } from "./lattice.js";

/** The options of all commands. */
export type OptionName =
  | "dictionary"
  | "model"
  | "files"
  | "format"
  | "json"
  | "offsets"
  | "best"
  | "no-special-tokens"
  | "field"
  | "csv"
  | "output"
  | "resume"
  | "columns"
  | "id-type"
  | "offset-unit"
  | "max-length"
  | "truncation"
  | "padding"
  | "windows"
  | "stride"
  | "pack"
  | "newline"
  | "keep-bom"
  | "no-progress"
  | "jobs"
  | "help"
  | "version";

/** An option of a command. */
export interface OptionEntry {
  /** A word for the value in help texts; a flag has none. */
  readonly value?: string;
  /** The values that are allowed; without it any but an empty one. The first is the default. */
  readonly choices?: readonly string[];
  /** The value must be a whole number from 1 to this. */
  readonly most?: number;
  /** The option and value that a flag is short for. */
  readonly shortFor?: { readonly name: OptionName; readonly value: string };
  /** The value that another option must have, if both are given. */
  readonly needs?: { readonly name: OptionName; readonly value: string };
  /** The options of which at least one must be given too. */
  readonly with?: readonly OptionName[];
  /** The options that exclude this one. */
  readonly without?: readonly OptionName[];
  readonly about: string;
}

/** A command of the command line. Parsing, help texts and errors follow from its entry. */
export interface CommandEntry {
  readonly about: string;
  /** More for its help text. */
  readonly details?: string;
  /** The arguments after its options, in help texts. */
  readonly operands: string;
  readonly options: Readonly<Partial<Record<OptionName, OptionEntry>>>;
  /** The options of which at least one must be given. */
  readonly requires: readonly OptionName[];
  /** A command line, and what it writes if that is short. */
  readonly example: { readonly command: string; readonly output?: string };
}

export const PROGRAM = "tohoku-tokenizers";

const FILES = "[FILE ...]";
/** No model takes more ids at once. */
const MOST_LENGTH = 1_000_000;

const DICTIONARY: OptionEntry = {
  value: "NAME",
  about: "ipadic or unidic-lite, or the path or URL of a .dict file, or a folder that MeCab compiled",
};
const MODEL: OptionEntry = {
  value: "NAME",
  about: `a published model ("${PROGRAM} models" lists them), a repository of the hub, or a folder`,
};
const MODEL_FILES: OptionEntry = {
  value: "FOLDER",
  about:
    "read the model's files (vocab.txt, spiece.model, tokenizer.json ...) from here instead of the hub; without " +
    "--model, the folder's tokenizer_config.json names the class",
};
const FORMAT: OptionEntry = {
  value: "FORMAT",
  choices: ["plain", "json"],
  without: ["output"],
  about: "plain (default): spaces between items; json: a JSON array for each line",
};
const JSON_FORMAT: OptionEntry = {
  shortFor: { name: "format", value: "json" },
  about: "the same as --format json",
};
const OFFSETS: OptionEntry = {
  needs: { name: "format", value: "json" },
  about:
    "write JSON pairs [start, end] in place of the items, in UTF-16 code units of the line, or of the field's text",
};
const FIELD: OptionEntry = {
  value: "NAME",
  about:
    "the column of the texts in .csv, .parquet and Arrow files; elsewhere each line is a JSON object (.jsonl), and its " +
    "text is the string in this field",
};
/** Options of commands that read texts. */
const TEXTS = {
  field: FIELD,
  csv: { with: ["field"], about: "every input is CSV with a heading, whatever its name" },
} as const satisfies CommandEntry["options"];

/** Options of commands that write tables. */
const TABLES = {
  output: {
    value: "FILE",
    about: "write a table to a file that ends in .jsonl, .parquet or .arrow, with a row for each text",
  },
  resume: {
    with: ["output"],
    about: "go on with an output that was interrupted, with the same inputs and options",
  },
} as const satisfies CommandEntry["options"];

/** Options for the numbers of ids in a row. */
const LENGTHS = {
  "max-length": {
    value: "N",
    most: MOST_LENGTH,
    with: ["truncation", "windows", "padding", "pack"],
    about: "the number of ids in a row for the options below (default: the model's)",
  },
  truncation: { about: "cut longer rows" },
  padding: { about: "fill shorter rows with padding" },
  windows: { with: ["output"], about: "cut longer rows into several, with their special tokens" },
  stride: { value: "N", most: MOST_LENGTH, with: ["windows"], about: "the number of ids that two windows share" },
  pack: {
    with: ["output"],
    without: ["truncation", "padding", "windows"],
    about: "put the rows together and cut them into rows of --max-length ids; the last one may be shorter",
  },
} as const satisfies CommandEntry["options"];

/** Options for the columns of a table of ids. */
const COLUMNS = {
  columns: {
    value: "NAMES",
    with: ["output"],
    about:
      "input_ids, token_type_ids, attention_mask, special_tokens_mask, offset_mapping, word_ids, length, with commas " +
      "between them (default: those of the model's inputs)",
  },
  "id-type": { value: "TYPE", choices: ["int32", "uint16"], with: ["output"], about: "the type of ids; default int32" },
  "offset-unit": {
    value: "UNIT",
    choices: ["utf16", "code_point"],
    with: ["columns"],
    about: "utf16 (default): offsets count UTF-16 code units; code_point: characters, as Python counts",
  },
} as const satisfies CommandEntry["options"];

const HELP: OptionEntry = { about: "show this text (also -h)" };

/** Options of every command that reads lines. */
const READING = {
  newline: {
    value: "ENDS",
    choices: ["auto", "lf"],
    about: 'auto (default): a line ends at "\\n" or "\\r\\n"; lf: at "\\n" alone, so that "\\r" is text',
  },
  "keep-bom": { about: "read a byte order mark at the start of an input as text" },
  jobs: {
    value: "N",
    most: 256,
    about: "convert with N worker threads, each with a dictionary of its own; the output is the same (default: 1)",
  },
  "no-progress": { about: "show no progress on the terminal" },
  help: HELP,
} as const satisfies CommandEntry["options"];

const TOKENIZER = { model: MODEL, files: MODEL_FILES, format: FORMAT, json: JSON_FORMAT } as const;

export const COMMANDS = {
  words: {
    about: "split each line into MeCab's words",
    details: "The line is split as it is. Nothing is normalized.",
    operands: FILES,
    options: {
      dictionary: DICTIONARY,
      format: FORMAT,
      json: JSON_FORMAT,
      offsets: OFFSETS,
      ...TABLES,
      ...TEXTS,
      ...READING,
    },
    requires: ["dictionary"],
    example: {
      command: `echo 東京都に住む | npx ${PROGRAM} words --dictionary ipadic`,
      output: "東京 都 に 住む",
    },
  },
  lattice: {
    about: "show every word that MeCab considers, with its costs",
    details: "Except in JSON, a blank line separates the lattices of two lines.",
    operands: FILES,
    options: {
      dictionary: DICTIONARY,
      best: { about: "only the best path" },
      format: {
        value: "FORMAT",
        choices: LATTICE_FORMATS,
        about: "table (default); json: a JSON array for each line; dot: a Graphviz graph; svg: a picture",
      },
      json: JSON_FORMAT,
      ...TEXTS,
      ...READING,
    },
    requires: ["dictionary"],
    example: { command: `echo 東京都 | npx ${PROGRAM} lattice --dictionary ipadic --best` },
  },
  tokenize: {
    about: "split each line into tokens",
    operands: FILES,
    options: { ...TOKENIZER, offsets: OFFSETS, ...TABLES, ...TEXTS, ...READING },
    requires: ["model", "files"],
    example: {
      command: `echo 東京都に住む | npx ${PROGRAM} tokenize --model bert-base-japanese-char-v3`,
      output: "東 京 都 に 住 む",
    },
  },
  encode: {
    about: "convert each line to ids, with special tokens",
    operands: FILES,
    options: {
      ...TOKENIZER,
      offsets: { ...OFFSETS, without: ["output"] },
      "no-special-tokens": { about: "leave out [CLS], [SEP] and the like" },
      ...LENGTHS,
      ...TABLES,
      ...COLUMNS,
      ...TEXTS,
      ...READING,
    },
    requires: ["model", "files"],
    example: {
      command: `echo 東京都に住む | npx ${PROGRAM} encode --model bert-base-japanese-char-v3`,
      output: "2 2854 675 6109 461 738 482 3",
    },
  },
  decode: {
    about: "convert each line of ids to text",
    details:
      "The ids of a line are between spaces, or a JSON array. The text of byte models may contain a line break, which is " +
      "an error without --json: each text stays on one line.",
    operands: FILES,
    options: {
      ...TOKENIZER,
      format: {
        value: "FORMAT",
        choices: ["plain", "json"],
        about: "plain (default): the text; json: a JSON string for each line",
      },
      "no-special-tokens": { about: "leave out special tokens" },
      ...READING,
    },
    requires: ["model", "files"],
    example: {
      command: `echo 2 2854 675 3 | npx ${PROGRAM} decode --model bert-base-japanese-char-v3`,
      output: "[CLS] 東 京 [SEP]",
    },
  },
  pipe: {
    about: "encode batches for another program, as Arrow over standard input and output",
    details: "The Python module of examples/python uses it. docs/corpora.md describes the messages.",
    operands: "",
    options: { model: MODEL, files: MODEL_FILES, help: HELP },
    requires: ["model", "files"],
    example: { command: `npx ${PROGRAM} pipe --model bert-base-japanese-char-v3` },
  },
  models: {
    about: "list the published models, or describe those that are named",
    details: "A model's name may have its organisation in front: tohoku-nlp/NAME.",
    operands: "[NAME ...]",
    options: {
      format: {
        value: "FORMAT",
        choices: ["plain", "json"],
        about: "plain (default); json: a JSON object for each model",
      },
      json: JSON_FORMAT,
      help: HELP,
    },
    requires: [],
    example: { command: `npx ${PROGRAM} models bert-base-japanese-v3` },
  },
  help: {
    about: "show the options of a command, with an example",
    operands: "[COMMAND]",
    options: { help: HELP },
    requires: [],
    example: { command: `npx ${PROGRAM} help encode` },
  },
} as const satisfies Readonly<Record<string, CommandEntry>>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** The options that need no command. */
export const GLOBAL_OPTIONS = {
  help: { about: "show this text, or a command's (also -h)" },
  version: { about: "show the version" },
} as const satisfies CommandEntry["options"];

/** The entry of a command in the table. */
export function commandEntry(name: CommandName): CommandEntry {
  return COMMANDS[name];
}

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
