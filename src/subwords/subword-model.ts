import { grownInt32, roomFor, trimmed } from "../base/buffers.js";
import { OptionError } from "../base/errors.js";

/** The integers of a token in a {@link TokenBuffer}: id, start, end. */
export const TOKEN_INTS = 3;

/**
 * A growing list of tokens. A token is one occurrence of a piece in a text: its id and its span.
 *
 * Token t occupies three integers from `buffer[3 * t]` on: the id, the start and the end. Start and end are UTF-16 code
 * units of the text that was encoded. To reuse the buffer, set `count` to 0; {@link clear} also releases the memory of a
 * long text.
 *
 * @example
 * ```ts
 * import { TokenBuffer, Unigram } from "tohoku-tokenizers/sentencepiece";
 *
 * const unigram = new Unigram([["<unk>", 0, "unknown"], ["自然", -1], ["言語", -2]], { reference: "sentencepiece" });
 * const tokens = new TokenBuffer();
 * unigram.encode("自然言語", 0, 4, tokens);
 * console.log(Array.from(tokens.buffer.subarray(0, 3 * tokens.count))); // => [1,0,2,2,2,4]
 * ```
 */
export class TokenBuffer {
  buffer: Int32Array = new Int32Array(TOKEN_INTS * 512);
  /** The number of tokens. */
  count = 0;

  /** Removes all tokens, and the memory that only a long text needs. */
  clear(): void {
    this.count = 0;
    this.buffer = trimmed(this.buffer);
  }

  /** Appends a token. */
  push(id: number, start: number, end: number): void {
    const at = TOKEN_INTS * this.count++;
    if (at + TOKEN_INTS > this.buffer.length) this.buffer = grownInt32(this.buffer, at + TOKEN_INTS);
    this.buffer[at] = id;
    this.buffer[at + 1] = start;
    this.buffer[at + 2] = end;
  }

  /** The ids of all tokens, in a new list. */
  ids(): number[] {
    const { buffer, count } = this;
    const ids = roomFor(count);
    for (let token = 0; token < count; token++) ids[token] = buffer[TOKEN_INTS * token];
    return ids;
  }

  /** Adds a number of code units to the positions of all tokens from the index `first` on. */
  shift(first: number, units: number): void {
    for (let at = TOKEN_INTS * first; at < TOKEN_INTS * this.count; at += TOKEN_INTS) {
      this.buffer[at + 1] += units;
      this.buffer[at + 2] += units;
    }
  }
}

/** Checks that an id is a number. Numbers that are not ids are allowed. @throws OptionError if it is not a number */
export function checkId(id: number): void {
  if (typeof id !== "number") throw new OptionError("id", id, "an integer");
}

/**
 * Checks the arguments of {@link SubwordModel.encode}.
 *
 * @throws OptionError if the text is not a string, the span is not one of it, or the tokens are not a buffer
 */
export function checkSpan(text: string, start: number, end: number, tokens: TokenBuffer): void {
  // Nearly all calls pass this test, which is kept small enough to be inlined.
  const areNumbers = typeof start === "number" && typeof end === "number";
  if (areNumbers && (start | 0) === start && (end | 0) === end && start >= 0 && start <= end) {
    if (typeof text === "string" && end <= text.length && tokens instanceof TokenBuffer) return;
  }
  refuseSpan(text, start, end, tokens);
}

function refuseSpan(text: string, start: number, end: number, tokens: TokenBuffer): void {
  if (typeof text !== "string") throw new OptionError("text", text, "a string");
  const areIntegers = Number.isInteger(start) && Number.isInteger(end);
  const isSpan = areIntegers && start >= 0 && start <= end && end <= text.length;
  if (!isSpan) throw new OptionError("start and end", [start, end], `a span of ${text.length} code units`);
  if (!(tokens instanceof TokenBuffer)) throw new OptionError("tokens", tokens, "a TokenBuffer");
}

/** A stage that splits words into pieces. Each piece has a string and an id. */
export interface SubwordModel {
  /** True if {@link encode} requires words in NFKC. */
  readonly wantsNfkc: boolean;
  /** Appends the tokens of a word, given as the span [start, end) of a text in UTF-16 code units. */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void;
  /** The piece with an id that {@link encode} gave. */
  tokenOf(id: number): string;
}
