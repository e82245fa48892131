import { OptionError } from "../../../base/errors.js";
import { proposal } from "../../../base/nearest.js";
import { shellWords } from "./shell-words.js";

/** A setting of MeCab, and the place that it comes from. */
export interface Setting {
  readonly value: string;
  /** The place, for errors: the option as it was written, or a file with its key. */
  readonly input: string;
}

/** MeCab's settings by their long names. */
export type Settings = ReadonlyMap<string, Setting>;

interface TaggerOption {
  readonly name: string;
  readonly short: string;
  readonly takesValue: boolean;
}

const INPUT = "mecab_option";

/** The options of MeCab 0.996: the long name after the letter, and = after those that take a value. */
const OPTIONS: readonly TaggerOption[] = (
  "r:rcfile= d:dicdir= u:userdic= l:lattice-level= D:dictionary-info O:output-format-type= a:all-morphs N:nbest= " +
  "p:partial m:marginal M:max-grouping-size= F:node-format= U:unk-format= B:bos-format= E:eos-format= S:eon-format= " +
  "x:unk-feature= b:input-buffer-size= P:dump-config C:allocate-sentence t:theta= c:cost-factor= o:output= v:version " +
  "h:help"
)
  .split(" ")
  .map((option) => ({ short: option[0], name: option.slice(2).replace("=", ""), takesValue: option.endsWith("=") }));

/**
 * The settings that an option string gives. The last of equal options counts. As in MeCab, words that are no options
 * are ignored, and so is everything after `--`.
 *
 * @throws OptionError if an option is unknown, lacks its value or has one that it does not take
 */
export function taggerArguments(mecab_option: string): Settings {
  const settings = new Map<string, Setting>();
  // MeCab reads C strings, which end at U+0000.
  const words = shellWords(mecab_option, INPUT).map((word) => word.split("\0", 1)[0]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word.startsWith("-") || word === "-") continue;
    const [written, joined] = partsOf(word);
    if (written === "--") break;
    const option = OPTIONS.find(({ name, short }) => written === `--${name}` || written === `-${short}`);
    const input = `${INPUT}: ${written}`;
    if (!option) throw unknown(written);
    const { name, takesValue } = option;
    if (!takesValue) {
      if (joined !== undefined) throw new OptionError(input, word, `${written} alone: it takes no value`);
      settings.set(name, { value: "1", input });
      continue;
    }
    const value = joined ?? words[++at];
    if (value === undefined) throw new OptionError(input, "nothing", `a value after ${written}`);
    settings.set(name, { value, input });
  }
  return settings;
}

/** The option as written, without its value, and a value joined to it: `--name=value` or `-nvalue`. */
function partsOf(word: string): [written: string, joined: string | undefined] {
  if (!word.startsWith("--")) return [word.slice(0, 2), word.length > 2 ? word.slice(2) : undefined];
  const equals = word.indexOf("=");
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function unknown(written: string): OptionError {
  const near = proposal(
    written,
    OPTIONS.map(({ name }) => `--${name}`),
  );
  const known = OPTIONS.map(({ short }) => `-${short}`).join(" ");
  return new OptionError(INPUT, written, near === "" ? `MeCab's options ${known}` : `one of MeCab's options${near}`);
}
