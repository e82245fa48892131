/** A small tokenizer of each family, made from files of the repository. */
import { readTrained } from "../fixtures/sentencepiece/models.js";
import { AutoTokenizer, bertJapanese, byT5, llama, robertaJapanese, t5, Vocabulary } from "../src/index.js";
import { from_pretrained as charV3 } from "../src/models/published/bert-base-japanese-char-v3.js";
import { from_pretrained as byBert } from "../src/models/published/bybert-jp-100m.js";

const encoder = new TextEncoder();
const PIECES = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "[MASK]",
  ..."東京都日本語猫舌ABCabcかがー0123",
  "##京",
  "##a",
  "##か",
];

/** Makes the tokenizers, by the names of their families. */
export async function makeFamilies() {
  const vocabulary = Vocabulary.parse(encoder.encode(PIECES.join("\n")), "vocab.txt");
  const fast = (tokenizer_class: string, model: string) =>
    AutoTokenizer.from_pretrained("model", {
      files: {
        "tokenizer_config.json": encoder.encode(JSON.stringify({ tokenizer_class })),
        "tokenizer.model": readTrained(model),
      },
    });
  return {
    "char-v3": await charV3(),
    "ipadic wordpiece": await bertJapanese(vocabulary, {
      word_tokenizer_type: "mecab",
      mecab_kwargs: { mecab_dic: "ipadic" },
    }),
    "lower-cased": await bertJapanese(vocabulary, { word_tokenizer_type: "mecab", do_lower_case: true }),
    basic: await bertJapanese(vocabulary, { word_tokenizer_type: "basic", subword_tokenizer_type: "character" }),
    pieces: await bertJapanese(readTrained("bpe-bytes"), {
      word_tokenizer_type: "mecab",
      subword_tokenizer_type: "sentencepiece",
    }),
    byt5: byT5(),
    bybert: await byBert(),
    t5: t5(readTrained("unigram-nmt-nfkc"), { legacy: false }),
    llama: llama(readTrained("bpe-bytes"), { legacy: true }),
    roberta: await robertaJapanese(readTrained("roberta-unigram"), { do_zenkaku: true }),
    "fast llama": await fast("LlamaTokenizerFast", "bpe-bytes"),
  };
}
