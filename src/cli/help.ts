import { twoColumns, WIDTH, wrap } from "./columns.js";
import {
  COMMAND_NAMES,
  type CommandEntry,
  type CommandName,
  commandEntry,
  GLOBAL_OPTIONS,
  PROGRAM,
} from "./commands.js";

/** The text about the program, or about one of its commands, from the table of commands. */
export function helpText(command?: CommandName): string {
  return (command === undefined ? programHelp() : commandHelp(command)).join("\n");
}

function programHelp(): string[] {
  return [
    `${PROGRAM}: the tokenizers of the tohoku-nlp models`,
    "",
    `Usage: ${PROGRAM} COMMAND [options] [FILE ...]`,
    "",
    ...wrap(
      "Reads lines of UTF-8 from the files or from standard input (also -) and writes one line for each, in order; " +
        "lattice writes several.",
    ),
    "",
    "Commands",
    ...twoColumns(
      COMMAND_NAMES.map((name) => [name, commandEntry(name).about]),
      "  ",
    ),
    "",
    "Options",
    ...optionRows(GLOBAL_OPTIONS),
    "",
    `Each command has its own options: ${PROGRAM} help COMMAND`,
    "",
    "Exit codes: 0 success, 1 bad data or a failure to write, 2 wrong usage or a",
    "missing file. TOHOKU_TOKENIZERS_DEBUG=1 shows where an error comes from.",
  ];
}

function commandHelp(command: CommandName): string[] {
  const { about, details, operands, options, requires, example } = commandEntry(command);
  const required = requires.length === 0 ? [""] : requires.map((name) => ` --${name} ${options[name]?.value}`);
  const usages = required.map((option) => `${PROGRAM} ${command}${option} [options] ${operands}`);
  return [
    ...wrap(`${PROGRAM} ${command}: ${about}`),
    "",
    ...usages.map((usage, at) => `${at === 0 ? "Usage:" : "      "} ${usage}`),
    ...(details === undefined ? [] : ["", ...wrap(details)]),
    "",
    "Options",
    ...optionRows(options),
    "",
    "Example",
    ...exampleLines(example.command),
    ...(example.output === undefined ? [] : [`  ${example.output}`]),
  ];
}

/** A command, broken before the program and, if that is not enough for a terminal, before its last option. */
export function exampleLines(command: string): string[] {
  const lines = `  ${command}`.replace("| npx", "| \\\n    npx").split("\n");
  return lines.flatMap((line) => {
    const option = line.lastIndexOf(" --");
    return line.length <= WIDTH ? [line] : [`${line.slice(0, option)} \\`, `      ${line.slice(option + 1)}`];
  });
}

function optionRows(options: CommandEntry["options"]): string[] {
  const rows = Object.entries(options).map(([name, { value, about }]) => {
    return [value === undefined ? `--${name}` : `--${name} ${value}`, about] as const;
  });
  return twoColumns(rows, "  ");
}
