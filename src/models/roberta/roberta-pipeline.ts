import { OptionError } from "../../base/errors.js";
import type { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { compose } from "../../text/alignment.js";
import { strip } from "../../text/whitespace.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type { Pipeline, Template } from "../../tokenizer/slow/pipeline.js";
import type { SpecialTokenName, SpecialTokens } from "../../tokenizer/special-tokens.js";
import { alignJoined, joinWords } from "../../words/join-words.js";
import type { WordSplitter } from "../../words/word-splitter.js";
import { ESCAPED_SPACE, type VocabularyFile } from "../sentencepiece/sentencepiece-pipeline.js";

/** The stages of a tokenizer whose words are joined by spaces and cut into the pieces of a SentencePiece model. */
export interface RobertaStages {
  readonly words: WordSplitter;
  readonly model: SentencePiece;
  readonly file: VocabularyFile;
  /** Words that the splitter leaves alone; the special tokens are kept in it. */
  readonly neverSplit: Set<string>;
}

/** The first ids are those of fairseq's own tokens; the pieces from the fourth on come behind, each one later. */
const FAIRSEQ_TOKENS = ["<s>", "<pad>", "</s>", "<unk>"] as const;
const FAIRSEQ_OFFSET = 1;
/** The last id. */
const MASK = "<mask>";

/**
 * Words, then pieces, between <s> and </s>. Reference: XLMRobertaTokenizer of transformers 4.56.1, the slow one, behind
 * the words of its BertJapaneseTokenizer.
 */
export class RobertaPipeline implements Pipeline {
  readonly vocab_size: number;
  readonly #stages: RobertaStages;
  readonly #model: SentencePiece;
  readonly #neverSplitAlways: readonly string[];
  readonly #fairseqIds: ReadonlyMap<string, number>;
  /** Per piece the id of its text; -1 where the text is not the piece's, or is not known. */
  readonly #ids: Int32Array;
  #strings: ReadonlyMap<string, number> | undefined;

  constructor(stages: RobertaStages) {
    const { model, neverSplit } = stages;
    this.#stages = stages;
    this.#model = model;
    this.#neverSplitAlways = [...neverSplit];
    this.vocab_size = model.size + FAIRSEQ_OFFSET + 1;
    this.#fairseqIds = new Map(
      [...FAIRSEQ_TOKENS, MASK].map((token, id) => [token, token === MASK ? this.#maskId : id]),
    );
    this.#ids = Int32Array.from({ length: model.size }, (_, id) => this.idOf(model.pieceOf(id)) ?? -1);
    this.#ids[model.unkId] = -1;
  }

  /** The id of the model's own unknown piece, unless it is the first: then unknown text has the unknown token's. */
  get unknownId(): number | undefined {
    const id = this.#model.unkId;
    return id === 0 ? undefined : id + FAIRSEQ_OFFSET;
  }

  get strings(): ReadonlyMap<string, number> {
    this.#strings ??= new Map(this.entries());
    return this.#strings;
  }

  idOf(token: string): number | undefined {
    const special = this.#fairseqIds.get(token);
    if (special !== undefined) return special;
    const id = this.#model.idOf(token);
    return id > 0 && this.#model.pieceOf(id) === token ? id + FAIRSEQ_OFFSET : undefined;
  }

  /** @throws OptionError where there is no such id, as SentencePiece raises IndexError */
  tokenOf(id: number): string {
    if (id === this.#maskId) return MASK;
    const piece = id - FAIRSEQ_OFFSET;
    if (piece < -1 || piece >= this.#model.size) throw new OptionError("ids", id, `ids below ${this.vocab_size}`);
    return FAIRSEQ_TOKENS[id] ?? this.#model.pieceOf(piece);
  }

  *entries(): Iterable<[string, number]> {
    for (let id = 0; id < this.vocab_size; id++) yield [this.tokenOf(id), id];
  }

  tokenize(text: string): string[] {
    return this.#model.tokenize(joinWords(this.#stages.words.split(text, false)));
  }

  encode(text: string, tokens: Tokens): void {
    if (tokens.isAligned) {
      this.#encodeAligned(text, tokens);
      return;
    }
    const joined = joinWords(this.#stages.words.split(text, false));
    const ids = this.#model.encode(joined);
    for (let at = 0; at < ids.length; at++) ids[at] = this.#ids[ids[at]];
    if (!ids.includes(-1)) tokens.addIds(ids);
    else for (const piece of this.#model.tokenize(joined)) tokens.addString(piece, 0, 0);
  }

  join(tokens: readonly string[]): string {
    return strip(tokens.join("").replaceAll(ESCAPED_SPACE, " "));
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    const separator = idOf("sep_token");
    return { prefix: [idOf("cls_token")], middle: [separator, separator], suffix: [separator], secondTypeId: 0 };
  }

  specialTokensChanged(special: SpecialTokens): void {
    const { neverSplit } = this.#stages;
    neverSplit.clear();
    for (const token of [...this.#neverSplitAlways, ...special.contents()]) neverSplit.add(token);
  }

  files(): ReadonlyMap<string, Uint8Array> {
    const { name, bytes } = this.#stages.file;
    return new Map([[name, bytes]]);
  }

  get #maskId(): number {
    return this.vocab_size - 1;
  }

  /** A token is of the word in which it starts, or before which it is a space. */
  #encodeAligned(text: string, tokens: Tokens): void {
    const words = this.#stages.words.split(text, true);
    const joined = alignJoined(words);
    const { pieces, offsets } = this.#model.encodeWithOffsets(joined.text);
    const first = tokens.ids.length;
    const firstWord = tokens.wordCount;
    pieces.forEach((piece, at) => {
      const [start, end] = offsets[at];
      // What a model puts before or behind a text has no place in it.
      const place = Math.min(start, joined.text.length - 1);
      tokens.wordCount = firstWord + joined.wordAt[place] + 1;
      tokens.addString(piece, start, end);
    });
    tokens.wordCount = firstWord + words.count;
    tokens.place(first, 0, compose(words.alignment, joined.alignment));
  }
}
