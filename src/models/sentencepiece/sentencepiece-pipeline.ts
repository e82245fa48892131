import { OptionError } from "../../base/errors.js";
import type { SentencePiece } from "../../subwords/sentencepiece/sentencepiece.js";
import { type Aligned, AlignedBuilder } from "../../text/alignment.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type { Pipeline, Template } from "../../tokenizer/slow/pipeline.js";
import { contentOf, type SpecialTokenName, type SpecialTokens } from "../../tokenizer/special-tokens.js";

/** What stands for a space in pieces. */
export const ESCAPED_SPACE = "\u2581";

/** A vocabulary's file, to be saved as it is. */
export interface VocabularyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a tokenizer of a SentencePiece model is made of. */
export interface SentencePieceStages {
  /** Without `legacy`, one that puts no space before a text. */
  readonly model: SentencePiece;
  readonly file: VocabularyFile;
  /** Whether each text between added tokens is encoded alone, with a space before it. */
  readonly legacy: boolean;
  /** Whether a text gets a space before it where that is not the model's affair, and loses it in decoding. */
  readonly addsPrefixSpace: boolean;
  template(idOf: (name: SpecialTokenName) => number): Template;
  /** The text of tokens, at least one. */
  join(tokens: readonly string[], stages: JoiningStages): string;
}

/** What joining asks. */
export interface JoiningStages {
  decode(tokens: readonly string[]): string;
  isSpecial(token: string): boolean;
}

/** The pieces of a SentencePiece model. Reference: T5Tokenizer and LlamaTokenizer of transformers 4.56.1, both slow. */
export class SentencePiecePipeline implements Pipeline {
  readonly #stages: SentencePieceStages;
  readonly #model: SentencePiece;
  /** Per id the one that its piece is found by; another where a piece is in the model twice. */
  readonly #found: Int32Array;
  #special: ReadonlySet<string> = new Set();
  #unknown: string | undefined;
  /** How many pieces the unknown token's own text has. */
  #unknownLength = 0;

  constructor(stages: SentencePieceStages) {
    const { model } = stages;
    this.#stages = stages;
    this.#model = model;
    this.#found = Int32Array.from({ length: model.size }, (_, id) => model.idOf(model.pieceOf(id)));
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

  /** @throws OptionError where there is no such id, as SentencePiece raises IndexError */
  tokenOf(id: number): string {
    return this.#model.pieceOf(id);
  }

  *entries(): Iterable<[string, number]> {
    for (let id = 0; id < this.#model.size; id++) yield [this.#model.pieceOf(id), id];
  }

  /** Without `legacy` the space before a text is written out, and each escaped space is one. */
  prepare(text: string, isAligned: boolean): Aligned {
    const { legacy, addsPrefixSpace } = this.#stages;
    if (legacy || text === "") return { text, alignment: undefined };
    const spaced = text.replaceAll(ESCAPED_SPACE, " ");
    if (!addsPrefixSpace) return { text: spaced, alignment: undefined };
    if (!isAligned) return { text: ESCAPED_SPACE + spaced, alignment: undefined };
    const builder = new AlignedBuilder();
    builder.add(ESCAPED_SPACE, 0, 0);
    for (let at = 0; at < spaced.length; at++) builder.add(spaced[at], at, at + 1);
    return builder;
  }

  get droppedBeforeSpecial(): string | undefined {
    return this.#stages.legacy ? undefined : ESCAPED_SPACE;
  }

  tokenize(text: string): string[] {
    const prefix = this.#prefixOf(text);
    const pieces = this.#model.tokenize(prefix + text);
    return pieces.slice(this.#cutOf(prefix, pieces.length));
  }

  encode(text: string, tokens: Tokens): void {
    const prefix = this.#prefixOf(text);
    if (!tokens.isAligned) {
      const ids = this.#model.encode(prefix + text);
      if (!ids.includes(this.unknownId)) {
        tokens.addIds(this.#foundIds(ids.slice(this.#cutOf(prefix, ids.length))));
        return;
      }
    }
    this.#encodeAligned(text, prefix, tokens);
  }

  /** @throws OptionError where there is no token, as Python raises IndexError */
  join(tokens: readonly string[]): string {
    const [first, ...rest] = tokens;
    if (first === undefined) throw new OptionError("tokens", "none", "one at least");
    const losesSpace = this.#stages.addsPrefixSpace && first.startsWith(ESCAPED_SPACE);
    return this.#stages.join([losesSpace ? first.slice(1) : first, ...rest], this.#joining);
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    return this.#stages.template(idOf);
  }

  specialTokensChanged(special: SpecialTokens): void {
    this.#special = new Set(special.contents());
    if (this.#stages.legacy) return;
    const unknown = special.get("unk_token");
    this.#unknown = unknown === undefined ? undefined : contentOf(unknown);
    this.#unknownLength = this.#unknown === undefined ? 0 : this.#model.encode(this.#unknown).length;
  }

  files(): ReadonlyMap<string, Uint8Array> {
    const { name, bytes } = this.#stages.file;
    return new Map([[name, bytes]]);
  }

  readonly #joining: JoiningStages = {
    decode: (tokens) => this.#model.decode(tokens),
    isSpecial: (token) => this.#special.has(token),
  };

  /** An unknown piece has the id of its text, which may be that of a token which no text becomes. */
  #encodeAligned(text: string, prefix: string, tokens: Tokens): void {
    const { ids, pieces, offsets } = this.#model.encodeWithOffsets(prefix + text);
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
   * What is encoded with a text and cut off again, so that the model keeps the space that the text starts with.
   *
   * @throws OptionError where the unknown token is needed and there is none
   */
  #prefixOf(text: string): string {
    const isNeeded = !this.#stages.legacy && (text.startsWith(ESCAPED_SPACE) || text.startsWith(" "));
    if (!isNeeded) return "";
    if (this.#unknown === undefined) throw new OptionError("unk_token", undefined, "a token, without legacy");
    return this.#unknown;
  }

  /** How many of the pieces are the prefix's. */
  #cutOf(prefix: string, count: number): number {
    return prefix !== "" && count >= this.#unknownLength ? this.#unknownLength : 0;
  }

  #foundIds(ids: number[]): number[] {
    for (let at = 0; at < ids.length; at++) ids[at] = this.#found[ids[at]];
    return ids;
  }
}
