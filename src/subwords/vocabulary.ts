import { OptionError, VocabularyError } from "../base/errors.js";
import { ITERABLE, type OptionKind, orNull, STRING } from "../base/options.js";
import { BYTES, checkArguments, guard } from "../base/signatures.js";
import { decodeUtf8 } from "../text/utf8.js";
import { checkId } from "./subword-model.js";

/** The longest piece, in UTF-16 code units. */
const LONGEST_PIECE = 0xffff;

const PIECES: OptionKind = {
  ...ITERABLE,
  expected: "a list of pieces in the order of their ids; Vocabulary.parse(bytes, name) reads a file's bytes",
};
/** A vocabulary, or the pieces of one. */
export const VOCABULARY: OptionKind = {
  allows: (value) => value instanceof Vocabulary || PIECES.allows(value),
  expected: `a Vocabulary, or ${PIECES.expected}`,
};
const SIGNATURE = { parameters: { vocabulary: PIECES, name: STRING } };

/** The id of unknown text in a model without an unknown token. */
export const NO_UNKNOWN = -1;

/** The error for unknown text in a model without an unknown token, to which the reference gives the id None. */
export function unknownText(text: string): VocabularyError {
  return new VocabularyError("vocabulary", text, "an entry for it, or an unk_token that is not null");
}

/**
 * The pieces of a vocabulary file (vocab.txt): each line is a piece, and its id is the index of the line.
 *
 * Lines end at "\n", "\r\n" or "\r". Nothing else is trimmed: a blank line is the empty piece, and a byte order mark
 * belongs to the first piece. If lines are equal, the last one counts, and the ids of the others have no piece.
 *
 * Reference: `load_vocab` of transformers 4.56.1.
 *
 * @example
 * ```ts
 * import { Vocabulary } from "tohoku-tokenizers";
 *
 * const vocabulary = Vocabulary.parse(new TextEncoder().encode("[UNK]\n自然\n##言語\n"), "vocab.txt");
 * console.log([vocabulary.size, vocabulary.idOf("##言語"), vocabulary.tokenOf(1)]); // => [3,2,"自然"]
 * ```
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  /** The pieces by id; undefined for an id whose piece a later line repeats. */
  readonly #pieces: (string | undefined)[] = [];
  readonly #name: string;

  static {
    guard(Vocabulary.prototype, { unknownId: { parameters: { piece: orNull(STRING) } } });
    guard(Vocabulary, { parse: { parameters: { bytes: BYTES, name: STRING } } });
  }

  /**
   * @param pieces the pieces in the order of their ids
   * @param name the vocabulary's name in error messages
   * @throws VocabularyError if a piece is longer than 65,535 UTF-16 code units
   * @throws OptionError if the pieces are not a list of strings
   */
  constructor(pieces: Iterable<string>, name = "vocabulary", ...excess: never[]) {
    checkArguments("Vocabulary", [pieces, name, ...excess], SIGNATURE);
    this.#name = name;
    let id = 0;
    for (const piece of pieces) {
      if (typeof piece !== "string") throw new OptionError(`${name}: piece ${id}`, piece, "a string");
      if (piece.length > LONGEST_PIECE) {
        throw new VocabularyError(name, `a piece of ${piece.length} code units`, `at most ${LONGEST_PIECE}`);
      }
      const earlier = this.#ids.get(piece);
      if (earlier !== undefined) this.#pieces[earlier] = undefined;
      this.#ids.set(piece, id);
      this.#pieces[id++] = piece;
    }
  }

  /**
   * Reads a vocabulary file.
   *
   * @param bytes the contents of the file
   * @param name the file's name in error messages
   * @throws VocabularyError if the bytes are not UTF-8, or if a piece is longer than 65,535 UTF-16 code units
   * @throws OptionError if they are not a Uint8Array
   */
  static parse(bytes: Uint8Array, name: string): Vocabulary {
    const text = decodeUtf8(bytes, (fault) => new VocabularyError(name, fault, "UTF-8"));
    const lines = text.replace(/\r\n?/g, "\n").split("\n");
    if (lines.at(-1) === "") lines.pop();
    return new Vocabulary(lines, name);
  }

  /** The number of distinct pieces, Python's `vocab_size`. */
  get size(): number {
    return this.#ids.size;
  }

  /** True if all lines are distinct, so that the ids are exactly 0 to `size` - 1. */
  get isConsecutive(): boolean {
    return this.size === this.#pieces.length;
  }

  /** The id of a piece; undefined if there is no such piece. */
  idOf(piece: string): number | undefined {
    return this.#ids.get(piece);
  }

  /**
   * The id of the piece for unknown words; -1 for null, if there is none.
   *
   * @throws VocabularyError if the vocabulary has no such piece
   */
  unknownId(piece: string | null): number {
    if (piece === null) return NO_UNKNOWN;
    const id = this.idOf(piece);
    if (id === undefined) throw new VocabularyError(this.#name, `no entry ${piece}`, "an entry for unknown words");
    return id;
  }

  /** The piece with an id; undefined if the id has none. */
  tokenOf(id: number): string | undefined {
    checkId(id);
    return this.#pieces[id];
  }

  /** The pieces with their ids, in the order of each piece's first line. */
  entries(): IterableIterator<[piece: string, id: number]> {
    return this.#ids.entries();
  }

  /**
   * The vocabulary file: a line for each piece, in the order of ids. As in the reference, ids without a piece get no
   * line.
   */
  toFile(): string {
    return this.#pieces.map((piece) => (piece === undefined ? "" : `${piece}\n`)).join("");
  }
}
