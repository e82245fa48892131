import {
  AutoTokenizer,
  bertJapanese,
  byT5,
  llama,
  PreTrainedTokenizerFast,
  robertaJapanese,
  t5,
  Vocabulary,
} from "tohoku-tokenizers";
import { MeCab } from "tohoku-tokenizers/mecab";
import { from_pretrained as charV3 } from "tohoku-tokenizers/models/bert-base-japanese-char-v3";
import { from_pretrained as byBert } from "tohoku-tokenizers/models/bybert-jp-100m";
import { alignHanToZen, alignNfkc, lower, normalizeNfkc } from "tohoku-tokenizers/normalize";
import { TokenizerJson } from "tohoku-tokenizers/tokenizer-json";
import { WordPiece } from "tohoku-tokenizers/wordpiece";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { JSON_FILES, jsonContent } from "../../fixtures/tokenizer-json/files.js";

/** Some work on a text, or with a number of things. */
export type Work = (text: string) => unknown;

/** The methods of all tokenizers that are measured. */
interface Callable {
  (text: string, options: object): { readonly input_ids: readonly number[] };
  encode(text: string, options: object): number[];
  tokenize(text: string): string[];
  decode(ids: readonly number[]): string;
}

const QUIET = { verbose: false };
const ALIGNED = { return_offsets_mapping: true, return_word_ids: true, verbose: false };
const encoder = new TextEncoder();
const PIECES = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "[MASK]",
  ..."東京都大阪あいうえおかがアー漢aAb1.。、-_#▁",
  "##a",
  "##あ",
  "aa",
  "##aa",
];
const vocabulary = Vocabulary.parse(encoder.encode(PIECES.join("\n")), "vocab.txt");

/** The stages and classes, by name. */
export async function textSubjects(): Promise<ReadonlyMap<string, Work>> {
  const subjects = new Map<string, Work>();
  for (const dictionary of ["ipadic", "unidic-lite"] as const) {
    for (const engine of ["wasm", "typescript"] as const) {
      const mecab = await MeCab.load(dictionary, { engine });
      subjects.set(`words ${dictionary} ${engine}`, (text) => mecab.spans(text));
    }
  }
  subjects.set("NFKC", normalizeNfkc);
  subjects.set("NFKC, aligned", alignNfkc);
  subjects.set("lower case", lower);
  subjects.set("full width, aligned", alignHanToZen);
  const wordPiece = new WordPiece(vocabulary, { max_input_chars_per_word: 2 ** 30 });
  subjects.set("word pieces of one word", (text) => wordPiece.tokenize(text));
  for (const [name, tokenizer] of Object.entries(await tokenizers())) {
    subjects.set(`${name}, ids`, (text) => tokenizer.encode(text, QUIET));
    subjects.set(`${name}, offsets`, (text) => tokenizer(text, ALIGNED));
    subjects.set(`${name}, tokens and text`, (text) => {
      tokenizer.tokenize(text);
      return tokenizer.decode(tokenizer.encode(text, QUIET));
    });
  }
  return subjects;
}

async function tokenizers(): Promise<Readonly<Record<string, Callable>>> {
  const ofJson = (content: string): Callable =>
    new PreTrainedTokenizerFast(TokenizerJson.parse(content, "tokenizer.json")) as unknown as Callable;
  const made = {
    "char-v3": charV3(),
    "word pieces": bertJapanese(vocabulary, { word_tokenizer_type: "mecab", mecab_kwargs: { mecab_dic: "ipadic" } }),
    "lower-cased characters": bertJapanese(vocabulary, {
      word_tokenizer_type: "mecab",
      subword_tokenizer_type: "character",
      do_lower_case: true,
    }),
    basic: bertJapanese(vocabulary, { word_tokenizer_type: "basic", do_lower_case: true }),
    "pieces of words": bertJapanese(readTrained("bpe-bytes"), {
      word_tokenizer_type: "mecab",
      subword_tokenizer_type: "sentencepiece",
    }),
    ByT5: byT5(),
    byBERT: byBert(),
    T5: t5(readTrained("unigram-nmt-nfkc"), { legacy: false }),
    Llama: llama(readTrained("bpe-bytes"), { legacy: true }),
    RobertaJapanese: robertaJapanese(readTrained("roberta-unigram"), { do_zenkaku: true }),
    LlamaTokenizerFast: AutoTokenizer.from_pretrained("llama", {
      files: {
        "tokenizer_config.json": encoder.encode('{"tokenizer_class":"LlamaTokenizerFast"}'),
        "tokenizer.model": readTrained("bpe-bytes"),
      },
    }),
  };
  const slow = await Promise.all(
    Object.entries(made).map(async ([name, tokenizer]) => [name, (await tokenizer) as unknown as Callable] as const),
  );
  const jsons = Object.keys(JSON_FILES).map((name) => [`json ${name}`, ofJson(jsonContent(name))] as const);
  return Object.fromEntries([...slow, ...jsons]);
}

