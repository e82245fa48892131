import { grownInt32 } from "../../base/buffers.js";
import { type SubwordModel, TokenBuffer } from "../../subwords/subword-model.js";
import { WordCache } from "../../subwords/word-cache.js";
import type { Template } from "../../tokenizer/slow/template.js";
import { NO_KEY, type WordSplitter, type WordsOfTexts } from "../../words/word-splitter.js";
import { IdBuffer, type TextIds } from "./text-ids.js";

/** The ids of texts, word by word, for subwords that depend on where words end. Those of frequent words are kept. */
export class WordIds implements TextIds {
  readonly #subwords: SubwordModel;
  /** The pieces of one word. */
  readonly #pieces = new TokenBuffer();
  readonly #cache = new WordCache();
  readonly #buffer = new IdBuffer();

  constructor(subwords: SubwordModel) {
    this.#subwords = subwords;
  }

  listOf(text: string, words: WordSplitter, template?: Template): number[] {
    this.#clear();
    const { text: changed, spans, keys, count } = words.split(text, false);
    return this.#buffer.listed(this.#encode(changed, { buffer: spans, keys }, 0, count), template);
  }

  listsOf(texts: readonly string[], words: WordSplitter, template: Template): number[][] | undefined {
    const together = words.together?.(texts);
    if (!together) return undefined;
    const lists: number[][] = [];
    while (lists.length < texts.length) {
      const first = lists.length;
      const found = together.split(first);
      let word = 0;
      for (let line = 0; line < found.lineCount; line++) {
        this.#clear();
        const last = found.wordEnds[line];
        lists.push(this.#buffer.listed(this.#encode(together.texts[first + line], found, word, last), template));
        word = last;
      }
    }
    return lists;
  }

  #clear(): void {
    this.#buffer.clear();
    this.#pieces.clear();
  }

  /** Writes the ids of the words [first, last) of a list, which are those of one text, and returns their number. */
  #encode(
    text: string,
    { buffer: spans, keys }: Pick<WordsOfTexts, "buffer"> & { readonly keys?: Int32Array | undefined },
    first: number,
    last: number,
  ): number {
    const cache = this.#cache;
    const pieces = this.#pieces;
    const subwords = this.#subwords;
    // No text has more tokens than UTF-16 code units.
    const ids = (this.#buffer.ids = grownInt32(this.#buffer.ids, text.length));
    let end = 0;
    for (let word = first; word < last; word++) {
      const key = keys ? keys[word] : NO_KEY;
      const known = key === NO_KEY ? -1 : cache.recall(key, ids, end);
      if (known >= 0) {
        end = known;
        continue;
      }
      const start = end;
      pieces.count = 0;
      subwords.encode(text, spans[2 * word], spans[2 * word + 1], pieces);
      for (let piece = 0; piece < pieces.count; piece++) ids[end++] = pieces.buffer[3 * piece];
      if (key !== NO_KEY) cache.remember(key, ids, start, end);
    }
    return end;
  }
}
