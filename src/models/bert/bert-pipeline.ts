import { grownInt32, roomFor, trimmed } from "../../base/buffers.js";
import { OnceLog } from "../../base/logger.js";
import { type SubwordModel, TokenBuffer } from "../../subwords/subword-model.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
import { WordCache } from "../../subwords/word-cache.js";
import { strip } from "../../text/whitespace.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type {
  DirectEncoder,
  Framing,
  PipelineEncoder,
  PipelineVocabulary,
  SpecialTokenUser,
  WordKnowledge,
} from "../../tokenizer/slow/pipeline.js";
import { NOTHING, type Template } from "../../tokenizer/slow/template.js";
import type { SpecialTokenName, SpecialTokens } from "../../tokenizer/special-tokens.js";
import { toNfkc } from "../../words/to-nfkc.js";
import { NO_KEY, type WordSplitter, type Words } from "../../words/word-splitter.js";

const log = new OnceLog();

/** The stages of a BERT tokenizer. */
export interface BertStages {
  readonly vocabulary: Vocabulary;
  /** Makes the splitter that leaves these words alone. */
  readonly splitter: (neverSplit: ReadonlySet<string>) => WordSplitter;
  /** Undefined if words are tokens themselves. */
  readonly subwords: SubwordModel | undefined;
  /** Words that the splitter leaves alone, besides the special tokens. */
  readonly neverSplit: readonly string[];
}

