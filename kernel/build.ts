import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { deflateSync } from "fflate";

const SOURCES = ["search.ts", "difference-trees.ts", "weight-tables.ts", "words.ts"].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);
const OUTPUT = fileURLToPath(new URL("../src/mecab/kernel/kernel-module.ts", import.meta.url));

/** As AssemblyScript's command line takes them. Nothing is allocated, so there is no runtime and nothing to abort. */
const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd", "--use", "abort="];

/** Compiles the kernel; returns the source of the module that carries it. The same source gives the same bytes. */
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

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(OUTPUT, await compileKernel());
