/**
 * `npm run uses`: measures over a corpus (TOHOKU_SHARED) which ids a search needs most, for build.ts, which lays their
 * rows and columns of the matrix out side by side. Of the corpus nothing but the ids' order is kept.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listEnds } from "../../bench/lattice-work.js";
import { pythonEnvironment } from "../../fixtures/environment.js";
import { readFolder } from "../../src/mecab/compiler/folder.js";
import { type IdUses, type Reduction, reduceDictionary } from "../../src/mecab/compiler/reduce.js";
import { buildDictionary, type Dictionary } from "../../src/mecab/dictionary/dictionary.js";
import { kernelReady } from "../../src/mecab/kernel/kernel.js";
import { Lattice } from "../../src/mecab/lattice/lattice.js";
import { KernelSearch } from "../../src/mecab/lattice/search-kernel.js";
import { WINDOW } from "../../src/mecab/memory/layout.js";
import { nodeBegin, nodePair, PAIR_BYTES } from "../../src/mecab/memory/records.js";
import { corpus } from "../../test/differential/sources.js";
import { readOriginals } from "./originals.js";

/** One line in so many is read. */
const EVERY = 10;
/** The ids kept of a side: those behind them are used too seldom for their places to matter. */
const MOST_IDS = 1024;

const OUTPUT = fileURLToPath(new URL("../../dictionaries", import.meta.url));

async function main(): Promise<void> {
  const files = corpus();
  if (files.length === 0) throw new Error("no corpus: TOHOKU_SHARED names the folder that holds it");
  const lines = files
    .flatMap((file) => [...file.texts()])
    .filter((line, at) => at % EVERY === 0 && line.length < WINDOW);
  const { dictionaries } = await pythonEnvironment();
  await kernelReady();
  for (const name of ["ipadic", "unidic-lite"] as const) {
    const reduction = reduceDictionary(readFolder(readOriginals(name, dictionaries[name]), name), name);
    const uses = measureUses(reduction, lines);
    writeFileSync(join(OUTPUT, `${name}.uses.json`), `${JSON.stringify(uses)}\n`);
    console.log(`${name}: ${uses.left.length} left and ${uses.right.length} right ids, of ${lines.length} lines`);
  }
}

/** The ids by how many cells of their row or column are read. */
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
    for (const node of [...ends.values()].flatMap((end) => end.nodes)) {
      const before = ends.get(nodeBegin(search.memory, node));
      // The sentence's beginning begins nowhere.
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
