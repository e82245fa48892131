import { joinBytes } from "../base/buffers.js";
import { TextError } from "../base/errors.js";
import { decodeUtf8 } from "../text/utf8.js";
import { loadPeer } from "./peers.js";
import type { Block, Column, ListColumn, Table, TableFormat } from "./table.js";

type Arrow = typeof import("apache-arrow");
type FileMetadata = typeof import("apache-arrow/ipc/metadata/file");
type DataType = import("apache-arrow").DataType;
type Data = import("apache-arrow").Data;
type RecordBatch = import("apache-arrow").RecordBatch;
type Schema = import("apache-arrow").Schema;

/** The bytes before the metadata of a message: a mark and their length. */
const MESSAGE_PREFIX = 8;
/** The mark at both ends of a file, at the start with two bytes of padding. */
const MAGIC = new TextEncoder().encode("ARROW1");
const START = new Uint8Array(8);
START.set(MAGIC);
/** The end of the messages. */
const END_OF_STREAM = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/** The lengths of a record batch in a file. */
interface BatchLengths {
  readonly metadata: number;
  readonly body: number;
}

/** Tables as Apache Arrow's record batches. */
export class ArrowTables {
  readonly #arrow: Arrow;

  private constructor(arrow: Arrow) {
    this.#arrow = arrow;
  }

  /** @throws ResourceError if the package apache-arrow is not installed */
  static async load(): Promise<ArrowTables> {
    return new ArrowTables(await loadArrow());
  }

  /** A stream of Arrow's IPC format with one record batch. */
  streamOf(table: Table): Uint8Array {
    const { RecordBatchStreamWriter } = this.#arrow;
    return new RecordBatchStreamWriter().writeAll([this.#batchOf(table)]).toUint8Array(true);
  }

  schemaOf(table: Table): Schema {
    const { Field, Schema } = this.#arrow;
    return new Schema(table.columns.map((column) => new Field(column.name, this.#typeOf(column), true)));
  }

  #batchOf(table: Table): RecordBatch {
    const { makeData, RecordBatch, Struct } = this.#arrow;
    const schema = this.schemaOf(table);
    const children = table.columns.map((column) => this.#dataOf(column, table.rows));
    const type = new Struct(schema.fields);
    return new RecordBatch(schema, makeData({ type, length: table.rows, nullCount: 0, children }));
  }

  #typeOf(column: Column): DataType {
    const { Field, Int32, List, Utf8 } = this.#arrow;
    // All fields may be null, as in the schemas of Python's libraries.
    const listOf = (item: DataType): DataType => new List(new Field("item", item, true));
    if (column.kind === "number") return new Int32();
    if (column.kind === "strings") return listOf(new Utf8());
    if (column.kind === "pairs") return listOf(listOf(new Int32()));
    return listOf(this.#numberType(column));
  }

  #numberType({ values }: ListColumn): DataType {
    const { Int8, Int32, Uint16 } = this.#arrow;
    if (values instanceof Uint16Array) return new Uint16();
    return values instanceof Int8Array ? new Int8() : new Int32();
  }

  #dataOf(column: Column, rows: number): Data {
    const type = this.#typeOf(column);
    if (column.kind === "number") return this.#leaf(type, column.values);
    const [item] = type.children;
    const child =
      column.kind === "strings"
        ? this.#textsOf(column.values)
        : column.kind === "pairs"
          ? this.#pairsOf(item.type, column.values)
          : this.#leaf(item.type, column.values, column.hasNulls);
    return this.#listData(type, rows, offsetsOf(column.ends), child);
  }

  #pairsOf(type: DataType, values: Int32Array): Data {
    const count = values.length / 2;
    const offsets = Int32Array.from({ length: count + 1 }, (_, at) => 2 * at);
    return this.#listData(type, count, offsets, this.#leaf(type.children[0].type, values));
  }

  #listData(type: DataType, length: number, valueOffsets: Int32Array, child: Data): Data {
    return this.#arrow.makeData({ type, length, nullCount: 0, valueOffsets, child } as never);
  }

  #leaf(type: DataType, values: Int32Array | Uint16Array | Int8Array, hasNulls = false): Data {
    const nulls = hasNulls ? nullsOf(values) : { nullCount: 0 };
    return this.#arrow.makeData({ type, length: values.length, data: values, ...nulls } as never);
  }

