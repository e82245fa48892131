import { OptionError, VocabularyError } from "../../base/errors.js";
import type { SubwordModel, TokenBuffer } from "../subword-model.js";
import { CODE_POINTS } from "./byte-code.js";
import type { ByteCodec, DecodeErrors } from "./codec.js";
import { specialIndex } from "./specials.js";

/** A special token with its ids: one id, or a patch of ids. */
export type ByteSpecial = readonly [token: string, ids: readonly number[]];

/** The options of a {@link ByteVocabulary}. */
export interface ByteVocabularyOptions {
  /**
   * The form of a byte's token. "characters" (default) is the character with that code point, as in ByT5Tokenizer.
   * "decimals" is a decimal number, as in the public byte tokenizer of bygpt-jp's author.
   */
  readonly byteTokens?: "characters" | "decimals";
}

/** A span [start, end) of a list of ids. */
export interface ByteSegment {
  readonly start: number;
  readonly end: number;
  /** The special token of the span, "" for one without a name; undefined if the span consists of bytes. */
  readonly special: string | undefined;
}

/** The options of {@link ByteVocabulary.decode}. */
export interface ByteDecodeOptions {
  /** True to omit special tokens. Default false. */
  readonly skip_special_tokens?: boolean;
  /** The treatment of ids that do not encode text. Default "ignore". */
  readonly errors?: DecodeErrors;
}

/**
 * The vocabulary of a byte model: a token for each byte, and special tokens.
 *
 * If the ids of a special token are also those of bytes, they mean the special token. The last of equal special tokens
 * counts. Special tokens are not recognized in a text; an earlier stage does that.
 *
 * Reference: ByT5Tokenizer of transformers 4.56.1.
 *
 * @example
 * ```ts
 * import { ByteCodec, ByteVocabulary, UTF8 } from "tohoku-tokenizers/bytes";
 *
 * const vocabulary = new ByteVocabulary(new ByteCodec(UTF8, { offset: 3 }), [["</s>", [1]]]);
 * console.log(vocabulary.tokensOf([100, 1])); // => ["a","</s>"]
 * console.log(vocabulary.decode([100, 1])); // => "a</s>"
 * ```
 */
export class ByteVocabulary implements SubwordModel {
  /** The number of bytes' tokens, `vocab_size` of ByT5Tokenizer. */
  readonly size = 256;
  readonly wantsNfkc = false;
  readonly ignoresWords = false;
  readonly codec: ByteCodec;
  readonly #decimals: boolean;
  readonly #specialIds = new Map<string, readonly number[]>();
  /** The special tokens by id, or by index if special tokens are patches. */
  readonly #specials = new Map<number, string>();

  /**
   * @param specials the special tokens with their ids
   * @throws VocabularyError if a special token does not have one id or, with patches, a patch of reserved values
   */
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

  /**
   * The tokens of a text's bytes.
   *
   * @throws TextError if the encoding is UTF-8 and the text has a lone surrogate
   */
  tokenize(text: string): string[] {
    return this.codec.encodeIds(text).map((id) => this.#byteToken(id));
  }

  /**
   * Appends the tokens of a text as {@link ByteCodec.encode} does.
   *
   * @throws TextError if the encoding is UTF-8 and the span has a lone surrogate
   */
  encode(text: string, start: number, end: number, tokens: TokenBuffer): void {
    this.codec.encode(text, start, end, tokens);
  }

  /** The ids of a special token or of a byte's token; undefined if the string is neither. */
  idsOf(token: string): readonly number[] | undefined {
    const code = this.#decimals ? decimalOf(token) : characterOf(token);
    return this.#specialIds.get(token) ?? (code === undefined ? undefined : [code + this.codec.offset]);
  }

  /**
   * The token of one id: a special token with a single id, or the token of a byte.
   *
   * As in the reference, ids above those of the bytes have tokens too, although no text is encoded to them.
   *
   * @throws OptionError if the id has no token, where Python raises ValueError
   */
  tokenOf(id: number): string {
    const special = this.codec.patchWidth === 1 ? this.#specials.get(id) : undefined;
    return special ?? this.#byteToken(id);
  }

  /**
   * The tokens of ids. A special token of several ids is one token.
   *
   * @throws OptionError if an id has no token
   */
  tokensOf(ids: ArrayLike<number>): string[] {
    const tokens: string[] = [];
    for (const { start, end, special } of this.segments(ids)) {
      if (special !== undefined) tokens.push(special);
      else for (let at = start; at < end; at++) tokens.push(this.#byteToken(ids[at]));
    }
    return tokens;
  }

  /**
   * The text of tokens, as `convert_tokens_to_string` of ByT5Tokenizer returns it. Special tokens stay unchanged, and
   * bytes that do not encode text are dropped.
   *
   * @throws OptionError if a token is neither a special token nor the token of a byte
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

  /**
   * Splits a list of ids into special tokens and the spans of bytes between them. The segments cover the list in order.
   */
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
   * The text of ids. Special tokens are not surrounded by spaces.
   *
   * If special tokens are skipped, the bytes before and after them are decoded together, as in the reference. A
   * character whose bytes a special token separated is then decoded.
   *
   * @throws OptionError if an id is not an integer
   */
  decode(ids: ArrayLike<number>, options: ByteDecodeOptions = {}): string {
    const { skip_special_tokens = false, errors = "ignore" } = options;
    const segments = this.segments(ids);
    if (skip_special_tokens) return this.codec.decode(bytesOf(ids, segments), errors);
    return segments.map(({ start, end, special }) => special ?? this.codec.decode(ids, errors, start, end)).join("");
  }

  /** The key of the special token whose ids start at an index: its id, or its index if special tokens are patches. */
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

/** The code point of a token that is one character; undefined for any other token. */
function characterOf(token: string): number | undefined {
  const code = token.codePointAt(0);
  return code !== undefined && token.length === (code > 0xffff ? 2 : 1) ? code : undefined;
}

/** The value of a token that is a decimal number; undefined for any other token. */
function decimalOf(token: string): number | undefined {
  return /^[0-9]+$/.test(token) ? Number(token) : undefined;
}
