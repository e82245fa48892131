import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { FOLDER_FILES, type MecabFiles, readFolder, type SourceDictionary } from "../src/mecab/compiler/folder.js";
import { characterInfo } from "../src/mecab/file/tables.js";
import { type Contestant, reasonOf, Skipped } from "./contestant.js";
import { generateLines } from "./generated-lines.js";
import { Program, ROOT, startContestant } from "./program.js";
import type { Texts } from "./texts.js";

const SOURCE = join(ROOT, "bench", "peers", "vibrato", "Cargo.toml");
const CACHE = join(ROOT, ".cache", "bench");
const TARGET = join(CACHE, "vibrato");
const REMEDY = "install cargo, then npm run bench again";
const TRAINING_LINES = 20_000;

let built: Promise<string> | undefined;

/**
 * Starts vibrato with exactly the words, costs and categories of a compiled MeCab dictionary.
 *
 * @param renumber true to renumber the connection ids by their use in generated lines, which are not measured
 */
export async function startVibrato(
  name: string,
  dictionary: string,
  folder: string,
  renumber: boolean,
  texts: Texts,
): Promise<Contestant> {
  built ??= build();
  const executable = await built.catch((cause) => {
    throw new Skipped(`it could not be built: ${reasonOf(cause)}`, REMEDY, { cause });
  });
  const sources = await exportSources(dictionary, folder);
  const training = renumber ? [await trainingLines(texts.folder)] : [];
  return startContestant(name, new Program(executable, [texts.file, sources, ...training], "vibrato"));
}

async function build(): Promise<string> {
  await mkdir(TARGET, { recursive: true });
  // Cargo writes a lock file next to the manifest. The copy is in a folder that git ignores.
  const manifest = join(TARGET, "Cargo.toml");
  await writeFile(manifest, await readFile(SOURCE));
  await mkdir(join(TARGET, "src"), { recursive: true });
  await writeFile(join(TARGET, "src", "main.rs"), await readFile(join(ROOT, "bench/peers/vibrato/src/main.rs")));
  console.error("Building vibrato into .cache/bench");
  await promisify(execFile)("cargo", ["build", "--release", "--quiet", "--manifest-path", manifest], { cwd: TARGET });
  return join(TARGET, "target", "release", "vibrato-contestant");
}

async function trainingLines(folder: string): Promise<string> {
  const file = join(folder, "training.txt");
  await writeFile(
    file,
    generateLines(TRAINING_LINES)
      .map((line) => `${line}\n`)
      .join(""),
  );
  return file;
}

/** Writes the contents of MeCab's binary files as source files, without features. Returns their folder. */
async function exportSources(name: string, folder: string): Promise<string> {
  const sources = join(CACHE, `vibrato-${name}`);
  if (existsSync(join(sources, "lex.csv"))) return sources;
  await mkdir(sources, { recursive: true });
  const files = await Promise.all(
    FOLDER_FILES.map(async (file) => [file, await readFile(join(folder, file))] as const),
  );
  const dictionary = readFolder(Object.fromEntries(files) as unknown as MecabFiles, name);
  await writeFile(join(sources, "matrix.def"), matrixLines(dictionary));
  await writeFile(join(sources, "char.def"), categoryLines(dictionary));
  await writeFile(join(sources, "unk.def"), wordLines(dictionary.unknown));
  // Written last and renamed: if lex.csv exists, all files are complete.
  await writeFile(join(sources, "lex.csv.new"), wordLines(dictionary.system));
  await rename(join(sources, "lex.csv.new"), join(sources, "lex.csv"));
  return sources;
}

function wordLines({ surfaces, firstToken, left, right, cost }: SourceDictionary["system"]): string {
  const lines: string[] = [];
  surfaces.forEach((surface, index) => {
    const quoted = `"${surface.replaceAll('"', '""')}"`;
    for (let token = firstToken[index]; token < firstToken[index + 1]; token++) {
      lines.push(`${quoted},${left[token]},${right[token]},${cost[token]},*`);
    }
  });
  return `${lines.join("\n")}\n`;
}

function* matrixLines({ matrix, system: { rightIds, leftIds } }: SourceDictionary): Generator<string> {
  yield `${rightIds} ${leftIds}\n`;
  for (let left = 0; left < leftIds; left++) {
    let lines = "";
    for (let right = 0; right < rightIds; right++) lines += `${right} ${left} ${matrix[right + rightIds * left]}\n`;
    yield lines;
  }
}

function categoryLines({ categoryNames, characters }: SourceDictionary): string {
  const lines = categoryNames.map((name, category) => {
    const entry = characters.find((each) => characterInfo(each).defaultCategory === category);
    const { invoke, group, length } = characterInfo(entry ?? characters[0]);
    return `${name} ${Number(invoke)} ${Number(group)} ${length}`;
  });
  for (let start = 0; start < characters.length; ) {
    let end = start + 1;
    while (end < characters.length && characters[end] === characters[start]) end++;
    const { categories, defaultCategory } = characterInfo(characters[start]);
    const others = categoryNames.filter((_, category) => category !== defaultCategory && (categories >> category) & 1);
    const hex = (code: number): string => `0x${code.toString(16).toUpperCase().padStart(4, "0")}`;
    lines.push(`${hex(start)}..${hex(end - 1)} ${[categoryNames[defaultCategory], ...others].join(" ")}`);
    start = end;
  }
  return `${lines.join("\n")}\n`;
}
