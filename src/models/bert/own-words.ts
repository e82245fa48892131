import { loadOwnOr, type OwnDictionary } from "../../mecab/own-dictionary.js";
import { Segmenter } from "../../mecab/segmenter.js";
import type { Loading } from "../loading.js";
import type { BertSettings, MakeSplitter } from "./compose-bert.js";
import { joinedWords, needsNoWords } from "./joined-words.js";
import { wordsOfMecab } from "./words-of-mecab.js";

/** The words of MeCab with a dictionary of the package, or the one that the caller gives in its place. */
export function ownWords(own: OwnDictionary): (settings: BertSettings, loading: Loading) => Promise<MakeSplitter> {
  return async (settings, loading) => {
    if (needsNoWords(settings) && !loading.wantsWords) return joinedWords;
    return wordsOfMecab(new Segmenter(await loadOwnOr(own, loading.takeDictionary(), loading.watch)), settings);
  };
}
