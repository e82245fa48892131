import { OnceLog } from "../logger.js";
import { type SubwordModel, TokenBuffer } from "../subwords/subword-model.js";
import type { Vocabulary } from "../subwords/vocabulary.js";
import { strip } from "../text/whitespace.js";
import type { Pipeline, Template } from "../tokenizer/pipeline.js";
import type { Tokens } from "../tokenizer/sequence.js";
import type { SpecialTokenName, SpecialTokens } from "../tokenizer/special-tokens.js";
import { toNfkc } from "../words/to-nfkc.js";
import type { WordSplitter, Words } from "../words/word-splitter.js";

const log = new OnceLog();

/** The stages of a BERT tokenizer. */
export interface BertStages {
  readonly vocabulary: Vocabulary;
  readonly words: WordSplitter;
  /** Undefined where words are tokens themselves. */
  readonly subwords: SubwordModel | undefined;
  /** Words that the splitter leaves alone; the special tokens are kept in it. */
  readonly neverSplit: Set<string>;
}

/**
 * Words, then their pieces, between [CLS] and [SEP]. Reference: BertJapaneseTokenizer of transformers 4.56.1.
 */
export class BertPipeline implements Pipeline {
  readonly #stages: BertStages;
  readonly #neverSplitAlways: readonly string[];
  readonly #buffer = new TokenBuffer();

  constructor(stages: BertStages) {
    this.#stages = stages;
    this.#neverSplitAlways = [...stages.neverSplit];
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
    const words = this.#split(text, false);
    if (!subwords) return wordsOf(words);
    const { buffer, count } = this.#encodeWords(words, subwords);
    return Array.from({ length: count }, (_, at) => subwords.tokenOf(buffer[3 * at]));
  }

  encode(text: string, tokens: Tokens): void {
    const { subwords } = this.#stages;
    const words = this.#split(text, tokens.isAligned);
    const first = tokens.ids.length;
    if (!subwords) addWords(words, tokens);
    else if (tokens.isAligned) this.#addPieces(words, subwords, tokens);
    else tokens.addIds(this.#encodeWords(words, subwords).ids());
    tokens.place(first, 0, words.alignment);
  }

  join(tokens: readonly string[]): string {
    return strip(tokens.join(" ").replaceAll(" ##", ""));
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    const separator = [idOf("sep_token")];
    return { prefix: [idOf("cls_token")], middle: separator, suffix: separator, secondTypeId: 1 };
  }

  specialTokensChanged(special: SpecialTokens): void {
    const { neverSplit } = this.#stages;
    neverSplit.clear();
    for (const token of [...this.#neverSplitAlways, ...special.contents()]) neverSplit.add(token);
  }

  files(): ReadonlyMap<string, string> {
    const { vocabulary } = this.#stages;
    if (!vocabulary.isConsecutive) {
      log.warn("vocab.txt", "the vocabulary has equal lines: saved without them, it gives the tokens behind other ids");
    }
    return new Map([["vocab.txt", vocabulary.toFile()]]);
  }

  #split(text: string, align: boolean): Words {
    const { words, subwords } = this.#stages;
    const split = words.split(text, align);
    return subwords?.wantsNfkc ? toNfkc(split) : split;
  }

  #encodeWords({ text, spans, count }: Words, subwords: SubwordModel): TokenBuffer {
    const buffer = this.#buffer;
    buffer.count = 0;
    for (let at = 0; at < 2 * count; at += 2) subwords.encode(text, spans[at], spans[at + 1], buffer);
    return buffer;
  }

  #addPieces({ text, spans, count }: Words, subwords: SubwordModel, tokens: Tokens): void {
    const pieces = this.#buffer;
    for (let word = 0; word < 2 * count; word += 2) {
      tokens.wordCount++;
      pieces.count = 0;
      subwords.encode(text, spans[word], spans[word + 1], pieces);
      const { buffer } = pieces;
      for (let at = 0; at < 3 * pieces.count; at += 3) tokens.add(buffer[at], buffer[at + 1], buffer[at + 2]);
    }
  }
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
