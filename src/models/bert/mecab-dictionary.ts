import { OptionError } from "../../base/errors.js";
import type { DictionaryName } from "../../mecab/mecab.js";
import type { MecabOptions } from "./compose-bert.js";

/**
 * The dictionary that the arguments of transformers' MecabTokenizer name: one of the package's, or a folder.
 *
 * @throws OptionError if they name another dictionary, or have an option other than -d
 */
export function dictionaryOf({ mecab_dic, mecab_option }: MecabOptions): DictionaryName | (string & {}) {
  if (mecab_dic === "ipadic") return "ipadic";
  if (mecab_dic === "unidic_lite") return "unidic-lite";
  if (mecab_dic !== null) throw new OptionError("mecab_dic", mecab_dic, '"ipadic", "unidic_lite" or null');
  const folder = FOLDER_OPTION.exec(mecab_option ?? "");
  if (!folder) throw new OptionError("mecab_option", mecab_option, '"-d FOLDER" with mecab_dic: null');
  return folder[1] ?? folder[2];
}

/** -d is the only option that changes words; -r names a file of defaults, which has no effect here. */
const FOLDER_OPTION = /^\s*(?:-r\s*\S+\s+)?(?:-d\s*|--dicdir[=\s]\s*)(?:"([^"]+)"|(\S+))(?:\s+-r\s*\S+)?\s*$/;
