import { OptionError } from "../../../base/errors.js";

const SPACES: ReadonlySet<string> = new Set([" ", "\t", "\r", "\n"]);

/**
 * The words of a command line, with quotes and backslashes resolved as in a POSIX shell. Reference: `shlex.split` of
 * Python 3.11, with which fugashi splits its arguments.
 *
 * @param input the name of the command line in errors
 * @throws OptionError if a quote is not closed or a backslash is the last character
 */
export function shellWords(line: string, input: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const unit = line[at];
    if (unit === "\\" && quote !== "'") {
      const next = line[++at];
      if (next === undefined) throw new OptionError(input, line, "a character after the last backslash");
      // Between double quotes a backslash escapes only these two.
      const escapes = quote === "" || next === '"' || next === "\\";
      word = (word ?? "") + (escapes ? next : unit + next);
    } else if (quote !== "") {
      if (unit === quote) quote = "";
      else word += unit;
    } else if (unit === '"' || unit === "'") {
      quote = unit;
      word ??= "";
    } else if (!SPACES.has(unit)) {
      word = (word ?? "") + unit;
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (quote !== "") throw new OptionError(input, line, `a closing ${quote}`);
  if (word !== undefined) words.push(word);
  return words;
}
