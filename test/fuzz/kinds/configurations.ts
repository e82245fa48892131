import type { Random } from "../../../fixtures/random.js";
import { readTrained } from "../../../fixtures/sentencepiece/models.js";
import { AutoTokenizer } from "../../../src/index.js";
import { attempt, attemptLater, type Kind } from "../kind.js";
import { type Json, mutatedJson, someText } from "../mutations.js";

interface Input {
  readonly files: Readonly<Record<string, Json>>;
  readonly model: string;
  readonly text: string;
}

const encoder = new TextEncoder();
const VOCABULARY = encoder.encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n東\n京\n##京\nか\na\n");
const TOKEN = { content: "<x>", lstrip: false, rstrip: true, normalized: false, single_word: false, special: true };
const SHARED = {
  model_max_length: 512,
  padding_side: "right",
  truncation_side: "left",
  clean_up_tokenization_spaces: true,
  model_input_names: ["input_ids", "attention_mask"],
  additional_special_tokens: ["<x>", TOKEN],
  added_tokens_decoder: { "0": TOKEN, "12": { ...TOKEN, content: "<y>" } },
  extra_special_tokens: { image_token: "<image>" },
};
const CONFIGURATIONS: readonly Record<string, Json>[] = [
  {
    ...SHARED,
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "wordpiece",
    mecab_kwargs: { mecab_dic: "ipadic", normalize_text: true },
    do_lower_case: false,
    never_split: ["か"],
    cls_token: "[CLS]",
  },
  {
    ...SHARED,
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "basic",
    subword_tokenizer_type: "character",
  },
  { ...SHARED, tokenizer_class: "T5Tokenizer", extra_ids: 100, legacy: true, sp_model_kwargs: {} },
  { ...SHARED, tokenizer_class: "LlamaTokenizer", add_bos_token: true, add_eos_token: false, legacy: null },
  { ...SHARED, tokenizer_class: "LlamaTokenizerFast", add_bos_token: true, add_prefix_space: true },
  { ...SHARED, tokenizer_class: "AlbertTokenizer", keep_accents: false, do_lower_case: true, remove_space: true },
  { ...SHARED, tokenizer_class: "ByT5Tokenizer", extra_ids: 125 },
];
const MODELS = ["unigram-nmt-nfkc", "bpe-bytes"];

/** Configurations with changed values: refused, or the tokenizer works. */
export const configurations: Kind<Input> = {
  name: "configurations",
  make(random: Random) {
    const map = { cls_token: "[CLS]", unk_token: TOKEN, additional_special_tokens: ["<x>", "<z>"] };
    let files: Json = {
      "tokenizer_config.json": random.pick(CONFIGURATIONS),
      ...(random.chance(0.5) && { "special_tokens_map.json": map }),
      ...(random.chance(0.3) && { "added_tokens.json": { "<y>": 12, "<w>": 13 } }),
      ...(random.chance(0.3) && { "config.json": { model_type: "bert", tokenizer_class: "BertJapaneseTokenizer" } }),
    };
    const names = Object.keys(files);
    for (let change = random.between(1, 3); change > 0; change--) {
      const name = random.pick(names);
      files = {
        ...(files as Record<string, Json>),
        [name]: mutatedJson((files as Record<string, Json>)[name], random),
      };
    }
    return { files: files as Record<string, Json>, model: random.pick(MODELS), text: someText(random, 6) };
  },
  async check({ files, model, text }) {
    const bytes = Object.entries(files).map(([name, json]) => [name, encoder.encode(JSON.stringify(json))] as const);
    const named = JSON.stringify(files["tokenizer_config.json"]) ?? "";
    const piece = readTrained(model);
    const own: Readonly<Record<string, Uint8Array>> = /T5Tok|Albert/.test(named)
      ? { "spiece.model": piece }
      : { "vocab.txt": VOCABULARY, "tokenizer.model": piece };
    const given = { ...Object.fromEntries(bytes), ...own };
    const tokenizer = await attemptLater(() => AutoTokenizer.from_pretrained("model", { files: given }));
    if (!tokenizer) return;
    const ids = attempt(() => tokenizer.encode(text, { verbose: false }));
    attempt(() =>
      tokenizer([text, "か"], { padding: true, truncation: true, max_length: 8, return_offsets_mapping: true }),
    );
    if (ids) attempt(() => tokenizer.decode(ids, { skip_special_tokens: true }));
  },
};
