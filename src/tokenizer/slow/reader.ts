import { OptionError } from "../../base/errors.js";
import { type Aligned, AlignedBuilder, type Alignment, compose } from "../../text/alignment.js";
import { assembleIds } from "../encoding.js";
import type { Text } from "../inputs.js";
import { type Offset, type Sequence, slice, Tokens } from "../sequence.js";
import { type Chunk, lowerBetween } from "./added-tokens.js";
import { NOTHING, type Pipeline, type Template } from "./pipeline.js";
import type { TokenTable } from "./token-table.js";

/** How to read a text. */
export interface Reading {
  /** Whether added tokens are treated as any other text. */
  readonly splitsAdded: boolean;
  /** Whether to tell where tokens lie and which words they are of. */
  readonly isAligned: boolean;
  /** Whether positions count code points, not UTF-16 units. */
  readonly inCodePoints: boolean;
}

/** Makes ids of texts: lower-casing, added tokens, and the pipeline for what lies between them. */
export class Reader {
  readonly #pipeline: Pipeline;
  readonly #table: TokenTable;
  readonly #lowers: boolean;
  readonly #idOf = (token: string): number => this.#table.idOf(token);

  constructor(pipeline: Pipeline, table: TokenTable, lowers: boolean) {
    this.#pipeline = pipeline;
    this.#table = table;
    this.#lowers = lowers;
  }

  /** The tokens of a text. */
  tokenize(text: string, splitsAdded: boolean): string[] {
    const pieces = this.#cut(this.#prepared(text, false).text, splitsAdded);
    const tokens = pieces.flatMap((piece) => this.#tokensOf(piece));
    return this.#dropsFirst(tokens) ? tokens.slice(1) : tokens;
  }

  /** @throws OptionError where positions are wanted of what is no text */
  read(text: Text, reading: Reading): Sequence {
    switch (text.kind) {
      case "text":
        return this.#readText(text.text, reading);
      case "words":
        return this.#readWords(text.words, reading);
      case "tokens":
        return withoutPositions({ ids: text.tokens.flatMap((token) => this.#idsOf(token)) }, reading);
      case "ids":
        return withoutPositions({ ids: text.ids }, reading);
    }
  }

  /** The ids of a text alone between those of a template, or bare, in a list of the caller's own. */
  readIds(text: string, splitsAdded: boolean, template: Template = NOTHING): number[] {
    const pipeline = this.#pipeline;
    const isPlain = !this.#lowers && !pipeline.prepare && !this.#table.replaced;
    const hasAdded = !splitsAdded && this.#table.added.mayBeIn(text);
    const ids = isPlain && !hasAdded ? pipeline.encodeAlone?.(text, template) : undefined;
    if (ids) return ids;
    return assembleIds(template, this.#readSequence(text, splitsAdded, false).ids);
  }

  #readText(text: string, { splitsAdded, isAligned, inCodePoints }: Reading): Sequence {
    const sequence = this.#readSequence(text, splitsAdded, isAligned);
    return inCodePoints ? countedInCodePoints(sequence, text) : sequence;
  }

  #readSequence(text: string, splitsAdded: boolean, isAligned: boolean): Sequence {
    const tokens = new Tokens(isAligned, this.#idOf);
    const { text: prepared, alignment } = this.#prepared(text, isAligned);
    if (splitsAdded || !this.#table.added.mayBeIn(prepared)) {
      // Most texts are one piece.
      if (prepared !== "") this.#pipeline.encode(prepared, tokens);
      tokens.place(0, 0, alignment);
    } else this.#readPieces(this.#table.added.cut(prepared), tokens, alignment);
    this.#replaceIds(tokens.ids);
    const { sequence } = tokens;
    const drops =
      this.#mayDropFirst(tokens.ids) && this.#dropsFirst(this.#firstTokens(this.#cut(prepared, splitsAdded)));
    return drops ? slice(sequence, 1, tokens.ids.length) : sequence;
  }

  #readPieces(pieces: readonly Chunk[], tokens: Tokens, alignment: Alignment): void {
    for (const piece of pieces) {
      const first = tokens.ids.length;
      if (piece.isToken) {
        tokens.wordCount++;
        this.#addToken(piece.text, tokens);
      } else this.#pipeline.encode(piece.text, tokens);
      tokens.place(first, piece.start, alignment);
    }
  }

  #tokensOf({ isToken, text }: Chunk): string[] {
    return isToken ? [text] : this.#pipeline.tokenize(text);
  }

  #dropsFirst([first, second]: readonly string[]): boolean {
    const { droppedBeforeSpecial } = this.#pipeline;
    return first === droppedBeforeSpecial && this.#table.special.contents().includes(second);
  }

  /** What can be told of {@link #dropsFirst} by ids: unknown text has that of a special token. */
  #mayDropFirst([first, second]: readonly number[]): boolean {
    const { droppedBeforeSpecial } = this.#pipeline;
    if (droppedBeforeSpecial === undefined || second === undefined) return false;
    return first === this.#table.idOf(droppedBeforeSpecial) && this.#table.specialIds.has(second);
  }

