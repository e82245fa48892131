import { VocabularyError } from "../../base/errors.js";
import { decodeUtf8 } from "../../text/utf8.js";

/** How a field's value is written. */
const WIRE = { varint: 0, eightBytes: 1, bytes: 2, fourBytes: 5 } as const;
const LONGEST_VARINT = 10;

/**
 * Reads a message of protocol buffers field by field, in the order of the file; a field's value can be asked for until
 * the next one is read. Nothing is allocated by what a length says: a value is a part of the bytes that are there.
 */
export class MessageReader {
  /** The field's number. */
  field = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #name: string;
  /** Where the message ends, after the ends of those that it is part of. */
  readonly #ends: number[];
  #at = 0;
  #wire = 0;
  /** The value, if it is a varint; otherwise it is the bytes from `#start` on. */
  #varint = 0;
  #start = 0;

  /** @param name what to call the file in errors */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#name = name;
    this.#ends = [bytes.length];
  }

  /**
   * Goes to the next field; false at the end of the message, from where the one that it is part of goes on.
   *
   * @throws VocabularyError where the message is cut or none
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

  /** Turns to the message that the field holds, which is to be read to its end. */
  enter(): this {
    this.#expect(WIRE.bytes);
    this.#ends.push(this.#at);
    this.#at = this.#start;
    return this;
  }

  boolean(): boolean {
    return this.integer() !== 0;
  }

  /** A number without a sign. */
  integer(): number {
    this.#expect(WIRE.varint);
    return this.#varint;
  }

  float(): number {
    this.#expect(WIRE.fourBytes);
    return this.#view.getFloat32(this.#start, true);
  }

  /** A view of the file. */
  bytes(): Uint8Array {
    this.#expect(WIRE.bytes);
    return this.#bytes.subarray(this.#start, this.#at);
  }

  string(): string {
    return decodeUtf8(this.bytes(), (fault) => this.error(`a string with ${fault}`, "UTF-8"));
  }

  error(found: string, expected = "an undamaged file"): VocabularyError {
    return new VocabularyError(this.#name, `${found} before byte ${this.#at}`, expected);
  }

  get #end(): number {
    return this.#ends[this.#ends.length - 1];
  }

  /** How many bytes the value takes. */
  #size(): number {
    if (this.#wire === WIRE.bytes) return this.#readVarint();
    if (this.#wire === WIRE.fourBytes) return 4;
    if (this.#wire === WIRE.eightBytes) return 8;
    throw this.error(`a field of wire type ${this.#wire}`);
  }

  #take(size: number): void {
    const left = this.#end - this.#at;
    if (size > left) throw this.error(`an end in field ${this.field}, ${size - left} bytes`);
    this.#start = this.#at;
    this.#at += size;
  }

  /** Above 2 ** 53, which is no sensible value, not every bit is kept. */
  #readVarint(): number {
    let value = 0;
    for (let index = 0; index < LONGEST_VARINT; index++) {
      if (this.#at === this.#end) throw this.error("an end in a number");
      const byte = this.#bytes[this.#at++];
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw this.error("a number without an end");
  }

  #expect(wire: number): void {
    if (this.#wire !== wire) throw this.error(`field ${this.field} of wire type ${this.#wire}`, `wire type ${wire}`);
  }
}
