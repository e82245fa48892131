import { OptionError } from "../../base/errors.js";
import { type ByteCodec, specialIds, specialIndex } from "../../subwords/bytes/index.js";
import { TokenBuffer } from "../../subwords/subword-model.js";
import { endOf, startOf } from "../../text/alignment.js";
import type { Tokens } from "../../tokenizer/sequence.js";
import type {
  CharacterStarts,
  Framing,
  Joining,
  Patches,
  PipelineEncoder,
  PipelineVocabulary,
} from "../../tokenizer/slow/pipeline.js";
import type { Template } from "../../tokenizer/slow/template.js";
import type { SpecialTokenName } from "../../tokenizer/special-tokens.js";
import type { WordSplitter } from "../../words/word-splitter.js";

const BYTES = 256;

/** The special tokens around one text or two, by their roles. */
export interface ByteTemplate {
  readonly prefix: readonly SpecialTokenName[];
  readonly middle: readonly SpecialTokenName[];
  readonly suffix: readonly SpecialTokenName[];
  /** True if a text that already ends with the token to append gets no second one, as in ByT5Tokenizer. */
  readonly endsOnce: boolean;
}

/** The template of ByT5Tokenizer: X </s>, and A </s> B </s>. */
export const BYT5_TEMPLATE: ByteTemplate = {
  prefix: [],
  middle: ["eos_token"],
  suffix: ["eos_token"],
  endsOnce: true,
};

/** The stages of a tokenizer of bytes. */
export interface ByteStages {
  readonly codec: ByteCodec;
  readonly template: ByteTemplate;
  /** The token of a byte: the character of that code point, or a decimal number. */
  readonly byteTokens: "characters" | "decimals";
  /** Cuts the words that bytes belong to; without it each character is a word. */
  readonly words?: WordSplitter | undefined;
}

/**
 * The bytes of a text. Reference: ByT5Tokenizer of transformers 4.56.1.
 *
 * In patches a special token has as many ids as a character, made from its index; in a list of tokens it has the one id
 * -1 - index, which no byte has.
 */
export class BytePipeline implements PipelineVocabulary, PipelineEncoder, Framing, CharacterStarts {
  readonly patches: Patches | undefined;
  readonly vocab_size = BYTES;
  readonly #stages: ByteStages;
  readonly #codec: ByteCodec;
  readonly #buffer = new TokenBuffer();

  constructor(stages: ByteStages) {
    this.#stages = stages;
    this.#codec = stages.codec;
    if (stages.codec.patchWidth === 1) return;
    this.patches = {
      expand: (id) => this.#expanded(id),
      collapse: (ids) => this.#collapsed(ids),
    };
  }

  /** As in the reference, every single character has an id, even one beyond bytes. */
  idOf(token: string): number | undefined {
    const code = this.#stages.byteTokens === "decimals" ? decimalOf(token) : characterOf(token);
    return code === undefined ? undefined : code + this.#codec.offset;
  }

  /** @throws OptionError if the id is below those of bytes and no special token has it, as Python raises ValueError */
  tokenOf(id: number): string {
    if (this.patches && id < 0) return "";
    const code = id - this.#codec.offset;
    if (code < 0 || code > 0x10ffff) throw new OptionError("ids", id, `ids of bytes, from ${this.#codec.offset} on`);
    return this.#stages.byteTokens === "decimals" ? String(code) : String.fromCodePoint(code);
  }

  *entries(): Iterable<[string, number]> {
    const { offset } = this.#codec;
    for (let id = offset; id < offset + BYTES; id++) yield [this.tokenOf(id), id];
  }

  tokenize(text: string): string[] {
    return this.#codec.encodeIds(text).map((id) => this.tokenOf(id));
  }

