import { VocabularyError } from "../base/errors.js";
import { decodeUtf8 } from "../text/utf8.js";

const LONGEST_TOKEN = 0xffff;

/**
 * A vocabulary file as Python's `load_vocab` reads it (transformers 4.56.1): a token a line, its id the line's index.
 *
 * Lines end at "\n", "\r\n" or "\r", nothing else is trimmed; a blank line is the empty token; a byte order mark
 * belongs to the first token. Of equal lines the last counts, and the ids of the others mean nothing.
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #tokens: (string | undefined)[] = [];

  /** @throws VocabularyError where a token is longer than 65,535 UTF-16 units */
  constructor(tokens: Iterable<string>, name = "vocabulary") {
    let id = 0;
    for (const token of tokens) {
      if (token.length > LONGEST_TOKEN) {
        throw new VocabularyError(name, `a token of ${token.length} units`, `at most ${LONGEST_TOKEN}`);
      }
      const earlier = this.#ids.get(token);
      if (earlier !== undefined) this.#tokens[earlier] = undefined;
      this.#ids.set(token, id);
      this.#tokens[id++] = token;
    }
  }

  /**
   * @param name what to call the file in errors
   * @throws VocabularyError where the bytes are not UTF-8
   */
  static parse(bytes: Uint8Array, name: string): Vocabulary {
    const text = decodeUtf8(bytes, (fault) => new VocabularyError(name, fault, "UTF-8"));
    const lines = text.replace(/\r\n?/g, "\n").split("\n");
    if (lines.at(-1) === "") lines.pop();
    return new Vocabulary(lines, name);
  }

  /** The number of distinct tokens: what Python calls `vocab_size`. */
  get size(): number {
    return this.#ids.size;
  }

  /** Whether no line was there twice, so that the ids are 0 to `size` - 1. */
  get isConsecutive(): boolean {
    return this.size === this.#tokens.length;
  }

  idOf(token: string): number | undefined {
    return this.#ids.get(token);
  }

  /** The id of the token for what the vocabulary lacks. @throws VocabularyError where it lacks that too */
  unknownId(token: string): number {
    const id = this.idOf(token);
    if (id === undefined) throw new VocabularyError("vocabulary", `no token ${token}`, "a line for unknown words");
    return id;
  }

  tokenOf(id: number): string | undefined {
    return this.#tokens[id];
  }

  /** Tokens with their ids, in the order in which each was first met. */
  entries(): IterableIterator<[token: string, id: number]> {
    return this.#ids.entries();
  }

  /** The vocabulary file: a token a line, in the order of ids; ids that mean nothing have no line, as in the reference. */
  toFile(): string {
    return this.#tokens.map((token) => (token === undefined ? "" : `${token}\n`)).join("");
  }
}
