import { OptionError } from "../base/errors.js";
import { nearest } from "../base/nearest.js";
import {
  COMMAND_NAMES,
  type CommandEntry,
  type CommandName,
  commandEntry,
  GLOBAL_OPTIONS,
  isCommand,
  type OptionEntry,
  type OptionName,
  PROGRAM,
} from "./commands.js";

/** A parsed command line. */
export interface Request {
  readonly command: CommandName | "version";
  /** The given options with their values; the value of a flag is "". */
  readonly options: ReadonlyMap<OptionName, string>;
  /** The arguments that are no options: files, or names. */
  readonly operands: readonly string[];
}

/** An option as it is written, with the value after "=" or in the next argument. */
interface Given {
  readonly written: string;
  readonly name: string;
  readonly value: string | undefined;
}

/** The options of all commands by name. An option of several commands takes a value in all of them or in none. */
const ALL_OPTIONS: ReadonlyMap<string, OptionEntry> = new Map(
  [...COMMAND_NAMES.map((name) => commandEntry(name).options), GLOBAL_OPTIONS].flatMap((options) =>
    Object.entries(options),
  ),
);

/**
 * Parses the arguments of the program by the table of commands. `--help` asks for help whatever else is given.
 *
 * @throws OptionError if they do not follow the table
 */
export function parseCommandLine(args: readonly string[]): Request {
  const { given, words } = separate(args);
  const asksFor = (name: OptionName): boolean => given.some((option) => option.name === name);
  const [first, ...operands] = words;
  if (asksFor("help")) {
    return { command: "help", options: new Map(), operands: first === undefined ? [] : [commandNamed(first)] };
  }
  const stranger = given.find(({ name }) => !ALL_OPTIONS.has(name));
  if (stranger) throw unknownOption(stranger, first !== undefined && isCommand(first) ? first : undefined);
  if (asksFor("version")) return { command: "version", options: new Map(), operands: [] };
  if (first === undefined) throw new OptionError("command", "none", `one of ${COMMAND_NAMES.join(", ")}${seeHelp()}`);
  const command = commandNamed(first);
  const options = optionsOf(command, given);
  return { command, options, operands: command === "help" ? operands.map(commandNamed) : operands };
}

/**
 * Checks the name of a command.
 *
 * @throws OptionError that proposes the nearest name
 */
function commandNamed(name: string): CommandName {
  if (isCommand(name)) return name;
  const near = nearest(name, [...COMMAND_NAMES, "--version"]);
  const proposal = near === undefined ? "" : `; did you mean ${near}?`;
  throw new OptionError("command", name, `one of ${COMMAND_NAMES.join(", ")}${proposal || seeHelp()}`);
}

/** Separates the options from the other arguments. "--" ends the options; "-" is standard input. */
function separate(args: readonly string[]): { readonly given: readonly Given[]; readonly words: readonly string[] } {
  const given: Given[] = [];
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === "--") {
      words.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      words.push(arg);
      continue;
    }
    const equals = arg.indexOf("=");
    const written = equals < 0 ? arg : arg.slice(0, equals);
    const name = written === "-h" ? "help" : written.startsWith("--") ? written.slice(2) : written;
    let value = equals < 0 ? undefined : arg.slice(equals + 1);
    const next = args[at + 1];
    const takesNext = value === undefined && ALL_OPTIONS.get(name)?.value !== undefined;
    if (takesNext && next !== undefined && (next === "-" || !next.startsWith("-"))) {
      value = next;
      at++;
    }
    given.push({ written, name, value });
  }
  return { given, words };
}

