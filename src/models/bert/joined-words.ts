import { OptionError } from "../../base/errors.js";
import { JoinedWords } from "../../words/joined-words.js";
import type { Loading } from "../loading.js";
import type { BertSettings, MakeSplitter } from "./compose-bert.js";

/** MeCab's words, not told apart. */
export const joinedWords: MakeSplitter = () => new JoinedWords();

/** True if the text is normalized to NFKC before MeCab reads it. As in the reference, null means no. */
export function normalizesText({ mecab_kwargs }: BertSettings): boolean {
  const normalize_text = mecab_kwargs?.normalize_text;
  return normalize_text === undefined || Boolean(normalize_text);
}

/**
 * True if the ids of a tokenizer with MeCab's words do not depend on where they end: with characters, of a text in NFKC.
 * Words are lower-cased each on its own, because of the final sigma.
 */
export function needsNoWords(settings: BertSettings): boolean {
  return needFor(settings) === undefined;
}

/**
 * MeCab's words for a tokenizer without MeCab.
 *
 * @throws OptionError if an argument needs to know where words end
 */
export function onlyJoined(settings: BertSettings, loading: Loading): MakeSplitter {
  const need = loading.wantsWords ? (["dictionary", "a dictionary", "none"] as const) : needFor(settings);
  if (!need) return joinedWords;
  const [name, value, expected] = need;
  throw new OptionError(name, value, `${expected}; from_pretrained has MeCab`);
}

/** The argument that needs to know where words end, with its value and one that does not; undefined if there is none. */
function needFor(settings: BertSettings): readonly [name: string, value: unknown, expected: string] | undefined {
  const { subword_tokenizer_type, do_subword_tokenize, do_lower_case, mecab_kwargs } = settings;
  if (subword_tokenizer_type !== "character") return ["subword_tokenizer_type", subword_tokenizer_type, "character"];
  if (!do_subword_tokenize) return ["do_subword_tokenize", do_subword_tokenize, "true"];
  if (do_lower_case) return ["do_lower_case", do_lower_case, "false"];
  return normalizesText(settings) ? undefined : ["normalize_text", mecab_kwargs?.normalize_text, "true"];
}
