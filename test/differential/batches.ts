/** Batches of random sizes against single calls: the same, whatever the other texts of a batch are. */
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { AutoTokenizer, llama, TokenizerError } from "tohoku-tokenizers";
import { type BatchTokenizer, encode_batch } from "tohoku-tokenizers/batches";
import { DICTIONARY_NAMES, type DictionaryName, MeCab } from "tohoku-tokenizers/mecab";
import { Random } from "../../fixtures/random.js";
import type { Outcome } from "../../fixtures/reference.js";
import { sharedPath } from "../../fixtures/shared.js";
import { isBuiltIn, VOCABULARIES, vocabularyFile } from "../../fixtures/vocabularies.js";
import type { Part } from "./compare.js";
import type { PartMaker } from "./parts.js";

const LARGEST_BATCH = 300;
const random = new Random(23);

export const BATCH_PARTS: readonly PartMaker[] = [
  ...DICTIONARY_NAMES.map(
    (dictionary): PartMaker => ({ name: `batches:words:${dictionary}`, make: () => words(dictionary) }),
  ),
  ...VOCABULARIES.map((vocabulary): PartMaker => {
    const name = `batches:ids:${vocabulary.name}`;
    const file = vocabularyFile(vocabulary);
    const files = file && !isBuiltIn(vocabulary) ? { files: dirname(file) } : {};
    const make = async () =>
      file ? ids(name, await AutoTokenizer.from_pretrained(vocabulary.model, files)) : undefined;
    return { name, make };
  }),
  {
    name: "batches:ids:byBERT",
    make: async () => ids("batches:ids:byBERT", await AutoTokenizer.from_pretrained("bybert-jp-100m")),
  },
  { name: "batches:ids:llm-jp", make: pieces },
];

async function words(dictionary: DictionaryName): Promise<Part> {
  const mecab = await MeCab.load(dictionary);
  return {
    name: `batches:words:${dictionary}`,
    ours: (text) => [...mecab.spans(text)],
    theirs: async (_, texts) =>
      inBatches(texts, (batch) => {
        const { spans, wordEnds } = mecab.spansOf(batch);
        return batch.map((_text, at) => [...spans.subarray(at === 0 ? 0 : 2 * wordEnds[at - 1], 2 * wordEnds[at])]);
      }),
  };
}

async function pieces(): Promise<Part | undefined> {
  const model = sharedPath("llm-jp", "llm-jp-tokenizer-100k.ver3.1.model");
  if (model === undefined) return undefined;
  return ids("batches:ids:llm-jp", llama(await readFile(model), { legacy: false }));
}

/** A tokenizer's lists and typed arrays. */
interface Subject extends BatchTokenizer {
  (batch: readonly string[], options: object): { readonly input_ids: number[][]; readonly attention_mask?: number[][] };
  encode(text: string, options: object): number[];
}

function ids(name: string, tokenizer: Subject): Part {
  return {
    name,
    ours: (text) => tokenizer.encode(text, { verbose: false }),
    theirs: async (_, texts) =>
      inBatches(texts, (batch) => {
        const { input_ids, attention_mask = [] } = tokenizer(batch, { verbose: false });
        const isMasked = attention_mask.every((mask, at) => mask.length === input_ids[at].length && !mask.includes(0));
        if (!isMasked) throw new Error("a mask does not fit its ids");
        const arrays = encode_batch(tokenizer, batch, { verbose: false });
        if (String(arrays.input_ids) !== String(input_ids.flat())) throw new Error("typed arrays differ from lists");
        if (arrays.row_ends.some((end, row) => end - (arrays.row_ends[row - 1] ?? 0) !== input_ids[row].length)) {
          throw new Error("the rows of typed arrays differ from lists");
        }
        return input_ids;
      }),
  };
}

/** The results of texts, made in batches of random sizes. The texts of a batch that is refused are made one by one. */
function inBatches<Result>(
  texts: readonly string[],
  make: (batch: readonly string[]) => readonly Result[],
): Outcome<Result>[] {
  const results: Outcome<Result>[] = [];
  while (results.length < texts.length) {
    const first = results.length;
    const batch = texts.slice(first, first + random.between(1, LARGEST_BATCH));
    try {
      results.push(...make(batch));
    } catch (error) {
      if (!(error instanceof TokenizerError)) throw error;
      results.push(...batch.map((text) => alone(text, make)));
    }
  }
  return results;
}

function alone<Result>(text: string, make: (batch: readonly string[]) => readonly Result[]): Outcome<Result> {
  try {
    return make([text])[0];
  } catch (error) {
    if (error instanceof TokenizerError) return { error: error.name };
    throw error;
  }
}
