import { joinBytes } from "../base/buffers.js";
import { ArrowTables } from "./arrow.js";
import { loadPeer } from "./peers.js";
import type { Block, Table, TableFormat } from "./table.js";
import { int64, integerOf, readStruct, structs, structsOf, type ThriftStruct, writeStruct } from "./thrift.js";

type Parquet = typeof import("parquet-wasm");

/** The mark at both ends of a file. */
const MAGIC = new TextEncoder().encode("PAR1");
/** The length of the footer and the mark, at the end of a file. */
const TAIL_BYTES = 8;
/** No limit: a block is one row group. */
const MOST_ROWS = 2 ** 30;

// The numbers of fields in the footer's structs.
const FILE = { rows: 3, rowGroups: 4 } as const;
const ROW_GROUP = { columns: 1, rows: 3, fileOffset: 5, ordinal: 7 } as const;
const CHUNK = { fileOffset: 2, metadata: 3, firstOfIndexes: 4, lastOfIndexes: 7 } as const;
const METADATA = { compressedSize: 7, dataPages: 9, indexPages: 10, dictionaryPage: 11 } as const;

/** The description of a block: its length and its row groups, each a struct of the footer in base64. */
interface RowGroups {
  readonly length: number;
  readonly groups: readonly string[];
}

/**
 * The format of .parquet files. Each block is the row group of a file of its own, whose footer's entry moves to the footer of the
 * whole file with other offsets.
 */
export class ParquetFiles implements TableFormat {
  readonly #tables: ArrowTables;
  readonly #parquet: Parquet;

  private constructor(tables: ArrowTables, parquet: Parquet) {
    this.#tables = tables;
    this.#parquet = parquet;
  }

  /** @throws ResourceError if the packages apache-arrow and parquet-wasm are not installed */
  static async load(): Promise<ParquetFiles> {
    return new ParquetFiles(await ArrowTables.load(), await loadParquet());
  }

  start(): Uint8Array {
    return MAGIC;
  }

  block(table: Table): Block {
    const file = this.#fileOf(table);
    const groups = structsOf(footerOf(file), FILE.rowGroups);
    const end = Math.max(MAGIC.length, ...groups.flatMap(columnsOf).map(endOf));
    const about: RowGroups = {
      length: end - MAGIC.length,
      groups: groups.map((group) => Buffer.from(writeStruct(group)).toString("base64")),
    };
    return { bytes: file.slice(MAGIC.length, end), about };
  }

  end(empty: Table, about: readonly unknown[]): Uint8Array {
    const groups: ThriftStruct[] = [];
    let rows = 0;
    // Offsets in a block's own file count its mark, as those in the whole file do.
    let moved = 0;
    for (const block of about as readonly RowGroups[]) {
      for (const text of block.groups) {
        const group = readStruct(Buffer.from(text, "base64"));
        rows += integerOf(group, ROW_GROUP.rows) ?? 0;
        groups.push(movedGroup(group, moved));
      }
      moved += block.length;
    }
    const footer = footerOf(this.#fileOf(empty));
    const whole = writeStruct(withFields(footer, { [FILE.rows]: int64(rows), [FILE.rowGroups]: structs(groups) }));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, whole.length, true);
    return joinBytes([whole, length, MAGIC]);
  }

  #fileOf(table: Table): Uint8Array {
    const { Compression, EnabledStatistics, Table, WriterPropertiesBuilder, writeParquet } = this.#parquet;
    // Statistics of ids have no use and take a fifth of the time.
    const properties = new WriterPropertiesBuilder()
      .setCompression(Compression.ZSTD)
      .setStatisticsEnabled(EnabledStatistics.None)
      .setMaxRowGroupSize(MOST_ROWS)
      .build();
    return writeParquet(Table.fromIPCStream(this.#tables.streamOf(table)), properties);
  }
}

/** @throws ResourceError if the package is not installed */
export function loadParquet(): Promise<Parquet> {
  return loadPeer("parquet-wasm", "Parquet", () => import("parquet-wasm"));
}

function footerOf(file: Uint8Array): ThriftStruct {
  const end = file.length - TAIL_BYTES;
  const length = new DataView(file.buffer, file.byteOffset).getUint32(end, true);
  return readStruct(file.subarray(end - length, end));
}

function columnsOf(group: ThriftStruct): readonly ThriftStruct[] {
  return structsOf(group, ROW_GROUP.columns);
}

function metadataOf(chunk: ThriftStruct): ThriftStruct {
  return chunk.get(CHUNK.metadata)?.value as ThriftStruct;
}

/** The end of the pages of a column in its file. */
function endOf(chunk: ThriftStruct): number {
  const metadata = metadataOf(chunk);
  const start = integerOf(metadata, METADATA.dictionaryPage) ?? integerOf(metadata, METADATA.dataPages) ?? 0;
  return start + (integerOf(metadata, METADATA.compressedSize) ?? 0);
}

/** A row group whose pages come later in the file. It names no index of pages: the indexes stay out of the file. */
function movedGroup(group: ThriftStruct, by: number): ThriftStruct {
  const columns = columnsOf(group).map((chunk) => {
    const metadata = metadataOf(chunk);
    for (const field of [METADATA.dataPages, METADATA.indexPages, METADATA.dictionaryPage]) move(metadata, field, by);
    move(chunk, CHUNK.fileOffset, by);
    for (let field = CHUNK.firstOfIndexes as number; field <= CHUNK.lastOfIndexes; field++) chunk.delete(field);
    return chunk;
  });
  move(group, ROW_GROUP.fileOffset, by);
  group.delete(ROW_GROUP.ordinal);
  return withFields(group, { [ROW_GROUP.columns]: structs(columns) });
}

/** Adds to the offset in a field. An offset of 0 means that there is none. */
function move(struct: ThriftStruct, field: number, by: number): void {
  const offset = integerOf(struct, field);
  if (offset !== undefined && offset !== 0) struct.set(field, int64(offset + by));
}

function withFields(struct: ThriftStruct, fields: Readonly<Record<number, ReturnType<typeof int64>>>): ThriftStruct {
  const all = new Map(struct);
  for (const [field, value] of Object.entries(fields)) all.set(Number(field), value);
  return all;
}