/** Checks the options of a command against its entry in the table. */
function optionsOf(command: CommandName, given: readonly Given[]): Map<OptionName, string> {
  const entry = commandEntry(command);
  const options = new Map<OptionName, string>();
  for (const option of given) {
    if (!hasOption(entry, option.name)) throw unknownOption(option, command);
    const { shortFor, ...kind } = entry.options[option.name] ?? { about: "" };
    const value = checkedValue(option, kind, command);
    const name = shortFor?.name ?? option.name;
    if (options.has(name)) throw new OptionError(option.written, `--${name} twice`, `it once${seeHelp(command)}`);
    options.set(name, shortFor?.value ?? value);
  }
  if (entry.requires.length > 0 && !entry.requires.some((name) => options.has(name))) {
    const wanted = entry.requires.map((name) => `--${name} ${entry.options[name]?.value}`).join(" or ");
    const missing = entry.requires.map((name) => `no --${name}`).join(" and ");
    throw new OptionError(command, missing, `${wanted}${seeHelp(command)}`);
  }
  for (const name of options.keys()) checkOthers(name, entry, options, command);
  return options;
}

/** @throws OptionError if an option does not go together with the others */
function checkOthers(
  name: OptionName,
  entry: CommandEntry,
  options: ReadonlyMap<OptionName, string>,
  command: CommandName,
): void {
  const { needs, with: company, without } = entry.options[name] ?? { about: "" };
  const other = needs && options.get(needs.name);
  if (needs && other !== undefined && other !== needs.value) {
    throw new OptionError(`--${needs.name}`, other, `${needs.value} with --${name}${seeHelp(command)}`);
  }
  if (company && !company.some((each) => options.has(each))) {
    const wanted = company.map((each) => `--${each}`).join(" or ");
    throw new OptionError(`--${name}`, "it alone", `${wanted} with it${seeHelp(command)}`);
  }
  const excluded = without?.find((each) => options.has(each));
  if (excluded === undefined) return;
  throw new OptionError(`--${name}`, `it with --${excluded}`, `one of the two${seeHelp(command)}`);
}

function hasOption(entry: CommandEntry, name: string): name is OptionName {
  return Object.hasOwn(entry.options, name);
}

/** @throws OptionError if a flag has a value, or another option has none or one that it does not allow */
function checkedValue({ written, value }: Given, kind: OptionEntry, command: CommandName): string {
  if (kind.value === undefined) {
    if (value !== undefined) throw new OptionError(written, value, `no value: it is a flag${seeHelp(command)}`);
    return "";
  }
  const number = kind.most === undefined ? undefined : `a whole number from 1 to ${kind.most}`;
  const allowed = kind.choices?.join(" or ") ?? number ?? `a value: ${written} ${kind.value}`;
  if (value === undefined || value === "") throw new OptionError(written, "nothing", `${allowed}${seeHelp(command)}`);
  if (kind.choices !== undefined && !kind.choices.includes(value)) {
    const near = nearest(value, kind.choices);
    throw new OptionError(written, value, near ? `${allowed}; did you mean ${near}?` : `${allowed}${seeHelp(command)}`);
  }
  if (kind.most !== undefined && !(/^[1-9]\d*$/.test(value) && Number(value) <= kind.most)) {
    throw new OptionError(written, value, `${allowed}${seeHelp(command)}`);
  }
  return value;
}

function unknownOption({ written, name }: Given, command: CommandName | undefined): OptionError {
  const names = command === undefined ? [...ALL_OPTIONS.keys()] : Object.keys(commandEntry(command).options);
  const letters = name.replace(/^-+/, "");
  const near = ALL_OPTIONS.has(name) ? undefined : (names.find(startsWith(letters)) ?? nearest(letters, names));
  const known = `one of ${command === undefined ? "the" : "its"} options ${names.map((each) => `--${each}`).join(", ")}`;
  const expected = near === undefined ? `${known}${seeHelp(command)}` : `a known option; did you mean --${near}?`;
  return new OptionError(command ?? "option", written, expected);
}

/** True for names that begin with the letters, so that an abbreviation finds its option. */
function startsWith(letters: string): (name: string) => boolean {
  return (name) => letters !== "" && name.startsWith(letters.toLowerCase());
}

function seeHelp(command?: CommandName): string {
  return `; see: ${PROGRAM} help${command === undefined ? "" : ` ${command}`}`;
}
