import { OptionError } from "../../base/errors.js";
import type { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { compose } from "../../text/alignment.js";
import { strip } from "../../text/whitespace.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type {
  Framing,
  ListedVocabulary,
  PipelineEncoder,
  PipelineVocabulary,
  SpecialTokenUser,
  UnknownPiece,
} from "../../tokenizer/slow/pipeline.js";
import type { Template } from "../../tokenizer/slow/template.js";
import type { SpecialTokenName, SpecialTokens } from "../../tokenizer/special-tokens.js";
import { alignJoined, joinWords } from "../../words/join-words.js";
import type { WordSplitter } from "../../words/word-splitter.js";
import { ESCAPED_SPACE, type VocabularyFile } from "../sentencepiece/sentencepiece-pipeline.js";

/** The stages of a tokenizer whose words are joined by spaces and cut into SentencePiece's pieces. */
export interface RobertaStages {
  /** Makes the splitter that leaves these words alone. */
  readonly splitter: (neverSplit: ReadonlySet<string>) => WordSplitter;
  readonly sentencePiece: SentencePiece;
  readonly file: VocabularyFile;
  /** Words that the splitter leaves alone, besides the special tokens. */
  readonly neverSplit: readonly string[];
}

/** The first four ids are those of fairseq's own tokens; a piece from the fourth on has the id after its own. */
const FAIRSEQ_TOKENS = ["<s>", "<pad>", "</s>", "<unk>"] as const;
const FAIRSEQ_OFFSET = 1;
/** The token with the last id. */
const MASK = "<mask>";

/**
 * Words, then pieces, between <s> and </s>. Reference: the slow XLMRobertaTokenizer of transformers 4.56.1, after the word
 * splitter of its BertJapaneseTokenizer.
 */
export class RobertaPipeline
  implements PipelineVocabulary, PipelineEncoder, Framing, UnknownPiece, ListedVocabulary, SpecialTokenUser
{
  readonly vocab_size: number;
  readonly #stages: RobertaStages;
  readonly #sentencePiece: SentencePiece;
  /** Rebuilt when the special tokens change, because it leaves them alone. */
  #words: WordSplitter;
  readonly #fairseqIds: ReadonlyMap<string, number>;
  /** For each piece the id of its string; -1 if another piece has the string, or it is unknown. */
  readonly #ids: Int32Array;
  #strings: ReadonlyMap<string, number> | undefined;

  constructor(stages: RobertaStages) {
    const { sentencePiece, splitter, neverSplit } = stages;
    this.#stages = stages;
    this.#sentencePiece = sentencePiece;
    this.#words = splitter(new Set(neverSplit));
    this.vocab_size = sentencePiece.size + FAIRSEQ_OFFSET + 1;
    this.#fairseqIds = new Map(
      [...FAIRSEQ_TOKENS, MASK].map((token, id) => [token, token === MASK ? this.#maskId : id]),
    );
    this.#ids = Int32Array.from({ length: sentencePiece.size }, (_, id) => this.idOf(sentencePiece.pieceOf(id)) ?? -1);
    this.#ids[sentencePiece.unkId] = -1;
  }

  /** The id of SentencePiece's own unknown piece; if that is the first piece, unknown text has the unknown token's id. */
  get unknownId(): number | undefined {
    const id = this.#sentencePiece.unkId;
    return id === 0 ? undefined : id + FAIRSEQ_OFFSET;
  }

  get strings(): ReadonlyMap<string, number> {
    this.#strings ??= new Map(this.entries());
    return this.#strings;
  }

  idOf(token: string): number | undefined {
    const special = this.#fairseqIds.get(token);
    if (special !== undefined) return special;
    const id = this.#sentencePiece.idOf(token);
    return id > 0 && this.#sentencePiece.pieceOf(id) === token ? id + FAIRSEQ_OFFSET : undefined;
  }

  /** @throws OptionError if there is no such id, as SentencePiece raises IndexError */
  tokenOf(id: number): string {
    if (id === this.#maskId) return MASK;
    const piece = id - FAIRSEQ_OFFSET;
    if (piece < -1 || piece >= this.#sentencePiece.size)
      throw new OptionError("ids", id, `ids below ${this.vocab_size}`);
    return FAIRSEQ_TOKENS[id] ?? this.#sentencePiece.pieceOf(piece);
  }

  *entries(): Iterable<[string, number]> {
    for (let id = 0; id < this.vocab_size; id++) yield [this.tokenOf(id), id];
  }

  tokenize(text: string): string[] {
    return this.#sentencePiece.tokenize(joinWords(this.#words.split(text, false)));
  }

  encode(text: string, tokens: Tokens): void {
    if (tokens.isAligned) {
      this.#encodeAligned(text, tokens);
      return;
    }
    const joined = joinWords(this.#words.split(text, false));
    const ids = this.#sentencePiece.encode(joined);
    for (let at = 0; at < ids.length; at++) ids[at] = this.#ids[ids[at]];
    if (!ids.includes(-1)) tokens.addIds(ids);
    else for (const piece of this.#sentencePiece.tokenize(joined)) tokens.addString(piece, 0, 0);
  }

  join(tokens: readonly string[]): string {
    return strip(tokens.join("").replaceAll(ESCAPED_SPACE, " "));
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    const separator = idOf("sep_token");
    return { prefix: [idOf("cls_token")], middle: [separator, separator], suffix: [separator], secondTypeId: 0 };
  }

  takeSpecialTokens(special: SpecialTokens): void {
    const { splitter, neverSplit } = this.#stages;
    this.#words = splitter(new Set([...neverSplit, ...special.byContent.keys()]));
  }

  files(): ReadonlyMap<string, Uint8Array> {
    const { name, bytes } = this.#stages.file;
    return new Map([[name, bytes]]);
  }

  get #maskId(): number {
    return this.vocab_size - 1;
  }

  /** A token belongs to the word that it starts in, or, if it is a space, to the word after it. */
  #encodeAligned(text: string, tokens: Tokens): void {
    const words = this.#words.split(text, true);
    const joined = alignJoined(words);
    const { pieces, offsets } = this.#sentencePiece.encodeWithOffsets(joined.text);
    const first = tokens.ids.length;
    const firstWord = tokens.wordCount;
    pieces.forEach((piece, at) => {
      const [start, end] = offsets[at];
      // A character that SentencePiece adds before or after a text has no position in it.
      const place = Math.min(start, joined.text.length - 1);
      tokens.wordCount = firstWord + joined.wordAt[place] + 1;
      tokens.addString(piece, start, end);
    });
    tokens.wordCount = firstWord + words.count;
    tokens.place(first, 0, compose(words.alignment, joined.alignment));
  }
}