  /** Two at least, where there are as many. */
  #firstTokens(pieces: readonly Chunk[]): string[] {
    const tokens: string[] = [];
    for (let at = 0; at < pieces.length && tokens.length < 2; at++) tokens.push(...this.#tokensOf(pieces[at]));
    return tokens;
  }

  #idsOf(token: string): readonly number[] {
    const id = this.#table.idOf(token);
    return this.#pipeline.expand?.(id) ?? [id];
  }

  #addToken(content: string, tokens: Tokens): void {
    for (const id of this.#idsOf(content)) tokens.add(id, 0, content.length);
  }

  /** Each word is a text of its own; positions are those in it. */
  #readWords(words: readonly string[], reading: Reading): Sequence {
    const sequences = words.map((word) => this.#readText(word, reading));
    const ids = sequences.flatMap((sequence) => sequence.ids);
    if (!reading.isAligned) return { ids };
    return {
      ids,
      offsets: sequences.flatMap(({ offsets }) => offsets ?? []),
      words: sequences.flatMap((sequence, word) => sequence.ids.map(() => word)),
    };
  }

  #replaceIds(ids: number[]): void {
    const { replaced } = this.#table;
    if (!replaced) return;
    for (let at = 0; at < ids.length; at++) ids[at] = replaced.get(ids[at]) ?? ids[at];
  }

  #cut(text: string, splitsAdded: boolean): Chunk[] {
    if (!splitsAdded) return this.#table.added.cut(text);
    return text === "" ? [] : [{ text, isToken: false, start: 0 }];
  }

  #prepared(text: string, isAligned: boolean): Aligned {
    const prepared = this.#pipeline.prepare?.(text, isAligned);
    if (!prepared) return this.#cased(text, isAligned);
    const cased = this.#cased(prepared.text, isAligned);
    return { text: cased.text, alignment: compose(prepared.alignment, cased.alignment) };
  }

  #cased(text: string, isAligned: boolean): Aligned {
    if (!this.#lowers) return { text, alignment: undefined };
    const kept = this.#table.special.contents();
    for (const token of this.#table.added.tokens()) if (!token.special && token.normalized) kept.push(token.content);
    const builder = new AlignedBuilder();
    lowerBetween(text, kept, (made, start, end) => builder.add(made, start, end));
    return { text: builder.text, alignment: isAligned ? builder.alignment : undefined };
  }
}

function withoutPositions(sequence: Sequence, { isAligned }: Reading): Sequence {
  if (!isAligned) return sequence;
  throw new OptionError(
    "return_offsets_mapping or return_word_ids",
    "tokens or ids",
    "a text, which alone has positions",
  );
}

/** A text's tokens with places that count its code points. */
export function countedInCodePoints(sequence: Sequence, text: string): Sequence {
  const counts = new Uint32Array(text.length + 1);
  for (let at = 0, count = 0; at < text.length; at++) {
    counts[at] = count;
    const isPair = (text.codePointAt(at) ?? 0) > 0xffff;
    count++;
    if (isPair) counts[++at] = count;
    counts[at + 1] = count;
  }
  const offsets = sequence.offsets?.map(([start, end]): Offset => [counts[start], counts[end]]);
  return { ...sequence, offsets };
}
