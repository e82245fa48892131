import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { deflateSync } from "fflate";
import { checkRecords, kernelRecords, sharedOffsets, typescriptRecords } from "./generate-records.js";
import { MATRIX_RECORDS } from "./matrix-schema.js";
import { RECORDS } from "./schema.js";

const SOURCES = [
  "search.ts",
  "lines.ts",
  "difference-trees.ts",
  "weight-tables.ts",
  "column-bounds.ts",
  "words.ts",
].map((name) => path(name));

/** Nothing is allocated, so there is no runtime and nothing to abort. */
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd", "--use", "abort="];

checkRecords(RECORDS);
checkRecords(MATRIX_RECORDS);

/** The files that `npm run kernel` makes of the record schema, by path. The kernel is compiled with them. */
export const GENERATED: ReadonlyMap<string, string> = new Map([
  [path("records.ts"), kernelRecords()],
  [path("../src/mecab/memory/records.ts"), typescriptRecords()],
  [path("../src/mecab/matrix/records.ts"), sharedOffsets(MATRIX_RECORDS)],
]);

/** The file that carries the compiled kernel. */
export const MODULE: string = path("../src/mecab/kernel/kernel-module.ts");

/** Compiles the kernel and returns the source of the module that carries it. Equal sources give equal bytes. */
export async function compileKernel(): Promise<string> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main([...SOURCES, "--outFile", "kernel.wasm", ...OPTIONS], {
    writeFile: (_name, contents) => {
      wasm = contents as Uint8Array;
    },
  });
  if (error || wasm === undefined) throw new Error(stderr.toString(), { cause: error });
  const base64 = Buffer.from(deflateSync(wasm, { level: 9, mem: 12 })).toString("base64");
  return `// Made from kernel/ by \`npm run kernel\`: raw DEFLATE data in Base64, and its size when inflated.
export const KERNEL_BYTES = ${wasm.length};
export const KERNEL =
  "${base64}";
`;
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of GENERATED) writeFileSync(file, text);
  writeFileSync(MODULE, await compileKernel());
}
