import { OptionError, ofWhole, ofWord } from "../../base/errors.js";
import { type Aligned, AlignedBuilder, type Alignment, compose, startOf } from "../../text/alignment.js";
import { checkText } from "../../text/unit-buffer.js";
import { inCodePoints, type Sequence, slice, Tokens } from "../sequence.js";
import { type Chunk, lowerBetween } from "./added-tokens.js";
import { idsOf } from "./frame.js";
import type { Text } from "./inputs.js";
import { KeptTokens } from "./kept-tokens.js";
import type { Pipeline } from "./pipeline.js";
import type { PipelineTable } from "./pipeline-table.js";
import { assembleIds, NOTHING, type Template } from "./template.js";

/** The options for reading a text. */
export interface Reading {
  /** True if added tokens are tokenized like other text. */
  readonly splitsAdded: boolean;
  /** True to return the offsets and words of tokens. */
  readonly isAligned: boolean;
  /** True if offsets count code points, not UTF-16 code units. */
  readonly inCodePoints: boolean;
}

/** Makes ids of texts: lower-casing, added tokens, and the pipeline for the stretches between them. */
export class Reader {
  readonly #pipeline: Pipeline;
  readonly #table: PipelineTable;
  readonly #lowers: boolean;
  /** The tokens that are not lower-cased, at a revision of the table. */
  #keptTokens: { readonly revision: number; readonly tokens: KeptTokens } | undefined;
  readonly #idOf = (token: string): number => this.#table.idOf(token);

  /** @param lowers true if texts are lower-cased between special tokens */
  constructor(pipeline: Pipeline, table: PipelineTable, lowers: boolean) {
    this.#pipeline = pipeline;
    this.#table = table;
    this.#lowers = lowers;
  }

  /** The tokens of a text. */
  tokenize(text: string, splitsAdded: boolean): string[] {
    checkText(text);
    try {
      const chunks = this.#cut(this.#rewritten(text, false).text, splitsAdded);
      const tokens = chunks.flatMap((chunk) => this.#tokensOf(chunk));
      return this.#dropsFirst(tokens) ? tokens.slice(1) : tokens;
    } catch (error) {
      throw this.#placed(error, text);
    }
  }

  /** The token list of a text. @throws OptionError if offsets are requested and it is given as tokens or ids */
  read(text: Text, reading: Reading): Sequence {
    switch (text.kind) {
      case "text":
        return this.#readText(text.text, reading);
      case "words":
        return this.#readWords(text.words, reading);
      case "tokens":
        return withoutPlaces({ ids: text.tokens.flatMap((token) => this.#idsOf(token)) }, reading);
      case "ids":
        return withoutPlaces({ ids: text.ids }, reading);
    }
  }

  /** The ids of a text with those of a template around them, in a new list. */
  readIds(text: string, splitsAdded: boolean, template: Template = NOTHING): number[] {
    const pipeline = this.#pipeline;
    const isPlain = !this.#lowers && !pipeline.rewriting && !this.#table.replaced;
    checkText(text);
    const hasAdded = !splitsAdded && this.#table.added.mayBeIn(text);
    const ids = isPlain && !hasAdded ? pipeline.encodeAlone?.(text, template) : undefined;
    if (ids) return ids;
    return assembleIds(template, this.#readPlaced(text, splitsAdded, false).ids);
  }

  /**
   * The ids of many texts with those of a template around each. Undefined for a text that has to be read by itself, or
   * instead of the list if all have to: because of added tokens, for example, or because one of them is at fault.
   */
  readTogether(
    texts: readonly string[],
    splitsAdded: boolean,
    template: Template,
  ): (number[] | undefined)[] | undefined {
    const pipeline = this.#pipeline;
    const isPlain = !this.#lowers && !pipeline.rewriting && !this.#table.replaced;
    if (!isPlain || !pipeline.encodeTogether) return undefined;
    const { added } = this.#table;
    const alone = splitsAdded ? [] : texts.filter((text) => added.mayBeIn(text));
    try {
      // Most batches have no text with an added token.
      if (alone.length === 0) return pipeline.encodeTogether(texts, template);
      const isAlone = new Set(alone);
      const lists = pipeline.encodeTogether(
        texts.filter((text) => !isAlone.has(text)),
        template,
      );
      let next = 0;
      return lists && texts.map((text) => (isAlone.has(text) ? undefined : lists[next++]));
    } catch {
      // Read by itself, the text at fault gives an error that names it.
      return undefined;
    }
  }

  #readText(text: string, reading: Reading): Sequence {
    const sequence = this.#readPlaced(text, reading.splitsAdded, reading.isAligned);
    return reading.inCodePoints ? inCodePoints(sequence, text) : sequence;
  }

  #readPlaced(text: string, splitsAdded: boolean, isAligned: boolean): Sequence {
    checkText(text);
    try {
      return this.#readSequence(text, splitsAdded, isAligned);
    } catch (error) {
      throw this.#placed(error, text);
    }
  }

  /** The error about a text, from one about the rewritten text. */
  #placed(error: unknown, text: string): unknown {
    return ofWhole(error, (offset) => startOf(this.#rewritten(text, true).alignment, offset, offset + 1));
  }

  #readSequence(text: string, splitsAdded: boolean, isAligned: boolean): Sequence {
    const tokens = new Tokens(isAligned, this.#idOf);
    const { text: rewritten, alignment } = this.#rewritten(text, isAligned);
    if (splitsAdded || !this.#table.added.mayBeIn(rewritten)) {
      // Most texts are one chunk.
      if (rewritten !== "") this.#pipeline.encode(rewritten, tokens);
      tokens.place(0, 0, alignment);
    } else this.#readChunks(this.#table.added.cut(rewritten), tokens, alignment);
    this.#replaceIds(tokens.ids);
    const { sequence } = tokens;
    const drops =
      this.#mayDropFirst(tokens.ids) && this.#dropsFirst(this.#firstTokens(this.#cut(rewritten, splitsAdded)));
    return drops ? slice(sequence, 1, tokens.ids.length) : sequence;
  }

  #readChunks(chunks: readonly Chunk[], tokens: Tokens, alignment: Alignment): void {
    for (const chunk of chunks) {
      const first = tokens.ids.length;
      if (chunk.isToken) {
        tokens.wordCount++;
        this.#addToken(chunk.text, tokens);
      } else this.#encodeChunk(chunk, tokens);
      tokens.place(first, chunk.start, alignment);
    }
  }

  #encodeChunk({ text, start }: Chunk, tokens: Tokens): void {
    try {
      this.#pipeline.encode(text, tokens);
    } catch (error) {
      throw ofWhole(error, (offset) => start + offset);
    }
  }

  #tokensOf({ isToken, text, start }: Chunk): string[] {
    if (isToken) return [text];
    try {
      return this.#pipeline.tokenize(text);
    } catch (error) {
      throw ofWhole(error, (offset) => start + offset);
    }
  }

  #dropsFirst([first, second]: readonly string[]): boolean {
    return first === this.#pipeline.rewriting?.droppedBeforeSpecial && this.#table.special.byContent.has(second);
  }

