import { OptionError, ofWhole } from "../../base/errors.js";
import type { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { type Aligned, AlignedBuilder } from "../../text/alignment.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type {
  Framing,
  PipelineEncoder,
  PipelineVocabulary,
  Rewriting,
  SpecialTokenUser,
  UnknownPiece,
} from "../../tokenizer/slow/pipeline.js";
import type { Template } from "../../tokenizer/slow/template.js";
import type { SpecialTokenName, SpecialTokens } from "../../tokenizer/special-tokens.js";

/** The character that represents a space in pieces. */
export const ESCAPED_SPACE = "\u2581";

/** The file of a vocabulary, which is saved unchanged. */
export interface VocabularyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The stages of a tokenizer that cuts a text into SentencePiece's pieces. */
export interface SentencePieceStages {
  /** Without `legacy`, one that puts no space before a text. */
  readonly sentencePiece: SentencePiece;
  readonly file: VocabularyFile;
  /** True if each stretch between added tokens is encoded alone, with a space before it. */
  readonly legacy: boolean;
  /** True if, without `legacy`, a text gets a space before it; decoding removes the space. */
  readonly addsPrefixSpace: boolean;
  template(idOf: (name: SpecialTokenName) => number): Template;
  /** The text of tokens, at least one. */
  join(tokens: readonly string[], stages: JoiningStages): string;
}

/** The stages that joining tokens needs. */
export interface JoiningStages {
  decode(tokens: readonly string[]): string;
  isSpecial(token: string): boolean;
}

