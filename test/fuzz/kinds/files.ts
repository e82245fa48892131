import type { Random } from "../../../fixtures/random.js";
import { readTrained, TRAINED } from "../../../fixtures/sentencepiece/models.js";
import { JSON_FILES, jsonContent } from "../../../fixtures/tokenizer-json/files.js";
import { bertJapanese, Vocabulary } from "../../../src/index.js";
import { Character } from "../../../src/subwords/character.js";
import { SentencePiece } from "../../../src/subwords/sentencepiece/index.js";
import { WordPiece } from "../../../src/subwords/wordpiece.js";
import { PreTrainedTokenizerFast } from "../../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../../src/tokenizer-json/index.js";
import { attempt, attemptLater, type Kind, must, mustEqual } from "../kind.js";
import { type Edit, edited, type Json, mutatedJson, someEdits, someText } from "../mutations.js";

const encoder = new TextEncoder();
const VOCABULARY = encoder.encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n東\n京\n##京\n##か\nか\na\n##b\n");

/** Vocabularies of any bytes: refused, or the characters that are all in the vocabulary make up the text. */
export const vocabularies: Kind<{ readonly edits: readonly Edit[]; readonly text: string }> = {
  name: "vocabularies",
  make: (random: Random) => ({ edits: someEdits(random, VOCABULARY.length), text: someText(random, 8) }),
  async check({ edits, text }) {
    const vocabulary = attempt(() => Vocabulary.parse(edited(VOCABULARY, edits), "vocab.txt"));
    if (!vocabulary) return;
    const wordPiece = attempt(() => new WordPiece(vocabulary));
    if (wordPiece) attempt(() => wordPiece.tokenize(text));
    const character = attempt(() => new Character(vocabulary));
    const characters = character && attempt(() => character.tokenize(text));
    if (characters && !characters.includes("[UNK]")) mustEqual(characters.join(""), text, "the characters of a text");
    const tokenizer = await attemptLater(() => bertJapanese(vocabulary, { word_tokenizer_type: "basic" }));
    const ids = tokenizer && attempt(() => tokenizer.encode(text));
    if (tokenizer && ids) attempt(() => tokenizer.decode(ids));
  },
};

const MODELS = Object.keys(TRAINED);

/** Damaged .model files: refused, or pieces have offsets in the text. */
export const models: Kind<{ readonly model: string; readonly edits: readonly Edit[]; readonly text: string }> = {
  name: "models",
  make(random: Random) {
    const model = random.pick(MODELS);
    return { model, edits: someEdits(random, readTrained(model).length), text: someText(random, 12) };
  },
  check({ model, edits, text }) {
    const piece = attempt(() => SentencePiece.parse(edited(readTrained(model), edits), "spiece.model"));
    if (!piece) return;
    const ids = attempt(() => piece.encode(text));
    const encoded = attempt(() => piece.encodeWithOffsets(text));
    mustEqual(encoded?.ids, ids, "ids with and without offsets");
    for (const [start, end] of encoded?.offsets ?? [])
      must(start >= 0 && start <= end && end <= text.length, "an offset");
    if (ids) attempt(() => piece.decode(ids));
  },
};

const JSONS = new Map(Object.keys(JSON_FILES).map((name) => [name, JSON.parse(jsonContent(name)) as Json]));

/** Files tokenizer.json with changed values: refused, or ids are the same with and without offsets. */
export const tokenizerJsons: Kind<{ readonly json: Json; readonly text: string; readonly isPair: boolean }> = {
  name: "tokenizer-jsons",
  make(random: Random) {
    let json = JSONS.get(random.pick([...JSONS.keys()])) ?? null;
    for (let change = random.between(1, 3); change > 0; change--) json = mutatedJson(json, random);
    return { json, text: someText(random, 12), isPair: random.chance(0.3) };
  },
  check({ json, text, isPair }) {
    const read = attempt(() => TokenizerJson.parse(JSON.stringify(json), "tokenizer.json"));
    const tokenizer = read && attempt(() => new PreTrainedTokenizerFast(read));
    if (!tokenizer) return;
    const pair = isPair ? { text_pair: text } : {};
    const ids = attempt(() => tokenizer(text, { ...pair, verbose: false }).input_ids);
    const encoded = attempt(() => tokenizer(text, { ...pair, return_offsets_mapping: true, verbose: false }));
    if (!isRandom(json)) mustEqual(encoded?.input_ids, ids, "ids with and without offsets");
    attempt(() => tokenizer.tokenize(text));
    if (ids) attempt(() => tokenizer.decode(ids));
    attempt(() => read.toJson());
  },
};

/** True if a model leaves out merges at random. */
function isRandom(json: Json): boolean {
  const { model } = json as { readonly model?: { readonly dropout?: Json } | null };
  return typeof model?.dropout === "number" && model.dropout > 0;
}
