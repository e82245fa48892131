/**
 * Thrift's compact protocol without schemas: reads a struct with all its fields, known or not, and writes it again. Parquet's
 * footers use it.
 */

/** The types of Thrift's compact protocol that Parquet's footers use. */
const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const INT16 = 4;
const INT32 = 5;
const INT64 = 6;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** The low half of the first byte of a list that has too many items for the high half. */
const LONG_LIST = 15;
const DOUBLE_BYTES = 8;

export interface ThriftList {
  readonly itemType: number;
  readonly items: readonly ThriftValue[];
}

/** The fields of a struct by their numbers, in ascending order. */
export type ThriftStruct = Map<number, ThriftField>;

export interface ThriftField {
  readonly type: number;
  readonly value: ThriftValue;
}

/** Integers are bigint. Strings and doubles are their bytes. */
export type ThriftValue = boolean | bigint | Uint8Array | ThriftList | ThriftStruct;

/** The field for a 64-bit integer. */
export function int64(value: number | bigint): ThriftField {
  return { type: INT64, value: BigInt(value) };
}

/** The field for a list of structs. */
export function structs(items: readonly ThriftStruct[]): ThriftField {
  return { type: LIST, value: { itemType: STRUCT, items } };
}

/** Returns the structs in a list field, none if there is no such field. */
export function structsOf(struct: ThriftStruct, field: number): readonly ThriftStruct[] {
  const list = struct.get(field)?.value as ThriftList | undefined;
  return (list?.items ?? []) as readonly ThriftStruct[];
}

/** Returns the integer in a field. */
export function integerOf(struct: ThriftStruct, field: number): number | undefined {
  const value = struct.get(field)?.value;
  return value === undefined ? undefined : Number(value as bigint);
}

export function readStruct(bytes: Uint8Array): ThriftStruct {
  return new Reader(bytes).struct();
}

export function writeStruct(struct: ThriftStruct): Uint8Array {
  const bytes: number[] = [];
  putStruct(bytes, struct);
  return Uint8Array.from(bytes);
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  struct(): ThriftStruct {
    const fields: ThriftStruct = new Map();
    for (let number = 0; ; ) {
      const head = this.#byte();
      if (head === 0) return fields;
      const type = head & 15;
      const difference = head >> 4;
      number = difference === 0 ? Number(this.#integer()) : number + difference;
      const value = type === TRUE ? true : type === FALSE ? false : this.#value(type);
      fields.set(number, { type, value });
    }
  }

  #value(type: number): ThriftValue {
    switch (type) {
      case BYTE:
        return BigInt(this.#byte());
      case INT16:
      case INT32:
      case INT64:
        return this.#integer();
      case DOUBLE:
        return this.#bytes(DOUBLE_BYTES);
      case BINARY:
        return this.#bytes(Number(this.#varint()));
      case LIST:
        return this.#list();
      case STRUCT:
        return this.struct();
      default:
        throw new RangeError(`Thrift type ${type}`);
    }
  }

  #list(): ThriftList {
    const head = this.#byte();
    const itemType = head & 15;
    const length = head >> 4 === LONG_LIST ? Number(this.#varint()) : head >> 4;
    // In a list, a boolean takes a byte of its own.
    const item = (): ThriftValue => (itemType <= FALSE ? this.#byte() === TRUE : this.#value(itemType));
    return { itemType, items: Array.from({ length }, item) };
  }

  #byte(): number {
    if (this.#at >= this.bytes.length) throw new RangeError("the end of the bytes within a Thrift struct");
    return this.bytes[this.#at++];
  }

  #bytes(length: number): Uint8Array {
    this.#at += length;
    return this.bytes.slice(this.#at - length, this.#at);
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  /** An integer in zigzag form. */
  #integer(): bigint {
    const value = this.#varint();
    return (value >> 1n) ^ -(value & 1n);
  }
}

function putStruct(to: number[], struct: ThriftStruct): void {
  let last = 0;
  for (const [number, { type, value }] of struct) {
    const difference = number - last;
    if (difference > 0 && difference <= LONG_LIST) to.push((difference << 4) | type);
    else {
      to.push(type);
      putInteger(to, BigInt(number));
    }
    last = number;
    if (type > FALSE) putValue(to, type, value);
  }
  to.push(0);
}

function putValue(to: number[], type: number, value: ThriftValue): void {
  if (type === STRUCT) putStruct(to, value as ThriftStruct);
  else if (type === LIST) putList(to, value as ThriftList);
  else if (type === BYTE) to.push(Number(value));
  else if (value instanceof Uint8Array) {
    if (type === BINARY) putVarint(to, BigInt(value.length));
    for (const byte of value) to.push(byte);
  } else putInteger(to, value as bigint);
}

function putList(to: number[], { itemType, items }: ThriftList): void {
  if (items.length < LONG_LIST) to.push((items.length << 4) | itemType);
  else {
    to.push((LONG_LIST << 4) | itemType);
    putVarint(to, BigInt(items.length));
  }
  for (const item of items) {
    if (itemType <= FALSE) to.push(item ? TRUE : FALSE);
    else putValue(to, itemType, item);
  }
}

function putVarint(to: number[], value: bigint): void {
  let rest = value;
  for (; rest >= 128n; rest >>= 7n) to.push(Number(rest & 127n) | 128);
  to.push(Number(rest));
}

function putInteger(to: number[], value: bigint): void {
  putVarint(to, value >= 0n ? value << 1n : ((-value - 1n) << 1n) | 1n);
}
