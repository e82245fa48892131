import { OnceLog } from "../../base/logger.js";
import { type SubwordModel, TokenBuffer } from "../../subwords/subword-model.js";
import type { Vocabulary } from "../../subwords/vocabulary.js";
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
import type { Template } from "../../tokenizer/slow/template.js";
import type { SpecialTokenName, SpecialTokens } from "../../tokenizer/special-tokens.js";
import { toNfkc } from "../../words/to-nfkc.js";
import type { WordSplitter, Words } from "../../words/word-splitter.js";
import type { TextIds } from "./text-ids.js";

const log = new OnceLog();

/** The stages of a BERT tokenizer. */
export interface BertStages {
  readonly vocabulary: Vocabulary;
  /** Makes the splitter that leaves these words alone. */
  readonly splitter: (neverSplit: ReadonlySet<string>) => WordSplitter;
  /** Undefined if words are tokens themselves. */
  readonly subwords: SubwordModel | undefined;
  /** The ids of those subwords. */
  readonly textIds: TextIds | undefined;
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
    const { subwords, textIds } = this.#stages;
    if (!subwords || !textIds) return wordsOf(this.#split(text, false));
    return textIds.listOf(text, this.#words).map((id) => subwords.tokenOf(id));
  }

  encode(text: string, tokens: Tokens): void {
    const { subwords, textIds } = this.#stages;
    if (textIds && !tokens.isAligned) {
      tokens.addIds(textIds.listOf(text, this.#words));
      return;
    }
    const words = this.#split(text, tokens.isAligned);
    const first = tokens.ids.length;
    if (subwords) this.#addPieces(words, subwords, tokens);
    else addWords(words, tokens);
    tokens.place(first, 0, words.alignment);
  }

  encodeAlone(text: string, template: Template): number[] | undefined {
    return this.#stages.textIds?.listOf(text, this.#words, template);
  }

  encodeTogether(texts: readonly string[], template: Template): number[][] | undefined {
    return this.#stages.textIds?.listsOf?.(texts, this.#words, template);
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