  encode(text: string, tokens: Tokens): void {
    if (!tokens.isAligned) {
      tokens.addIds(this.#codec.encodeIds(text));
      return;
    }
    const wordAt = this.#wordsOf(text, tokens.wordCount);
    const bytes = this.#buffer;
    bytes.count = 0;
    this.#codec.encode(text, 0, text.length, bytes);
    for (let at = 0; at < 3 * bytes.count; at += 3) {
      const [id, start, end] = bytes.buffer.subarray(at, at + 3);
      const word = wordAt[start];
      tokens.add(id, start, end, word < 0 ? null : word);
      tokens.wordCount = Math.max(tokens.wordCount, word + 1);
    }
    bytes.clear();
  }

  /** @throws OptionError if a token is neither an added token nor a byte's, as Python raises ValueError */
  join(tokens: readonly string[], { isAdded, errors = "ignore" }: Joining): string {
    let text = "";
    let run: number[] = [];
    for (const token of tokens) {
      if (isAdded(token) || token === "") {
        text += this.#codec.decode(run, errors) + token;
        run = [];
        continue;
      }
      const id = this.idOf(token);
      if (id === undefined || id >= BYTES + this.#codec.offset) {
        throw new OptionError("tokens", token, "tokens of bytes and added tokens");
      }
      run.push(id);
    }
    return text + this.#codec.decode(run, errors);
  }

  template(idOf: (name: SpecialTokenName) => number): Template {
    const { prefix, middle, suffix, endsOnce } = this.#stages.template;
    const ids = (names: readonly SpecialTokenName[]): number[] =>
      names.map(idOf).flatMap((id) => this.patches?.expand(id) ?? [id]);
    return { prefix: ids(prefix), middle: ids(middle), suffix: ids(suffix), secondTypeId: 0, endsOnce };
  }

  startsCharacter(ids: readonly number[], at: number): boolean {
    return this.#codec.startsCharacter(ids, at);
  }

  files(): ReadonlyMap<string, string> {
    return new Map();
  }

  /** For each UTF-16 code unit its word, counted from `first`; -1 between words. */
  #wordsOf(text: string, first: number): Int32Array {
    const wordAt = new Int32Array(text.length);
    const { words } = this.#stages;
    if (!words) {
      let word = first - 1;
      for (let at = 0; at < text.length; at++) {
        const isSecondHalf = at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
        wordAt[at] = isSecondHalf ? word : ++word;
      }
      return wordAt;
    }
    wordAt.fill(-1);
    const { spans, count, alignment } = words.split(text, true);
    for (let word = 0; word < count; word++) {
      const [start, end] = [spans[2 * word], spans[2 * word + 1]];
      wordAt.fill(first + word, startOf(alignment, start, end), endOf(alignment, start, end));
    }
    return wordAt;
  }

  /** @throws OptionError for an added token with a single id, which would shift the patches after it */
  #expanded(id: number): readonly number[] {
    if (id < 0) return this.#specialIds(-1 - id);
    if (id < BYTES + this.#codec.offset) return [id];
    throw new OptionError("id of an added token", id, "-1 or below, given in added_tokens_decoder: an id of a patch");
  }

  #specialIds(index: number): readonly number[] {
    const { encoding, offset } = this.#codec;
    if (encoding.type === "mixed-radix") return specialIds(encoding, index, offset);
    throw new OptionError("encoding", encoding.type, "mixed-radix, for special tokens of several ids");
  }

  #collapsed(ids: readonly number[]): readonly number[] {
    const { encoding, offset, patchWidth } = this.#codec;
    if (encoding.type !== "mixed-radix") return ids;
    const collapsed: number[] = [];
    for (let at = 0; at < ids.length; at += patchWidth) {
      const index = specialIndex(encoding, ids, at, offset);
      if (index >= 0) collapsed.push(-1 - index);
      else for (const id of ids.slice(at, at + patchWidth)) collapsed.push(id);
    }
    return collapsed;
  }
}

function characterOf(token: string): number | undefined {
  const code = token.codePointAt(0);
  return code !== undefined && token.length === (code > 0xffff ? 2 : 1) ? code : undefined;
}

function decimalOf(token: string): number | undefined {
  return /^\d+$/.test(token) ? Number(token) : undefined;
}
