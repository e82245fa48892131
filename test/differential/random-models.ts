import { TokenizerError } from "tohoku-tokenizers";
import { TokenizerJson } from "tohoku-tokenizers/tokenizer-json";
import { SentencePiece, Unigram } from "tohoku-tokenizers/unigram";
import { Random } from "../../fixtures/random.js";
import { type Reference, raised } from "../../fixtures/reference.js";
import { modelBytes } from "../../fixtures/sentencepiece/model-bytes.js";
import { randomModel, randomText, randomUnigram } from "../../fixtures/sentencepiece/random-model.js";
import { decodeLists, openModel, openUnigram } from "../../fixtures/sentencepiece/reference.js";
import { randomJson } from "../../fixtures/tokenizer-json/random-json.js";
import { addJsonTokens, openJson } from "../../fixtures/tokenizer-json/reference.js";
import { compare, type Part, type Result, smallestDifference, Tally } from "./compare.js";
import { jsonPart, rowsPart } from "./json.js";
import type { Pool } from "./pool.js";
import { Progress } from "./progress.js";
import { modelPart, unigramPart } from "./sentencepiece.js";

/** A random model, with its comparisons and its texts. */
interface Trial {
  /** Opens the model in a reference. Returns true if the reference accepts it. */
  open(reference: Reference): Promise<boolean>;
  /** Undefined if we refuse the model. */
  readonly parts: readonly Part[] | undefined;
  readonly texts: readonly string[];
}

/** Separates pieces in a text that represents a list of pieces. */
const SEPARATOR = "\x1f";

/** Compares random .model files, which find in seconds the differences that trained models hide. */
export function compareModels(pool: Pool, seed: number, count: number, strings: number): Promise<Result> {
  return compareTrials("random models", pool, seed, count, (number, random) => {
    const name = `random model ${number}`;
    const { spec, fragments } = randomModel(random);
    const bytes = modelBytes(spec);
    const model = attempt(() => SentencePiece.parse(bytes, name));
    return {
      open: async (reference) => !raised(await openModel(reference, name, bytes)),
      parts: model && [modelPart(name, model, name), decodingPart(name, model)],
      texts: Array.from({ length: strings }, () => {
        const text = randomText(random, fragments);
        return random.chance(0.3)
          ? [text, ...random.several(0, 4, () => random.pick(fragments))].join(SEPARATOR)
          : text;
      }),
    };
  });
}

/** Compares random pieces in the Unigram model of a tokenizer.json. */
export function compareUnigrams(pool: Pool, seed: number, count: number, strings: number): Promise<Result> {
  return compareTrials("random unigrams", pool, seed, count, (number, random) => {
    const name = `random unigram ${number}`;
    const { vocabulary, fragments } = randomUnigram(random);
    const { pieces, ...options } = vocabulary;
    const unigram = attempt(() => new Unigram(pieces, { reference: "tokenizers", ...options }));
    return {
      open: async (reference) => !raised(await openUnigram(reference, name, vocabulary)),
      parts: unigram && [unigramPart(name, unigram, name)],
      texts: Array.from({ length: strings }, () => randomText(random, fragments)),
    };
  });
}

/**
 * The `expected` of our refusal of added tokens that are empty after normalization. The reference accepts them and panics
 * on some texts, so such a file is not compared.
 */
const NOT_EMPTY = /\ba token .*normaliz/;

/** Compares random tokenizer.json files. */
export function compareJsons(pool: Pool, seed: number, count: number, strings: number): Promise<Result> {
  return compareTrials("random jsons", pool, seed, count, (number, random) => {
    const name = `random json ${number}`;
    const { content, added, fragments } = randomJson(random);
    const encodeSpecial = random.chance(0.2);
    let isBeyondUs = false;
    const json = attempt(
      () => {
        const parsed = TokenizerJson.parse(content, name);
        parsed.addTokens(added);
        return parsed;
      },
      (error) => {
        isBeyondUs = error instanceof TokenizerError && NOT_EMPTY.test(error.expected);
      },
    );
    return {
      open: async (reference) => {
        const isOpen = !raised(await openJson(reference, name, content));
        return isOpen && !raised(await addJsonTokens(reference, name, added)) && !isBeyondUs;
      },
      parts: json && [jsonPart(name, json, name, encodeSpecial), rowsPart(name, json, name), savingPart(name, json)],
      texts: Array.from({ length: strings }, () => randomText(random, fragments)),
    };
  });
}

/** Compares saved files. They do not depend on the text. */
function savingPart(name: string, json: TokenizerJson): Part {
  return {
    name: `${name}, saved`,
    ours: () => json.toJson(),
    theirs: async (reference, texts) => {
      const outcome = await addJsonTokens(reference, name, []);
      return texts.map(() => (raised(outcome) ? outcome : (outcome as [number, string])[1]));
    },
  };
}

function decodingPart(name: string, model: SentencePiece): Part {
  return {
    name: `${name}, decoded`,
    ours: (text) => model.decode(text.split(SEPARATOR)),
    theirs: (reference, texts) =>
      decodeLists(
        reference,
        name,
        texts.map((text) => text.split(SEPARATOR)),
      ),
  };
}

async function compareTrials(
  title: string,
  pool: Pool,
  seed: number,
  count: number,
  make: (number: number, random: Random) => Trial,
): Promise<Result> {
  const tally = new Tally();
  const progress = new Progress(title, count);
  let worst: { readonly trial: Trial; readonly part: Part } | undefined;
  const numbers = Array.from({ length: count }, (_, number) => number);
  await pool.each(numbers, async (number, reference) => {
    // Each trial has its own seed, so that it can be generated again alone.
    const trial = make(number, new Random(seed + number));
    const isTaken = await trial.open(reference);
    if (isTaken !== (trial.parts !== undefined)) throw new Error(`${title}: one side refuses number ${number}`);
    for (const part of trial.parts ?? []) {
      const differs = await compare(part, reference, trial.texts);
      trial.texts.forEach((text, index) => {
        if (tally.add(text, differs[index] === true)) worst = { trial, part };
      });
    }
    progress.advance(1);
  });
  progress.end();

  const { lines, differing, smallest } = tally;
  if (smallest === undefined || worst === undefined) return { part: title, lines, differing };
  const [reference] = pool.references;
  await worst.trial.open(reference);
  console.error(`${title}: the smallest difference is in ${worst.part.name} (--seed ${seed})`);
  return { part: title, lines, differing, smallest: await smallestDifference(worst.part, reference, smallest) };
}

function attempt<T>(make: () => T, refused?: (error: unknown) => void): T | undefined {
  try {
    return make();
  } catch (error) {
    refused?.(error);
    return undefined;
  }
}
