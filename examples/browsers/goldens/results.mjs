/** Tokens, ids, texts, offsets and word ids of the goldens' texts. */
import { bertJapanese, byT5, Vocabulary } from "tohoku-tokenizers";
import { MeCab } from "tohoku-tokenizers/mecab";
import { from_pretrained as charV3 } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
import { from_pretrained as byBert } from "tohoku-tokenizers/models/bybert-jp-100m";
import { from_pretrained as byBertV2 } from "tohoku-tokenizers/models/bybert-jp-v2-100m";
import { SentencePiece } from "tohoku-tokenizers/sentencepiece";

/**
 * The results of each file of goldens, and a hash of what goldens do not have.
 *
 * @param readBytes returns the bytes of a file of the folder fixtures
 */
export async function resultsOf(names, readBytes) {
  const read = async (name) => new TextDecoder().decode(await readBytes(name));
  const vocabulary = Vocabulary.parse(new TextEncoder().encode(await read("small-vocab.txt")), "small-vocab.txt");
  const results = [];
  for (const name of names) {
    const records = (await read(`golden/${name}`)).trimEnd().split("\n").map(JSON.parse);
    const goldens = records.filter(({ text }) => text !== undefined);
    results.push({
      name,
      count: goldens.length,
      ...compared(goldens, await stageOf(name, records[0], vocabulary, readBytes)),
    });
  }
  const bytes = [await byBert(), await byBertV2()];
  const records = (await read("golden/v3-char.jsonl")).trimEnd().split("\n").map(JSON.parse);
  const texts = records.filter(({ text, error }) => text !== undefined && !error).map(({ text }) => text);
  const encodings = bytes.map((tokenizer) => texts.map((text) => tokenizer(text, { return_offsets_mapping: true })));
  results.push({ name: "byte models", count: texts.length, wrong: [], hash: hashOf(JSON.stringify(encodings)) });
  return results;
}

async function stageOf(name, { tokenizer: setting }, vocabulary, readBytes) {
  const [, model] = /^sentencepiece\.(.*)\.jsonl$/.exec(name) ?? [];
  if (model !== undefined) return SentencePiece.parse(await readBytes(`sentencepiece/${model}.model`), model);
  if (name === "words.ipadic.jsonl") return MeCab.load("ipadic");
  if (name === "words.unidic-lite.jsonl") return MeCab.load("unidic-lite");
  if (name === "v3-char.jsonl") return charV3({ word_ids: true });
  if (name === "bytes.byt5.jsonl") return byT5();
  const tokenizer = await bertJapanese(vocabulary, setting.arguments);
  for (const token of setting.added_tokens) tokenizer.add_tokens(token);
  return tokenizer;
}

/** The texts whose results differ from their golden. */
function compared(goldens, stage) {
  const results = goldens.map(({ text, error }) => (error ? {} : resultOf(stage, text)));
  const wrong = goldens.filter((golden, index) => {
    const result = results[index];
    return Object.keys(result).some(
      (key) => key in golden && JSON.stringify(result[key]) !== JSON.stringify(golden[key]),
    );
  });
  return { wrong: wrong.map(({ text }) => text).slice(0, 3), hash: hashOf(JSON.stringify(results)) };
}

function resultOf(stage, text) {
  if (stage instanceof SentencePiece) {
    const encoding = stage.encodeWithOffsets(text);
    return { ...encoding, decoded: stage.decode(encoding.ids), normalized: stage.normalize(text) };
  }
  if (typeof stage !== "function") return { words: stage.words(text) };
  const encoding = stage(text, { return_offsets_mapping: true, return_word_ids: true });
  const ids = [...encoding.input_ids];
  return { ids, tokens: stage.tokenize(text), decoded: stage.decode(ids), ...encoding };
}

/** FNV-1a of the UTF-16 code units. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}
