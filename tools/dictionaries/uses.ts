/**
 * `npm run uses`: measures over a corpus (in the folder TOHOKU_SHARED) which left and right ids the lattice search reads
 * most. build.ts gives these ids the first classes, so that their rows and columns of the matrix lie side by side. Only
 * the order of the ids is stored, nothing of the corpus.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { corpus } from "../../fixtures/corpus.js";
import { pythonEnvironment } from "../../fixtures/environment.js";
import { readFolder } from "../../src/mecab/compiler/folder.js";
import { type IdUses, type Reduction, reduceDictionary } from "../../src/mecab/compiler/reduce.js";
import { buildDictionary, type Dictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../../src/mecab/lattice/search-kernel.js";
import { WINDOW } from "../../src/mecab/memory/layout.js";
import { nodeBegin, nodePair, PAIR_BYTES } from "../../src/mecab/memory/records.js";
import { listEnds } from "../lattice-ends.js";
import { readOriginals } from "./originals.js";

/** One line in ten is read. */
const LINE_STRIDE = 10;
/** The number of ids listed for each side. The ids after them are too rare for their order to matter. */
const MOST_IDS = 1024;

const OUTPUT = fileURLToPath(new URL("../../dictionaries", import.meta.url));

async function main(): Promise<void> {
  const files = corpus();
  if (files.length === 0) throw new Error("no corpus: TOHOKU_SHARED must name the folder that holds corpus/*.txt");
  const lines = files
    .flatMap((file) => [...file.texts()])
    .filter((line, at) => at % LINE_STRIDE === 0 && line.length < WINDOW);
  const { dictionaries } = await pythonEnvironment();
  await kernelReady();
  for (const name of ["ipadic", "unidic-lite"] as const) {
    const reduction = reduceDictionary(readFolder(readOriginals(name, dictionaries[name]), name), name);
    const uses = measureUses(reduction, lines);
    writeFileSync(join(OUTPUT, `${name}.uses.json`), `${JSON.stringify(uses)}\n`);
    console.log(`${name}: ${uses.left.length} left and ${uses.right.length} right ids, of ${lines.length} lines`);
  }
}

/** Counts the cells that the search reads of each id's row or column, and lists the ids by that count. */
function measureUses({ tables, leftIds, rightIds }: Reduction, lines: readonly string[]): IdUses {
  const dictionary = buildDictionary(tables);
  const { wasm } = dictionary.memory;
  if (wasm === null) throw new Error("no WebAssembly with SIMD");
  const search = new KernelSearch(dictionary, wasm);
  const lattice = new Lattice(dictionary, search);
  const left = new Float64Array(leftIds.length);
  const right = new Float64Array(rightIds.length);
  for (const line of lines) {
    lattice.segment(line);
    const ends = listEnds(dictionary, search.memory);
    for (const node of [...ends.values()].flatMap(({ nodes }) => nodes)) {
      const before = ends.get(nodeBegin(search.memory, node));
      // The node of the sentence's beginning has no predecessors.
      if (before === undefined) continue;
      left[tables.pairLeft[pairOf(nodePair(search.memory, node), dictionary)]] += before.kept.length;
      for (const predecessor of before.kept) {
        const pair = pairOf(nodePair(search.memory, predecessor), dictionary);
        right[pair === dictionary.beginPair ? tables.beginRight : tables.pairRight[pair]]++;
      }
    }
  }
  return { left: mostUsed(left, leftIds), right: mostUsed(right, rightIds) };
}

/** The number of the pair at an address. */
function pairOf(pair: number, { rows }: Dictionary): number {
  return (pair - rows.pairs.byteOffset) / PAIR_BYTES;
}

function mostUsed(uses: Float64Array, ids: readonly number[]): number[] {
  const classes = [...uses.keys()].filter((index) => uses[index] > 0);
  const ordered = classes.sort((a, b) => uses[b] - uses[a] || ids[a] - ids[b]);
  return ordered.slice(0, MOST_IDS).map((index) => ids[index]);
}

await main();