/** Work with a number of entries or tokens, by name. */
export const COUNTED: ReadonlyMap<string, (count: number) => unknown> = new Map<string, (count: number) => unknown>([
  ["vocab.txt", (count) => Vocabulary.parse(encoder.encode(entries(count).join("\n")), "vocab.txt")],
  ["word pieces", (count) => new WordPiece(entries(count)).tokenize("あいうえお".repeat(10))],
  [
    "tokenizer.json of WordLevel",
    (count) => {
      const vocab = Object.fromEntries(entries(count).map((entry, id) => [entry, id]));
      return TokenizerJson.parse(JSON.stringify({ model: { type: "WordLevel", vocab, unk_token: "[UNK]" } }), "x");
    },
  ],
  [
    "tokenizer.json of Unigram",
    (count) => {
      const vocab = entries(count).map((entry, id) => [entry, -id]);
      return TokenizerJson.parse(JSON.stringify({ model: { type: "Unigram", vocab, unk_id: 0 } }), "x");
    },
  ],
]);

/** Work with a number of added tokens, by name. */
export const ADDED: ReadonlyMap<string, (count: number) => unknown> = new Map<string, (count: number) => unknown>([
  [
    "a list of added tokens",
    async (count) => use(await basic(), count, (tokenizer, tokens) => tokenizer.add_tokens(tokens)),
  ],
  [
    "a list of special tokens",
    async (count) => use(await basic(), count, (tokenizer, tokens) => tokenizer.add_tokens(tokens, true)),
  ],
  [
    "added tokens one by one",
    async (count) =>
      use(await basic(), count, (tokenizer, tokens) => {
        for (const token of tokens) tokenizer.add_tokens(token);
      }),
  ],
  [
    "special_tokens_map.json",
    async (count) => {
      const map = { additional_special_tokens: tokensOf(count) };
      const tokenizer = await AutoTokenizer.from_pretrained("x", {
        files: {
          "vocab.txt": encoder.encode(PIECES.join("\n")),
          "tokenizer_config.json": encoder.encode(
            JSON.stringify({ tokenizer_class: "BertJapaneseTokenizer", word_tokenizer_type: "basic" }),
          ),
          "special_tokens_map.json": encoder.encode(JSON.stringify(map)),
        },
      });
      return tokenizer.encode("雨<t5>雨", QUIET);
    },
  ],
  [
    "a list for a fast tokenizer",
    (count) => {
      const tokenizer = new PreTrainedTokenizerFast(TokenizerJson.parse(jsonContent("wordPiece"), "tokenizer.json"));
      return use(tokenizer as unknown as Adding, count, (one, tokens) => one.add_tokens(tokens));
    },
  ],
]);

interface Adding {
  add_tokens(tokens: string | readonly string[], special?: boolean): number;
  encode(text: string, options: object): number[];
  decode(ids: readonly number[], options: object): string;
}

async function basic(): Promise<Adding> {
  return (await bertJapanese(vocabulary, { word_tokenizer_type: "basic" })) as unknown as Adding;
}

/** Adds tokens, and uses the tokenizer with as much text. */
function use(tokenizer: Adding, count: number, add: (tokenizer: Adding, tokens: string[]) => unknown): unknown {
  const tokens = tokensOf(count);
  add(tokenizer, tokens);
  for (let at = 0; at < 100; at++) tokenizer.encode(`雨<t${at}>雨`, QUIET);
  const ids = tokenizer.encode(tokens.join("雨"), QUIET);
  return tokenizer.decode(ids, { skip_special_tokens: true });
}

function tokensOf(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `<t${at}>`);
}

/** Different entries of five kana each, which share many beginnings. */
function entries(count: number): string[] {
  const kana = [..."あいうえおかきくけこさしすせそた"];
  const entry = (at: number): string =>
    [16, 12, 8, 4, 0].map((shift) => kana[(Math.imul(at, 0x9e3779b1) >>> shift) & 15]).join("") + at.toString(36);
  return ["[UNK]", ...Array.from({ length: count - 1 }, (_, at) => entry(at))];
}
