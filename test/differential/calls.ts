import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AnyTokenizer,
  AutoTokenizer,
  byT5,
  LlamaTokenizerFast,
  PreTrainedTokenizerFast,
  setLogger,
  TokenizerError,
} from "tohoku-tokenizers";
import { TokenizerJson } from "tohoku-tokenizers/tokenizer-json";
import { AdversarialTexts } from "../../fixtures/adversarial.js";
import { BYT5_TEXTS } from "../../fixtures/bytes.js";
import { type MethodCall, RandomCalls } from "../../fixtures/calls.js";
import { CLASS_FOLDERS, writeFolder } from "../../fixtures/classes.js";
import { corpus } from "../../fixtures/corpus.js";
import { FAST_SETTINGS, FastCalls, fastContent, inCodePoints, openFast } from "../../fixtures/fast.js";
import { canonical, perform } from "../../fixtures/perform.js";
import { PIECE_SETTINGS } from "../../fixtures/pieces.js";
import { Random } from "../../fixtures/random.js";
import { type Reference, raised } from "../../fixtures/reference.js";
import { inFolder } from "../../fixtures/saved.js";
import { readTrained, trainedFile } from "../../fixtures/sentencepiece/models.js";
import { SMALL_TEXTS } from "../../fixtures/texts.js";
import { isBuiltIn, publishedSetting, type Vocabulary, vocabularyFile } from "../../fixtures/vocabularies.js";
import type { Result } from "./compare.js";
import { makePieces, openPieces } from "./pieces.js";
import type { Pool } from "./pool.js";
import { Progress } from "./progress.js";

const CALLS_PER_TASK = 500;
const LONGEST_TEXT = 120;
const CORPUS_TEXTS = 20_000;

interface Calls {
  next(): MethodCall;
}

/** A tokenizer that both sides can open. */
export interface Subject {
  readonly name: string;
  readonly tokenizer: AnyTokenizer;
  open(reference: Reference): Promise<void>;
  /** Generator of its calls, if RandomCalls does not fit. */
  readonly calls?: (random: Random, texts: readonly string[], ids: number) => Calls;
}

/** The tokenizer of a published vocabulary; undefined if the vocabulary's file is missing. */
export async function publishedSubject(vocabulary: Vocabulary): Promise<Subject | undefined> {
  const file = vocabularyFile(vocabulary);
  if (!file) return undefined;
  const { name, model } = vocabulary;
  const setting = publishedSetting(vocabulary);
  const tokenizer = await AutoTokenizer.from_pretrained(model, isBuiltIn(vocabulary) ? {} : { files: dirname(file) });
  return { name, tokenizer, open: (reference) => reference.open(name, file, setting) };
}

export function byT5Subject(): Subject {
  const name = "byt5";
  return { name, tokenizer: byT5(), open: (reference) => reference.openByT5(name, {}) };
}

export function pieceSubjects(): Promise<Subject[]> {
  const subjects = Object.entries(PIECE_SETTINGS).map(async ([name, setting]) => ({
    name,
    tokenizer: await makePieces(setting, readTrained(setting.model)),
    open: (reference: Reference) => openPieces(reference, name, setting, fileURLToPath(trainedFile(setting.model))),
  }));
  return Promise.all(subjects);
}

export function fastSubjects(): Subject[] {
  return Object.entries(FAST_SETTINGS).map(([name, setting]) => ({
    name,
    tokenizer: openFast(setting, { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast }),
    open: (reference) => reference.openFast(name, setting.class, fastContent(setting), setting.arguments),
    calls: (random, texts, ids) => new FastCalls(random, texts, ids),
  }));
}

/** The fast classes, made of folders by AutoTokenizer on both sides. */
export function classSubjects(): Promise<Subject[]> {
  const subjects = Object.entries(CLASS_FOLDERS).map(async ([name, folder]) => ({
    name,
    tokenizer: await inFolder(async (path) => {
      await writeFolder(path, folder());
      return AutoTokenizer.from_pretrained(path);
    }),
    open: (reference: Reference) =>
      inFolder(async (path) => {
        await writeFolder(path, folder());
        await reference.load(name, path);
      }),
    calls: (random: Random, texts: readonly string[], ids: number) => new FastCalls(random, texts, ids),
  }));
  return Promise.all(subjects);
}

/** Compares random calls that mix all options. */
export async function compareCalls(pool: Pool, subject: Subject, seed: number, count: number): Promise<Result> {
  setLogger({ warn: () => {}, error: () => {} });
  const { name, tokenizer } = subject;
  await Promise.all(pool.references.map((reference) => subject.open(reference)));
  const random = new Random(seed);
  const own = subject.calls?.(random, texts(seed), tokenizer.length);
  const calls = own ?? new RandomCalls(random, texts(seed), tokenizer.length, name !== "byt5");
  const progress = new Progress(`calls:${name}`, count);
  let differing = 0;
  let smallest: Result["smallest"];

  await pool.each(portions(calls, count), async (portion, reference) => {
    const outcomes = await reference.call(name, portion);
    for (const [index, call] of portion.entries()) {
      const ours = attempt(() => perform(tokenizer, inCodePoints(call)));
      const theirs = outcomes[index];
      if (agree(ours, theirs)) continue;
      differing++;
      const input = JSON.stringify(call);
      if (!smallest || input.length < smallest.input.length) smallest = { input, ours, theirs };
    }
    progress.advance(portion.length);
  });
  progress.end();
  return { part: `calls:${name}`, lines: count, differing, smallest };
}

/** Texts of the corpus, texts that are known to be difficult, and generated texts. */
function texts(seed: number): string[] {
  const generated = new AdversarialTexts(seed);
  const lines = corpus().flatMap((source) => [...source.texts()]);
  const step = Math.max(1, Math.floor(lines.length / CORPUS_TEXTS));
  const sample = lines.filter((_, at) => at % step === 0);
  const quirks = Array.from({ length: 2000 }, () => generated.next());
  return [...sample, ...SMALL_TEXTS, ...BYT5_TEXTS, ...quirks].filter(({ length }) => length <= LONGEST_TEXT);
}

function* portions(calls: Calls, count: number): Generator<MethodCall[]> {
  for (let left = count; left > 0; left -= CALLS_PER_TASK) {
    yield Array.from({ length: Math.min(left, CALLS_PER_TASK) }, () => calls.next());
  }
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof TokenizerError ? { error: error.message } : { bug: String(error) };
  }
}

/** True if both sides refuse a call or both return the same. */
function agree(ours: unknown, theirs: unknown): boolean {
  if (raised(ours) || raised(theirs)) return raised(ours) && raised(theirs);
  return canonical(ours) === canonical(theirs);
}