  #textsOf(texts: readonly string[]): Data {
    const { makeData, Utf8 } = this.#arrow;
    const encoder = new TextEncoder();
    const encoded = texts.map((text) => encoder.encode(text));
    const valueOffsets = new Int32Array(texts.length + 1);
    for (let at = 0; at < texts.length; at++) valueOffsets[at + 1] = valueOffsets[at] + encoded[at].length;
    return makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data: joinBytes(encoded) });
  }
}

/** The format of .arrow files: Arrow's IPC file format. */
export class ArrowFiles implements TableFormat {
  readonly #tables: ArrowTables;
  readonly #metadata: FileMetadata;

  private constructor(tables: ArrowTables, metadata: FileMetadata) {
    this.#tables = tables;
    this.#metadata = metadata;
  }

  /** @throws ResourceError if the package apache-arrow is not installed */
  static async load(): Promise<ArrowFiles> {
    const tables = await ArrowTables.load();
    return new ArrowFiles(tables, await import("apache-arrow/ipc/metadata/file"));
  }

  start(empty: Table): Uint8Array {
    const stream = this.#tables.streamOf(empty);
    return joinBytes([START, stream.subarray(0, messageLength(stream, 0))]);
  }

  block(table: Table): Block {
    const stream = this.#tables.streamOf(table);
    const start = messageLength(stream, 0);
    const bytes = stream.slice(start, stream.length - END_OF_STREAM.length);
    const metadata = messageLength(bytes, 0);
    return { bytes, about: { metadata, body: bytes.length - metadata } satisfies BatchLengths };
  }

  end(empty: Table, about: readonly unknown[]): Uint8Array {
    const { FileBlock, Footer } = this.#metadata;
    let offset = this.start(empty).length;
    const blocks = (about as readonly BatchLengths[]).map(({ metadata, body }) => {
      const block = new FileBlock(metadata, body, offset);
      offset += metadata + body;
      return block;
    });
    const footer = Footer.encode(new Footer(this.#tables.schemaOf(empty) as never, undefined, blocks, []));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setInt32(0, footer.length, true);
    return joinBytes([END_OF_STREAM, footer, length, MAGIC]);
  }
}

/** @throws ResourceError if the package is not installed */
export function loadArrow(): Promise<Arrow> {
  return loadPeer("apache-arrow", "Arrow", () => import("apache-arrow"));
}

/**
 * Adds the texts of a column of a record batch to a list.
 *
 * @param column the number of the column
 * @param first the number of texts before those of the batch
 * @throws TextError for null, for another value that is no string, and for bytes that are not UTF-8, after it has added the
 * texts before it
 */
export function readTexts(arrow: Arrow, batch: RecordBatch, column: number, first: number, texts: string[]): void {
  const values = new arrow.Vector([asBytes(arrow, batch.data.children[column])]);
  for (let row = 0; row < batch.numRows; row++) {
    const value: unknown = values.get(row);
    const name = `text[${first + row}]`;
    if (value instanceof Uint8Array) texts.push(decodeUtf8(value, (fault) => new TextError(name, fault, "UTF-8")));
    else if (typeof value === "string") texts.push(value);
    else throw new TextError(name, value, "a string");
  }
}

/** Strings as their bytes, because the package decodes bytes that are not UTF-8 to U+FFFD. Other values stay as they are. */
function asBytes({ Binary, BinaryView, DataType, LargeBinary }: Arrow, data: Data): Data {
  if (DataType.isUtf8(data.type)) return data.clone(new Binary());
  if (DataType.isLargeUtf8(data.type)) return data.clone(new LargeBinary());
  return DataType.isUtf8View(data.type) ? data.clone(new BinaryView()) : data;
}

/** The length of the metadata of the message that begins at a position, with its prefix. */
function messageLength(bytes: Uint8Array, at: number): number {
  return MESSAGE_PREFIX + new DataView(bytes.buffer, bytes.byteOffset).getInt32(at + MESSAGE_PREFIX / 2, true);
}

/** Arrow's offsets: the start of each list, and the end of the last. */
function offsetsOf(ends: Uint32Array): Int32Array {
  const offsets = new Int32Array(ends.length + 1);
  offsets.set(ends, 1);
  return offsets;
}

/** The bits of the values that are not null, and the number of nulls. */
function nullsOf(values: ArrayLike<number>): { readonly nullBitmap: Uint8Array; readonly nullCount: number } {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  let nullCount = 0;
  for (let at = 0; at < values.length; at++) {
    if (values[at] < 0) nullCount++;
    else nullBitmap[at >> 3] |= 1 << (at & 7);
  }
  return { nullBitmap, nullCount };
}