  /**
   * False only if {@link #dropsFirst} is false. True proves nothing, because unknown text has the id of a special
   * token.
   */
  #mayDropFirst([first, second]: readonly number[]): boolean {
    const { rewriting } = this.#pipeline;
    if (rewriting === undefined || second === undefined) return false;
    return first === this.#table.idOf(rewriting.droppedBeforeSpecial) && this.#table.specialIds.has(second);
  }

  /** The tokens of the first chunks, at least two if there are so many. */
  #firstTokens(chunks: readonly Chunk[]): string[] {
    const tokens: string[] = [];
    for (let at = 0; at < chunks.length && tokens.length < 2; at++)
      tokens.push(...this.#tokensOf(chunks[at]).slice(0, 2));
    return tokens;
  }

  #idsOf(token: string): readonly number[] {
    return idsOf(this.#pipeline, this.#table.idOf(token));
  }

  #addToken(content: string, tokens: Tokens): void {
    for (const id of this.#idsOf(content)) tokens.add(id, 0, content.length);
  }

  /** Reads each word as a text of its own; its offsets count from the start of the word. */
  #readWords(words: readonly string[], reading: Reading): Sequence {
    const sequences = words.map((word, at) => {
      try {
        return this.#readText(word, reading);
      } catch (error) {
        throw ofWord(error, at);
      }
    });
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

  #rewritten(text: string, isAligned: boolean): Aligned {
    const rewritten = this.#pipeline.rewriting?.rewrite(text, isAligned);
    if (!rewritten) return this.#cased(text, isAligned);
    const cased = this.#cased(rewritten.text, isAligned);
    return { text: cased.text, alignment: compose(rewritten.alignment, cased.alignment) };
  }

  #cased(text: string, isAligned: boolean): Aligned {
    if (!this.#lowers) return { text, alignment: undefined };
    const builder = new AlignedBuilder();
    lowerBetween(text, this.#kept(), (made, start, end) => builder.add(made, start, end));
    return { text: builder.text, alignment: isAligned ? builder.build().alignment : undefined };
  }

  #kept(): KeptTokens {
    const { revision, special, added } = this.#table;
    if (this.#keptTokens?.revision === revision) return this.#keptTokens.tokens;
    const kept = [...special.byContent.keys()];
    for (const token of added.tokens()) if (!token.special && token.normalized) kept.push(token.content);
    const tokens = new KeptTokens(kept);
    this.#keptTokens = { revision, tokens };
    return tokens;
  }
}

function withoutPlaces(sequence: Sequence, { isAligned }: Reading): Sequence {
  if (!isAligned) return sequence;
  throw new OptionError(
    "return_offsets_mapping or return_word_ids",
    "tokens or ids",
    "a text: tokens and ids have no positions",
  );
}