/** Words, then word pieces or characters, between [CLS] and [SEP]. Reference: BertJapaneseTokenizer of transformers 4.56.1. */
export class BertPipeline
  implements PipelineVocabulary, PipelineEncoder, Framing, DirectEncoder, SpecialTokenUser, WordKnowledge
{
  readonly #stages: BertStages;
  /** Rebuilt when the special tokens change, because it leaves them alone. */
  #words: WordSplitter;
  /** The pieces of one word. */
  readonly #pieces = new TokenBuffer();
  readonly #cache = new WordCache();
  #ids: Int32Array = new Int32Array(512);

  constructor(stages: BertStages) {
    this.#stages = stages;
    this.#words = stages.splitter(new Set(stages.neverSplit));
  }

  get knowsWords(): boolean {
    return !this.#words.isJoining;
  }

  get vocab_size(): number {
    return this.#stages.vocabulary.size;
  }

  idOf(token: string): number | undefined {
    return this.#stages.vocabulary.idOf(token);
  }

  tokenOf(id: number): string | undefined {
    return this.#stages.vocabulary.tokenOf(id);
  }

  entries(): Iterable<[string, number]> {
    return this.#stages.vocabulary.entries();
  }

  tokenize(text: string): string[] {
    const { subwords } = this.#stages;
    if (!subwords) return wordsOf(this.#split(text, false));
    return this.#listed(this.#encode(text, subwords)).map((id) => subwords.tokenOf(id));
  }

  encode(text: string, tokens: Tokens): void {
    const { subwords } = this.#stages;
    if (subwords && !tokens.isAligned) {
      tokens.addIds(this.#listed(this.#encode(text, subwords)));
      return;
    }
    const words = this.#split(text, tokens.isAligned);
    const first = tokens.ids.length;
    if (subwords) this.#addPieces(words, subwords, tokens);
    else addWords(words, tokens);
    tokens.place(first, 0, words.alignment);
  }

  encodeAlone(text: string, template: Template): number[] | undefined {
    const { subwords } = this.#stages;
    return subwords && this.#listed(this.#encode(text, subwords), template);
  }

  encodeTogether(texts: readonly string[], template: Template): number[][] | undefined {
    const { subwords } = this.#stages;
    if (!subwords || subwords.wantsNfkc) return undefined;
    const together = this.#words.together?.(texts);
    if (!together) return undefined;
    const lists: number[][] = [];
    while (lists.length < texts.length) {
      const first = lists.length;
      const { lineCount, wordEnds, buffer, keys } = together.split(first);
      let word = 0;
      for (let line = 0; line < lineCount; line++) {
        this.#ids = trimmed(this.#ids);
        this.#pieces.clear();
        const end = this.#encodeWords(together.texts[first + line], buffer, keys, word, wordEnds[line], subwords);
        lists.push(this.#listed(end, template));
        word = wordEnds[line];
      }
    }
    return lists;
  }

  join(tokens: readonly string[]): string {
    return strip(tokens.join(" ").replaceAll(" ##", ""));
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    return bertTemplate(idOf);
  }

  takeSpecialTokens(special: SpecialTokens): void {
    const { splitter, neverSplit } = this.#stages;
    this.#words = splitter(new Set([...neverSplit, ...special.byContent.keys()]));
  }

  files(): ReadonlyMap<string, string> {
    const { vocabulary } = this.#stages;
    if (!vocabulary.isConsecutive) {
      log.warn(
        "vocab.txt",
        "the vocabulary has duplicate lines; it is saved without them, which gives later tokens other ids",
      );
    }
    return new Map([["vocab.txt", vocabulary.toFile()]]);
  }

  #split(text: string, align: boolean): Words {
    const words = this.#words.split(text, align);
    return this.#stages.subwords?.wantsNfkc ? toNfkc(words) : words;
  }

  /** Writes the ids of a text to the buffer and returns their number. */
  #encode(text: string, subwords: SubwordModel): number {
    this.#ids = trimmed(this.#ids);
    this.#pieces.clear();
    const unsplit = subwords.ignoresWords ? this.#words.unsplit?.(text) : undefined;
    if (unsplit === undefined) {
      const { text: changed, spans, keys, count } = this.#split(text, false);
      return this.#encodeWords(changed, spans, keys, 0, count, subwords);
    }
    const pieces = this.#pieces;
    const ids = (this.#ids = grownInt32(this.#ids, unsplit.length));
    subwords.encode(unsplit, 0, unsplit.length, pieces);
    for (let piece = 0; piece < pieces.count; piece++) ids[piece] = pieces.buffer[3 * piece];
    return pieces.count;
  }

  /** Writes the ids of the words [first, count) of a list, which are words of one text, and returns their number. */
  #encodeWords(
    text: string,
    spans: Uint32Array,
    keys: Int32Array | undefined,
    first: number,
    count: number,
    subwords: SubwordModel,
  ): number {
    const cache = this.#cache;
    const pieces = this.#pieces;
    // No text has more tokens than UTF-16 code units.
    const ids = (this.#ids = grownInt32(this.#ids, text.length));
    let end = 0;
    for (let word = first; word < count; word++) {
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

  /** The first ids of the buffer in a new list, with a template's ids around them. */
  #listed(count: number, { prefix, suffix }: Template = NOTHING): number[] {
    const ids = this.#ids;
    const list = roomFor(prefix.length + count + suffix.length);
    let to = 0;
    for (let at = 0; at < prefix.length; at++) list[to++] = prefix[at];
    for (let at = 0; at < count; at++) list[to++] = ids[at];
    for (let at = 0; at < suffix.length; at++) list[to++] = suffix[at];
    return list;
  }

  #addPieces({ text, spans, count }: Words, subwords: SubwordModel, tokens: Tokens): void {
    const pieces = this.#pieces;
    pieces.clear();
    for (let word = 0; word < 2 * count; word += 2) {
      tokens.wordCount++;
      pieces.count = 0;
      subwords.encode(text, spans[word], spans[word + 1], pieces);
      const { buffer } = pieces;
      for (let at = 0; at < 3 * pieces.count; at += 3) tokens.add(buffer[at], buffer[at + 1], buffer[at + 2]);
    }
  }
}

/** [CLS] A [SEP], and [CLS] A [SEP] B [SEP]. */
export function bertTemplate(idOf: (name: SpecialTokenName) => number): Template {
  const separator = [idOf("sep_token")];
  return { prefix: [idOf("cls_token")], middle: separator, suffix: separator, secondTypeId: 1 };
}

function wordsOf({ text, spans, count }: Words): string[] {
  return Array.from({ length: count }, (_, word) => text.slice(spans[2 * word], spans[2 * word + 1]));
}

function addWords(words: Words, tokens: Tokens): void {
  const { spans } = words;
  wordsOf(words).forEach((word, at) => {
    tokens.wordCount++;
    tokens.addString(word, spans[2 * at], spans[2 * at + 1]);
  });
}
