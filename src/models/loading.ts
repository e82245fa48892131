import { OptionError } from "../base/errors.js";
import type { FileSource } from "../files/source.js";
import type { Watch } from "../files/watch.js";

/** The caller's part in a load, apart from the tokenizer's arguments. */
export class Loading {
  #isDictionaryUsed = false;

  /**
   * @param watch the receiver of the progress, and the signal that stops the load
   * @param dictionary replaces MeCab's dictionary
   * @param word_ids true if the tokenizer has to know the words of its tokens
   */
  constructor(
    readonly watch: Watch = {},
    private readonly dictionary?: FileSource,
    private readonly word_ids = false,
  ) {}

  /** True if MeCab's words are wanted even if the ids do not need them. */
  get wantsWords(): boolean {
    return this.word_ids || this.dictionary !== undefined;
  }

  /** The dictionary that replaces the one of the arguments; undefined if the caller gave none. */
  takeDictionary(): FileSource | undefined {
    this.#isDictionaryUsed = true;
    return this.dictionary;
  }

  /** @throws OptionError if the caller gave a dictionary, and the tokenizer has no MeCab that reads one */
  checkUse(): void {
    if (this.dictionary === undefined || this.#isDictionaryUsed) return;
    throw new OptionError(
      "dictionary",
      "a dictionary",
      'none: this tokenizer splits no words with MeCab; for BertJapaneseTokenizer give word_tokenizer_type: "mecab"',
    );
  }
}
