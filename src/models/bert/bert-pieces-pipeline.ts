import type { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import type { FileContents } from "../../tokenizer/saved-files.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type {
  Framing,
  PipelineEncoder,
  PipelineVocabulary,
  SpecialTokenUser,
  UnknownPiece,
} from "../../tokenizer/slow/pipeline.js";
import type { Template } from "../../tokenizer/slow/template.js";
import type { SpecialTokenName, SpecialTokens } from "../../tokenizer/special-tokens.js";
import type { WordSplitter } from "../../words/word-splitter.js";
import { type BertStages, bertTemplate } from "./bert-pipeline.js";
import { alignedPiecesOf, piecesOf } from "./pieces-of-word.js";

/** The stages of a BERT tokenizer whose words are cut into SentencePiece's pieces. */
export interface BertPiecesStages extends Pick<BertStages, "splitter" | "neverSplit"> {
  readonly sentencePiece: SentencePiece;
  /** The model's file, which is saved unchanged. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array };
}

/**
 * Words, then the pieces of each word alone, between [CLS] and [SEP]. Reference: BertJapaneseTokenizer of transformers
 * 4.56.1 with `subword_tokenizer_type="sentencepiece"`.
 */
export class BertPiecesPipeline
  implements PipelineVocabulary, PipelineEncoder, Framing, UnknownPiece, SpecialTokenUser
{
  readonly #stages: BertPiecesStages;
  readonly #model: SentencePiece;
  /** Rebuilt when the special tokens change, because it leaves them alone. */
  #words: WordSplitter;

  constructor(stages: BertPiecesStages) {
    this.#stages = stages;
    this.#model = stages.sentencePiece;
    this.#words = stages.splitter(new Set(stages.neverSplit));
  }

  get vocab_size(): number {
    return this.#model.size;
  }

  get unknownId(): number {
    return this.#model.unkId;
  }

  idOf(token: string): number | undefined {
    const id = this.#model.idOf(token);
    return id >= 0 && this.#model.pieceOf(id) === token ? id : undefined;
  }

  /** @throws OptionError if there is no such id, as SentencePiece raises IndexError */
  tokenOf(id: number): string {
    return this.#model.pieceOf(id);
  }

  *entries(): Iterable<[string, number]> {
    for (let id = 0; id < this.#model.size; id++) yield [this.#model.pieceOf(id), id];
  }

  tokenize(text: string): string[] {
    const { text: made, spans, count } = this.#words.split(text, false);
    const tokens: string[] = [];
    for (let word = 0; word < 2 * count; word += 2) {
      for (const piece of piecesOf(made.slice(spans[word], spans[word + 1]), this.#model)) tokens.push(piece);
    }
    return tokens;
  }

  encode(text: string, tokens: Tokens): void {
    if (!tokens.isAligned) {
      for (const piece of this.tokenize(text)) tokens.addString(piece, 0, 0);
      return;
    }
    const { text: made, spans, count, alignment } = this.#words.split(text, true);
    const first = tokens.ids.length;
    for (let word = 0; word < 2 * count; word += 2) {
      const from = spans[word];
      tokens.wordCount++;
      for (const { piece, start, end } of alignedPiecesOf(made.slice(from, spans[word + 1]), this.#model)) {
        tokens.addString(piece, from + start, from + end);
      }
    }
    tokens.place(first, 0, alignment);
  }

  join(tokens: readonly string[]): string {
    return this.#model.decode(tokens);
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    return bertTemplate(idOf);
  }

  takeSpecialTokens(special: SpecialTokens): void {
    const { splitter, neverSplit } = this.#stages;
    this.#words = splitter(new Set([...neverSplit, ...special.byContent.keys()]));
  }

  files(): FileContents {
    const { name, bytes } = this.#stages.file;
    return new Map([[name, bytes]]);
  }
}