/** The pieces of SentencePiece. Reference: the slow T5Tokenizer and LlamaTokenizer of transformers 4.56.1. */
export class SentencePiecePipeline
  implements PipelineVocabulary, PipelineEncoder, Framing, UnknownPiece, SpecialTokenUser
{
  /** Without `legacy` the space before a text is added here, and each escaped space becomes a space. */
  readonly rewriting: Rewriting | undefined;
  readonly #stages: SentencePieceStages;
  readonly #sentencePiece: SentencePiece;
  /** For each id the one that its piece has in a text: another id if two pieces are equal. */
  readonly #found: Int32Array;
  #special: SpecialTokens | undefined;
  #unknown: string | undefined;
  /** The number of pieces of the unknown token's own text. */
  #unknownLength = 0;

  constructor(stages: SentencePieceStages) {
    const { sentencePiece } = stages;
    this.#stages = stages;
    this.#sentencePiece = sentencePiece;
    this.#found = Int32Array.from({ length: sentencePiece.size }, (_, id) =>
      sentencePiece.idOf(sentencePiece.pieceOf(id)),
    );
    if (stages.legacy) return;
    this.rewriting = {
      rewrite: (text, isAligned) => this.#rewritten(text, isAligned),
      droppedBeforeSpecial: ESCAPED_SPACE,
    };
  }

  get vocab_size(): number {
    return this.#sentencePiece.size;
  }

  get unknownId(): number {
    return this.#sentencePiece.unkId;
  }

  idOf(token: string): number | undefined {
    const id = this.#sentencePiece.idOf(token);
    return id >= 0 && this.#sentencePiece.pieceOf(id) === token ? id : undefined;
  }

  /** @throws OptionError if there is no such id, as SentencePiece raises IndexError */
  tokenOf(id: number): string {
    return this.#sentencePiece.pieceOf(id);
  }

  *entries(): Iterable<[string, number]> {
    for (let id = 0; id < this.#sentencePiece.size; id++) yield [this.#sentencePiece.pieceOf(id), id];
  }

  tokenize(text: string): string[] {
    const prefix = this.#prefixOf(text);
    try {
      const pieces = this.#sentencePiece.tokenize(prefix + text);
      return pieces.slice(this.#cutOf(prefix, pieces.length));
    } catch (error) {
      throw ofWhole(error, (offset) => offset - prefix.length);
    }
  }

  encode(text: string, tokens: Tokens): void {
    const prefix = this.#prefixOf(text);
    try {
      this.#encode(text, prefix, tokens);
    } catch (error) {
      throw ofWhole(error, (offset) => offset - prefix.length);
    }
  }

  #encode(text: string, prefix: string, tokens: Tokens): void {
    if (!tokens.isAligned) {
      const ids = this.#sentencePiece.encode(prefix + text);
      if (!ids.includes(this.unknownId)) {
        tokens.addIds(this.#foundIds(ids.slice(this.#cutOf(prefix, ids.length))));
        return;
      }
    }
    this.#encodeAligned(text, prefix, tokens);
  }

  /** @throws OptionError if there is no token, as Python raises IndexError */
  join(tokens: readonly string[]): string {
    const [first, ...rest] = tokens;
    if (first === undefined) throw new OptionError("tokens", "none", "at least one");
    const losesSpace = this.#stages.addsPrefixSpace && first.startsWith(ESCAPED_SPACE);
    return this.#stages.join([losesSpace ? first.slice(1) : first, ...rest], this.#joining);
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    return this.#stages.template(idOf);
  }

  takeSpecialTokens(special: SpecialTokens): void {
    this.#special = special;
    if (this.#stages.legacy) return;
    this.#unknown = special.contentOf("unk_token");
    this.#unknownLength = this.#unknown === undefined ? 0 : this.#sentencePiece.encode(this.#unknown).length;
  }

  files(): ReadonlyMap<string, Uint8Array> {
    const { name, bytes } = this.#stages.file;
    return new Map([[name, bytes]]);
  }

  readonly #joining: JoiningStages = {
    decode: (tokens) => this.#sentencePiece.decode(tokens),
    isSpecial: (token) => this.#special?.byContent.has(token) ?? false,
  };

  #rewritten(text: string, isAligned: boolean): Aligned {
    if (text === "") return { text, alignment: undefined };
    const spaced = text.replaceAll(ESCAPED_SPACE, " ");
    if (!this.#stages.addsPrefixSpace) return { text: spaced, alignment: undefined };
    if (!isAligned) return { text: ESCAPED_SPACE + spaced, alignment: undefined };
    const builder = new AlignedBuilder();
    builder.add(ESCAPED_SPACE, 0, 0);
    for (let at = 0; at < spaced.length; at++) builder.add(spaced[at], at, at + 1);
    return builder.build();
  }

  /** An unknown piece has the id of its string, which may be a token that is never cut from a text. */
  #encodeAligned(text: string, prefix: string, tokens: Tokens): void {
    const { ids, pieces, offsets } = this.#sentencePiece.encodeWithOffsets(prefix + text);
    let isFirst = true;
    for (let at = this.#cutOf(prefix, ids.length); at < ids.length; at++) {
      const [start, end] = offsets[at].map((place) => Math.max(0, place - prefix.length));
      if (isFirst || pieces[at].startsWith(ESCAPED_SPACE)) tokens.wordCount++;
      isFirst = false;
      if (ids[at] === this.unknownId) tokens.addString(pieces[at], start, end);
      else tokens.add(this.#found[ids[at]], start, end);
    }
  }

  /**
   * The prefix of a text: the unknown token if the text starts with a space, so that SentencePiece keeps that space;
   * otherwise an empty string. The pieces of the prefix are cut off afterwards.
   *
   * @throws OptionError if the unknown token is needed and there is none
   */
  #prefixOf(text: string): string {
    const isNeeded = !this.#stages.legacy && (text.startsWith(ESCAPED_SPACE) || text.startsWith(" "));
    if (!isNeeded) return "";
    if (this.#unknown === undefined) throw new OptionError("unk_token", undefined, "a token, without legacy");
    return this.#unknown;
  }

  /** The number of the prefix's pieces. */
  #cutOf(prefix: string, count: number): number {
    return prefix !== "" && count >= this.#unknownLength ? this.#unknownLength : 0;
  }

  #foundIds(ids: number[]): number[] {
    for (let at = 0; at < ids.length; at++) ids[at] = this.#found[ids[at]];
    return ids;
  }
}
