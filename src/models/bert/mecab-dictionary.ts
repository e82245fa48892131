import { OptionError } from "../../base/errors.js";
import type { DictionaryName } from "../../mecab/mecab.js";
import type { MecabOptions } from "./compose-bert.js";
import { type Settings, taggerArguments } from "./mecab/tagger-arguments.js";
import { NO_FILE, withDictionaryFile, withRcFile } from "./mecab/tagger-settings.js";

/** The formats in the dicrc of each dictionary of the package, which -O may name. */
const FORMATS: Readonly<Record<DictionaryName, readonly string[]>> = {
  ipadic: ["yomi", "simple", "chasen", "chasen2"],
  "unidic-lite": ["unidic", "chamame"],
};
const FORMAT_KEY = "node-format-";
const BUILT_IN_FORMATS = ["wakati", "none", "dump", "em"] as const;

/** True if an option string names the dictionary itself, so that `mecab_dic` does not count. */
export function namesFolder(mecab_option: string | null | undefined): boolean {
  return taggerArguments(mecab_option ?? "").get("dicdir") !== undefined;
}

/**
 * The dictionary that the arguments of transformers' MecabTokenizer name: one of the package's, or the path of a folder.
 *
 * The options of `mecab_option` are read as transformers 4.56.1, fugashi 1.5.1 and MeCab 0.996 read them. Those that do
 * not change the words of a text are accepted without effect.
 *
 * @throws OptionError if the arguments name no dictionary, or an option is unknown or changes words in a way that this
 * library does not have
 * @throws ResourceError if a folder or file that they name is not there
 */
export async function dictionaryOf({ mecab_dic, mecab_option }: MecabOptions): Promise<DictionaryName | (string & {})> {
  const given = taggerArguments(mecab_option ?? "");
  const isNamed = mecab_dic !== null;
  // With mecab_dic, transformers puts the dictionary's -d and its empty -r before the option string.
  const settings = await withRcFile(given, isNamed ? { value: NO_FILE, input: "mecab_dic" } : undefined);
  if (isNamed && !given.has("dicdir")) {
    const name = packaged(mecab_dic);
    const formats = FORMATS[name].map(
      (format) => [FORMAT_KEY + format, { value: "in dicrc", input: "dicrc" }] as const,
    );
    checkSettings(new Map([...formats, ...settings]));
    return name;
  }
  const folder = settings.get("dicdir");
  if (!folder?.value) throw new OptionError("mecab_option", mecab_option, '"-d FOLDER" with mecab_dic: null');
  const all = await withDictionaryFile(settings, folder);
  checkSettings(all);
  // A folder may have the name of a dictionary of the package.
  return /[/\\]/.test(folder.value) ? folder.value : `./${folder.value}`;
}

function packaged(mecab_dic: unknown): DictionaryName {
  if (mecab_dic === "ipadic") return "ipadic";
  if (mecab_dic === "unidic_lite" || mecab_dic === "unidic-lite") return "unidic-lite";
  const unidic =
    'mecab_dic: null with mecab_option: "-d FOLDER", the folder of PyPI\'s unidic: `python -m unidic download` fills it, ' +
    '`python -c "import unidic; print(unidic.DICDIR)"` prints it';
  throw new OptionError("mecab_dic", mecab_dic, mecab_dic === "unidic" ? unidic : '"ipadic", "unidic_lite" or null');
}

/** @throws OptionError if a setting changes words, or names an unknown output format */
function checkSettings(settings: Settings): void {
  for (const [name, { isHarmless, expected }] of Object.entries(CHANGING)) {
    const setting = settings.get(name);
    if (setting && !isHarmless(setting.value)) throw new OptionError(setting.input, setting.value, expected);
  }
  const format = settings.get("output-format-type");
  const all = [...BUILT_IN_FORMATS, ...formatsIn(settings)];
  if (format?.value && !all.includes(format.value)) {
    throw new OptionError(format.input, format.value, `a format that the dictionary has: ${all.join(", ")}`);
  }
}

function formatsIn(settings: Settings): string[] {
  const formats = [...settings].filter(([name, { value }]) => name.startsWith(FORMAT_KEY) && value !== "");
  return formats.map(([name]) => name.slice(FORMAT_KEY.length));
}

/** The settings that change the words of a text, with the values that change nothing. */
const CHANGING: Readonly<Record<string, { isHarmless(value: string): boolean; expected: string }>> = {
  userdic: {
    isHarmless: (value) => value === "",
    expected:
      "none: user dictionaries are not supported yet; add the words to the CSV files of a dictionary, compile it with " +
      "mecab-dict-index, and name its folder with -d",
  },
  partial: { isHarmless: isFalse, expected: "none: partial parsing is not supported, and crashes in fugashi" },
  "all-morphs": {
    isHarmless: isFalse,
    expected: "none: a tokenizer takes the words of the best path; MeCab.lattice(text) lists all",
  },
  "max-grouping-size": {
    // MeCab reads what is not an integer as 0, and takes 24 instead of 0.
    isHarmless: (value) => !INTEGER.test(value) || Number(value) === 0 || Number(value) === 24,
    expected: "24, the default: no other limit for groups of unknown characters is supported",
  },
};

const INTEGER = /^\s*[+-]?\d+\s*$/;

function isFalse(value: string): boolean {
  return !INTEGER.test(value) || Number(value) !== 1;
}
