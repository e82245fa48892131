import { OptionError, VocabularyError } from "../../base/errors.js";
import type { SubwordModel, TokenBuffer } from "../subword-model.js";
import { CODE_POINTS } from "./byte-code.js";
import type { ByteCodec, DecodeErrors } from "./codec.js";
import { specialIndex } from "./specials.js";

/** A special token with its ids: one, or a patch of them. */
export type ByteSpecial = readonly [token: string, ids: readonly number[]];

export interface ByteVocabularyOptions {
  /**
   * How the token of a byte is written: as the character of that code point, the default, as ByT5Tokenizer does; or as
   * a decimal number, as the public byte tokenizer of bygpt-jp's author does.
   */
  readonly byteTokens?: "characters" | "decimals";
}

/** A stretch of ids. */
export interface ByteSegment {
  readonly start: number;
  readonly end: number;
  /** The special token that it is, "" for one without a name; undefined where it is bytes. */
  readonly special: string | undefined;
}

export interface ByteDecodeOptions {
  /** Default false. */
  readonly skip_special_tokens?: boolean;
  /** Default "ignore". */
  readonly errors?: DecodeErrors;
}

/**
 * The tokens of a byte model: one for each byte, and special tokens, which win over the bytes that their ids may be.
 * Of special tokens that are equal the last counts.
 *
 * Reference: ByT5Tokenizer of transformers 4.56.1. The special tokens are not looked for in a text; that is done before.
 *
 * @example
 * const vocabulary = new ByteVocabulary(new ByteCodec(UTF8, { offset: 3 }), [["</s>", [1]]]);
 * vocabulary.tokensOf([100, 1]); // ["a", "</s>"]
 * vocabulary.decode([100, 1]); // "a</s>"
 */
export class ByteVocabulary implements SubwordModel {
  /** The tokens of bytes, which is what ByT5Tokenizer calls its `vocab_size`. */
  readonly size = 256;
  readonly wantsNfkc = false;
  readonly ignoresWords = false;
  readonly codec: ByteCodec;
  readonly #decimals: boolean;
  readonly #specialIds = new Map<string, readonly number[]>();
  /** By id, or by index where they are patches. */
  readonly #specials = new Map<number, string>();

  /** @throws VocabularyError where the ids of a special token are not one, or not a patch of reserved values */
  constructor(codec: ByteCodec, specials: Iterable<ByteSpecial> = [], options: ByteVocabularyOptions = {}) {
    this.codec = codec;
    this.#decimals = options.byteTokens === "decimals";
    for (const [token, ids] of specials) {
      const key = ids.length === codec.patchWidth ? this.#keyAt(ids, 0) : -1;
      if (!Number.isInteger(key) || key < 0) {
        const expected = codec.patchWidth === 1 ? "one id" : `${codec.patchWidth} ids of reserved bytes`;
        throw new VocabularyError(`special token ${token}`, `[${ids.join(", ")}]`, expected);
      }
      this.#specialIds.set(token, ids);
      this.#specials.set(key, token);
    }
  }

  /** The tokens of a text's bytes. @throws TextError as {@link ByteCodec.encode} */
  tokenize(text: string): string[] {
    return this.codec.encodeIds(text).map((id) => this.#byteToken(id));
  }

  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    this.codec.encode(text, start, end, tokens);
  }

  /** The ids of a token, a byte's or a special one; undefined where it is neither. */
  idsOf(token: string): readonly number[] | undefined {
    const code = this.#decimals ? decimalOf(token) : characterOf(token);
    return this.#specialIds.get(token) ?? (code === undefined ? undefined : [code + this.codec.offset]);
  }

  /**
   * The token of one id: a byte's, or a special one that is a single id.
   *
   * As in the reference, ids above those of the bytes have tokens too, although no text has them.
   *
   * @throws OptionError where it has none, as Python raises ValueError
   */
  tokenOf(id: number): string {
    const special = this.codec.patchWidth === 1 ? this.#specials.get(id) : undefined;
    return special ?? this.#byteToken(id);
  }

