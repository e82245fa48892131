import { VocabularyError } from "../../base/errors.js";
import { decodeUtf8 } from "../../text/utf8.js";

/** The wire types, which say how a field's value is encoded. */
const WIRE = { varint: 0, eightBytes: 1, bytes: 2, fourBytes: 5 } as const;
const LONGEST_VARINT = 10;

/**
 * Reads a message of protocol buffers field by field, in the order of the file. A field's value is available until the
 * next call of {@link next}. No length in the file causes an allocation: a value is a view of the present bytes.
 */
export class MessageReader {
  /** The field's number. */
  field = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #name: string;
  /** The ends of the current message and of those that contain it, from the outermost on. */
  readonly #ends: number[];
  #at = 0;
  #wire = 0;
  /** The value of a varint. Any other value is the bytes from `#start` to `#at`. */
  #varint = 0;
  #start = 0;

  /** @param name the file's name in error messages */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#name = name;
    this.#ends = [bytes.length];
  }

  /**
   * Reads the next field. Returns false at the end of a message; the reader then continues the message that contains
   * it.
   *
   * @throws VocabularyError if the message is truncated or malformed
   */
  next(): boolean {
    if (this.#at === this.#end) {
      this.#ends.pop();
      return false;
    }
    const key = this.#readVarint();
    this.field = Math.floor(key / 8);
    this.#wire = key % 8;
    if (this.field === 0) throw this.error("a field 0");
    if (this.#wire === WIRE.varint) this.#varint = this.#readVarint();
    else this.#take(this.#size());
    return true;
  }

  /** Enters the message in the field. The caller must read it to its end. */
  enter(): this {
    this.#expect(WIRE.bytes);
    this.#ends.push(this.#at);
    this.#at = this.#start;
    return this;
  }

  /** The value of a bool field. */
  boolean(): boolean {
    return this.integer() !== 0;
  }

  /** The value of a varint field, as an unsigned number. */
  integer(): number {
    this.#expect(WIRE.varint);
    return this.#varint;
  }

  /** The value of a float field. */
  float(): number {
    this.#expect(WIRE.fourBytes);
    return this.#view.getFloat32(this.#start, true);
  }

  /** The value of a bytes field, as a view of the file. */
  bytes(): Uint8Array {
    this.#expect(WIRE.bytes);
    return this.#bytes.subarray(this.#start, this.#at);
  }

  /** The value of a string field. */
  string(): string {
    return decodeUtf8(this.bytes(), (fault) => this.error(`a string with ${fault}`, "UTF-8"));
  }

  /** An error that names the current position in the file. */
  error(found: string, expected = "an undamaged file"): VocabularyError {
    return new VocabularyError(this.#name, `${found} before byte ${this.#at}`, expected);
  }

  get #end(): number {
    return this.#ends[this.#ends.length - 1];
  }

  /** The size of the value in bytes. */
  #size(): number {
    if (this.#wire === WIRE.bytes) return this.#readVarint();
    if (this.#wire === WIRE.fourBytes) return 4;
    if (this.#wire === WIRE.eightBytes) return 8;
    throw this.error(`a field of wire type ${this.#wire}`);
  }

  #take(size: number): void {
    const left = this.#end - this.#at;
    if (size > left) throw this.error(`field ${this.field}, ${size - left} bytes short,`);
    this.#start = this.#at;
    this.#at += size;
  }

  /** Values above 2 ** 53 lose bits; no valid file has them. */
  #readVarint(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_VARINT; index++) {
      if (this.#at === this.#end) throw this.error("a truncated number");
      const byte = this.#bytes[this.#at++];
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw this.error("an endless number");
  }

  #expect(wire: number): void {
    if (this.#wire !== wire) throw this.error(`field ${this.field} of wire type ${this.#wire}`, `wire type ${wire}`);
  }
}
