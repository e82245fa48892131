import { FRONT } from "../src/mecab/memory/layout.js";
import { type Field, RECORDS, type RecordSchema } from "./schema.js";

const BYTES = { u16: 2, i32: 4, address: 4 } as const;
const KERNEL_TYPES = { u16: "u16", i32: "i32", address: "usize" } as const;
const NOTE = "Made from kernel/schema.ts by `npm run kernel`.";

/**
 * Checks the fields' alignment, and that records with an address of their own lie one after the other before FRONT.
 *
 * @throws Error if records overlap or a field is not aligned
 */
export function checkRecords(records: readonly RecordSchema[]): void {
  for (const record of records) {
    for (const field of record.fields) {
      if (offsetOf(record, field) % BYTES[field.type] === 0) continue;
      throw new Error(`kernel/schema.ts: ${record.name}.${field.name} is not aligned; put 16-bit fields in pairs`);
    }
  }
  const fixed = records.flatMap(({ name, fields, address }) =>
    address === undefined ? [] : [{ name, address, end: address + sizeOf(fields) }],
  );
  fixed.sort((a, b) => a.address - b.address);
  for (const [index, { name, end }] of fixed.entries()) {
    const next = fixed[index + 1] ?? { name: "FRONT of src/mecab/memory/layout.ts", address: FRONT };
    if (end > next.address) {
      throw new Error(`kernel/schema.ts: ${name} ends at ${end}, but ${next.name} begins at ${next.address}`);
    }
  }
}

/** The AssemblyScript classes of all records, and a function for each that takes an address for a record. */
export function kernelRecords(): string {
  return `// ${NOTE}\n\n${RECORDS.map(kernelRecord).join("\n")}`;
}

/** The offsets, accessors and factories of the records that TypeScript uses. */
export function typescriptRecords(): string {
  const parts = RECORDS.flatMap((record) => [
    record.hasOffsets ? offsets(record) : [],
    record.hasAccessors ? record.fields.flatMap((field) => accessors(record, field)) : [],
    record.factory ? factory(record) : [],
  ]).flat();
  return `// ${NOTE}\n\n${parts.join("\n")}`;
}

/** The offsets of records, for TypeScript and AssemblyScript at once. */
export function sharedOffsets(records: readonly RecordSchema[]): string {
  const note = "Made from kernel/matrix-schema.ts by `npm run kernel`. TypeScript and AssemblyScript at once.";
  return `// ${note}\n\n${records.map(offsets).join("\n")}`;
}

function kernelRecord({ name, doc, fields, address }: RecordSchema): string {
  const lines = fields.map((field) => `  /** ${field.doc} */\n  ${field.name}: ${KERNEL_TYPES[field.type]};\n`);
  const access =
    address === undefined
      ? `export function ${lowerFirst(name)}At(address: usize): ${name} {\n  return changetype<${name}>(address);\n}\n`
      : `export const ${lowerFirst(name)} = changetype<${name}>(${address});\n`;
  return `/** ${doc} */\n@unmanaged\nexport class ${name} {\n${lines.join("")}}\n\n${access}`;
}

function offsets(record: RecordSchema): string {
  const prefix = constantCase(record.name);
  const lines = record.fields.map((field) => {
    const offset = offsetOf(record, field);
    return `/** ${field.doc} */\nexport const ${prefix}_${constantCase(field.name)} = ${offset};\n`;
  });
  const size = endOf(record);
  const power = Math.log2(size);
  const shift = Number.isInteger(power)
    ? `/** Its binary logarithm. */\nexport const ${prefix}_SHIFT = ${power};\n`
    : "";
  return `/** The size in bytes of one \`${record.name}\`. ${record.doc} */\nexport const ${prefix}_BYTES = ${size};\n${shift}${lines.join("")}`;
}

/** The functions that read and write a field. A field of 16 bits is only read. */
function accessors(record: RecordSchema, field: Field): string[] {
  const name = lowerFirst(record.name);
  const member = upperFirst(field.name);
  const offset = offsetOf(record, field);
  const parameters = record.address === undefined ? `memory: Int32Array, ${name}: number` : "memory: Int32Array";
  const int = `memory[${intAt(record, name, offset - (offset % 4))}]`;
  if (field.type === "u16") {
    const half = offset % 4 === 0 ? `${int} & 0xffff` : `${int} >>> 16`;
    return [`/** ${field.doc} */\nexport const ${name}${member} = (${parameters}): number => ${half};\n`];
  }
  // Arrow functions, because there are many accessors and minifiers make arrow functions shortest.
  return [
    `/** ${field.doc} */\nexport const ${name}${member} = (${parameters}): number => ${int};\n`,
    `export const set${record.name}${member} = (${parameters}, value: number): void => {\n  ${int} = value;\n};\n`,
  ];
}

function intAt({ address }: RecordSchema, name: string, offset: number): string {
  if (address !== undefined) return String((address + offset) / 4);
  return offset === 0 ? `${name} >> 2` : `(${name} + ${offset}) >> 2`;
}

function factory({ name, factory: functionName, fields, doc, address }: RecordSchema): string {
  const members = fields.map((field) => `  /** ${field.doc} */\n  readonly ${field.name}: number;\n`);
  const values = fields.map((field) => `    record.${field.name},\n`);
  const place = `/** The address of the record. */\nexport const ${constantCase(name)}_ADDRESS = ${address};\n\n`;
  return `${address === undefined ? "" : place}/** ${doc} */
export interface ${name} {
${members.join("")}}

/** The record as the kernel reads it. */
export function ${functionName}(record: ${name}): Int32Array {
  return Int32Array.of(
${values.join("")}  );
}
`;
}

function offsetOf({ begins, fields }: RecordSchema, field: Field): number {
  return (begins ? endOf(begins) : 0) + sizeOf(fields.slice(0, fields.indexOf(field)));
}

/** The size of a record in bytes. */
function endOf({ begins, fields }: RecordSchema): number {
  return (begins ? endOf(begins) : 0) + sizeOf(fields);
}

function sizeOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { type }) => sum + BYTES[type], 0);
}

function upperFirst(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

function lowerFirst(name: string): string {
  return name[0].toLowerCase() + name.slice(1);
}

function constantCase(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