  /** The tokens of ids, one for each special token. @throws OptionError as {@link tokenOf} */
  tokensOf(ids: ArrayLike<number>): string[] {
    const tokens: string[] = [];
    for (const { start, end, special } of this.segments(ids)) {
      if (special !== undefined) tokens.push(special);
      else for (let at = start; at < end; at++) tokens.push(this.#byteToken(ids[at]));
    }
    return tokens;
  }

  /**
   * The text of tokens, as ByT5Tokenizer's `convert_tokens_to_string`: special tokens as they are, and of bytes that are
   * no text nothing.
   *
   * @throws OptionError where one is neither a special token nor a byte's
   */
  textOf(tokens: readonly string[]): string {
    const offset = this.codec.offset;
    let text = "";
    let run: number[] = [];
    for (const token of tokens) {
      const ids = this.idsOf(token);
      if (this.#specialIds.has(token)) {
        text += this.codec.decode(run) + token;
        run = [];
      } else if (ids && ids[0] < offset + this.size) run.push(ids[0]);
      else throw new OptionError("tokens", token, "tokens of bytes and special tokens");
    }
    return text + this.codec.decode(run);
  }

  /** Cuts ids into special tokens and the stretches of bytes between them, in order; together they are all ids. */
  segments(ids: ArrayLike<number>): ByteSegment[] {
    const width = this.codec.patchWidth;
    const segments: ByteSegment[] = [];
    let start = 0;
    for (let at = 0; at < ids.length; at += width) {
      const special = this.#specialAt(ids, at);
      if (special === undefined) continue;
      if (start < at) segments.push({ start, end: at, special: undefined });
      start = at + width;
      segments.push({ start: at, end: start, special });
    }
    if (start < ids.length) segments.push({ start, end: ids.length, special: undefined });
    return segments;
  }

  /**
   * The text of ids; nothing is put around special tokens. Where they are skipped, what stood around one is joined: bytes
   * of a character that it parted make the character, as in the reference.
   *
   * @throws OptionError where an id is not an integer
   */
  decode(ids: ArrayLike<number>, options: ByteDecodeOptions = {}): string {
    const { skip_special_tokens = false, errors = "ignore" } = options;
    const segments = this.segments(ids);
    if (skip_special_tokens) return this.codec.decode(bytesOf(ids, segments), errors);
    return segments.map(({ start, end, special }) => special ?? this.codec.decode(ids, errors, start, end)).join("");
  }

  /** What tells one special token from another. */
  #keyAt(ids: ArrayLike<number>, at: number): number {
    const { encoding, offset } = this.codec;
    const patched = this.codec.patchWidth > 1 && encoding.type === "mixed-radix";
    return patched ? specialIndex(encoding, ids, at, offset) : ids[at];
  }

  #specialAt(ids: ArrayLike<number>, at: number): string | undefined {
    const key = this.#keyAt(ids, at);
    const isIndex = this.codec.patchWidth > 1 && key >= 0;
    return this.#specials.get(key) ?? (isIndex ? "" : undefined);
  }

  #byteToken(id: number): string {
    const byte = id - this.codec.offset;
    if (!Number.isInteger(byte) || byte < 0 || byte >= CODE_POINTS) {
      throw new OptionError("id", id, `an integer from ${this.codec.offset} on, or a special token's`);
    }
    return this.#decimals ? String(byte) : String.fromCodePoint(byte);
  }
}

function bytesOf(ids: ArrayLike<number>, segments: readonly ByteSegment[]): number[] {
  const bytes: number[] = [];
  for (const { start, end, special } of segments) {
    if (special === undefined) for (let at = start; at < end; at++) bytes.push(ids[at]);
  }
  return bytes;
}

/** The code point of a token that is one character. */
function characterOf(token: string): number | undefined {
  const code = token.codePointAt(0);
  return code !== undefined && token.length === (code > 0xffff ? 2 : 1) ? code : undefined;
}

function decimalOf(token: string): number | undefined {
  return /^[0-9]+$/.test(token) ? Number(token) : undefined;
}
