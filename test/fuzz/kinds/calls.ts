import type { Random } from "../../../fixtures/random.js";
import { readTrained } from "../../../fixtures/sentencepiece/models.js";
import { encode_batch } from "../../../src/batches/index.js";
import {
  AutoTokenizer,
  bertJapanese,
  byT5,
  byteTokenizer,
  LlamaTokenizerFast,
  llama,
  PreTrainedTokenizerFast,
  robertaJapanese,
  t5,
  Vocabulary,
} from "../../../src/index.js";
import { MeCab } from "../../../src/mecab/mecab.js";
import { from_pretrained as charV3 } from "../../../src/models/published/bert-base-japanese-char-v3.js";
import { from_pretrained as byBert } from "../../../src/models/published/bybert-jp-100m.js";
import { ByteCodec, UTF8 } from "../../../src/subwords/bytes/index.js";
import { Character } from "../../../src/subwords/character.js";
import { SentencePiece, Unigram } from "../../../src/subwords/sentencepiece/index.js";
import { WordPiece } from "../../../src/subwords/wordpiece.js";
import { alignHanToZen, alignNfkc, hanToZen, lower, normalizeNfkc } from "../../../src/text/index.js";
import { TokenizerJson } from "../../../src/tokenizer-json/index.js";
import { BasicWords, MecabWords, wholeText, ZenkakuWords } from "../../../src/words/index.js";
import { attemptLater, type Kind } from "../kind.js";

/** A call: its subject, its method, and its arguments by their places in the list of values. */
interface Input {
  readonly subject: string;
  readonly method: string;
  /** Each is the place of a value, or an object of such places by option. */
  readonly given: readonly (number | Readonly<Record<string, number>>)[];
}

type Method = (...given: unknown[]) => unknown;

const nested = (): unknown[] => {
  let list: unknown[] = [];
  for (let depth = 0; depth < 20_000; depth++) list = [list];
  return list;
};

/** Values of every type, and those that break careless code. */
const VALUES: readonly (() => unknown)[] = [
  ...[undefined, null, true, false, 0, 1, -1, 2, 5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 2 ** 31, 2 ** 53],
  ...[
    "",
    "雨",
    "東京都",
    "[MASK]",
    "a b",
    "\ud800",
    "\0",
    "longest",
    "max_length",
    "only_first",
    "right",
    "left",
    "np",
  ],
  ...["ipadic", "unidic-lite", "/nowhere", "bert-base-japanese-char-v3", "__proto__", "utf8", "replace"],
  ...[10n, Symbol("x"), 2n ** 64n],
].map((value) => () => value);
const MADE: readonly (() => unknown)[] = [
  () => [],
  () => [[]],
  () => ["雨"],
  () => ["雨", "東京"],
  () => [["雨", "東京"], ["か"]],
  () => [1, 2, 3],
  () => [[1, 2], [3]],
  () => [1n, "2"],
  () => ["雨", 1, null],
  () => [undefined],
  () => new Array(3),
  () => ({}),
  () => ({ toString: 1 }),
  () => ({ length: 3 }),
  () => Object.create(null) as unknown,
  () => ({ input_ids: [1, 2, 3] }),
  () => ({ input_ids: [[1, 2], [3]] }),
  () => [{ input_ids: [1] }, { input_ids: [1, 2] }],
  () => ({ input_ids: [1], attention_mask: 1 }),
  () => ({ content: "<x>" }),
  () => ({ content: 1 }),
  () => ({ cls_token: "<c>" }),
  () => ({ mecab_dic: "ipadic" }),
  () => nested(),
  () => () => 1,
  () => class Tensor {},
  () => new Date(0),
  () => new Map([["a", 1]]),
  () => new Set(["a"]),
  () => new Uint8Array(3),
  () => new Int32Array([1, 2]),
  () => new BigInt64Array(2),
  () => new ArrayBuffer(4),
  () => new DataView(new ArrayBuffer(4)),
  () => Object("雨") as unknown,
  () => Object(1) as unknown,
  () => /x/u,
  () => new Error("x"),
  () => Promise.resolve("雨"),
  () => ({ dims: [1, 2], data: new Int32Array([1, 2]) }),
  () => ({ dims: [1e9], data: [] }),
];
const ALL = [...VALUES, ...MADE];

const OPTIONS = [
  ..."text_pair text_target padding truncation max_length stride pad_to_multiple_of padding_side return_tensors".split(
    " ",
  ),
  ..."return_token_type_ids return_attention_mask return_overflowing_tokens return_special_tokens_mask verbose".split(
    " ",
  ),
  ..."return_offsets_mapping return_word_ids return_length is_split_into_words add_special_tokens errors".split(" "),
  ..."split_special_tokens skip_special_tokens clean_up_tokenization_spaces already_has_special_tokens pair_ids".split(
    " ",
  ),
  ..."prepend_batch_axis offsets_unit do_lower_case never_split word_tokenizer_type subword_tokenizer_type".split(" "),
  ..."mecab_kwargs extra_ids legacy model_max_length model_input_names unk_token pad_token cls_token files".split(" "),
  ..."additional_special_tokens added_tokens_decoder engine normalize_text offset patchWidth reference unk_id".split(
    " ",
  ),
  ..."max_input_chars_per_word do_zenkaku filename_prefix local_files_only cache_dir vocabulary dictionary zzz".split(
    " ",
  ),
];

const vocabulary = Vocabulary.parse(
  new TextEncoder().encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n雨\nか"),
  "vocab.txt",
);
const unigram = readTrained("unigram-nmt-nfkc");
const mecab = await MeCab.load("ipadic");
const characters = await charV3();
const fast = () =>
  AutoTokenizer.from_pretrained("m", {
    files: {
      "tokenizer_config.json": new TextEncoder().encode('{"tokenizer_class":"LlamaTokenizerFast"}'),
      "tokenizer.model": readTrained("bpe-bytes"),
    },
  });
/** Makes a new instance for each call if calls can change it. */
const INSTANCES: Readonly<Record<string, () => unknown>> = {
  characters: () => charV3(),
  words: () => bertJapanese(vocabulary, { word_tokenizer_type: "basic" }),
  bytes: () => byT5(),
  bybert: () => byBert(),
  t5: () => t5(unigram, { legacy: true }),
  fast,
  mecab: () => mecab,
  unigram: () =>
    new Unigram(
      [
        ["<unk>", 0, "unknown"],
        ["a", -1],
      ],
      { reference: "sentencepiece" },
    ),
  wordpiece: () => new WordPiece(["[UNK]", "雨"]),
  codec: () => new ByteCodec(UTF8),
  vocabulary: () => vocabulary,
};
const FUNCTIONS: Readonly<Record<string, Method>> = {
  byT5: byT5 as Method,
  byteTokenizer: byteTokenizer as Method,
  bertJapanese: bertJapanese as Method,
  "bertJapanese of a vocabulary": (...given) => (bertJapanese as Method)(vocabulary, ...given),
  llama: llama as Method,
  robertaJapanese: robertaJapanese as Method,
  t5: t5 as Method,
  "t5 of a model": (...given) => (t5 as Method)(unigram, ...given),
  charV3: charV3 as Method,
  "MeCab.load": ((...given: never[]) => (MeCab.load as Method)(...given)) as Method,
  "Vocabulary.parse": ((...given: never[]) => (Vocabulary.parse as Method)(...given)) as Method,
  "TokenizerJson.parse": ((...given: never[]) => (TokenizerJson.parse as Method)(...given)) as Method,
  "SentencePiece.parse": ((...given: never[]) => (SentencePiece.parse as Method)(...given)) as Method,
  from_pretrained: (...given) => (AutoTokenizer.from_pretrained as Method)(...given),
  encode_batch: encode_batch as Method,
  "encode_batch of characters": (...given) => (encode_batch as Method)(characters, ...given),
  normalizeNfkc: normalizeNfkc as Method,
  alignNfkc: alignNfkc as Method,
  lower: lower as Method,
  hanToZen: hanToZen as Method,
  alignHanToZen: alignHanToZen as Method,
  ...Object.fromEntries(
    Object.entries({
      WordPiece,
      Character,
      Unigram,
      ByteCodec,
      Vocabulary,
      BasicWords,
      MecabWords,
      ZenkakuWords,
      MeCab,
      PreTrainedTokenizerFast,
      LlamaTokenizerFast,
    }).map(([name, Made]) => [`new ${name}`, (...given: unknown[]) => Reflect.construct(Made, given)] as const),
  ),
  "wholeText.split": (...given) => (wholeText.split as Method)(...given),
};
const SUBJECTS = [...Object.keys(INSTANCES), "function"];
const CALLED = "call itself";

/** Methods that write files, and those that the classes keep to themselves. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  (
    "constructor save_pretrained save_vocabulary encodeCall encodeOne encodeMany textOf tokensIn vocabularyFiles " +
    "prepareIds padIds settings strategies defineRoles segment"
  ).split(" "),
);

const methods = new Map(
  await Promise.all(
    Object.entries(INSTANCES).map(async ([name, make]) => {
      const instance = await make();
      const own = methodsOf(instance);
      return [name, typeof instance === "function" ? [...own, CALLED, CALLED, CALLED] : own] as const;
    }),
  ),
);

function methodsOf(instance: unknown): string[] {
  const names = new Set<string>();
  for (let owner: unknown = instance; owner && owner !== Object.prototype && owner !== Function.prototype; ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value === "function" && !LEFT_OUT.has(name)) names.add(name);
    }
    owner = Object.getPrototypeOf(owner) as unknown;
  }
  return [...names];
}

/** Calls with arguments of any types: an error of the library, or a result. */
export const calls: Kind<Input> = {
  name: "calls",
  make(random: Random) {
    const subject = random.pick(SUBJECTS);
    const names = subject === "function" ? Object.keys(FUNCTIONS) : (methods.get(subject) ?? []);
    const place = (): number => random.between(0, ALL.length - 1);
    const given = random.several(0, 3, () =>
      random.chance(0.4)
        ? Object.fromEntries(random.several(1, 4, () => [random.pick(OPTIONS), place()] as const))
        : place(),
    );
    return { subject, method: random.pick(names), given };
  },
  async check({ subject, method, given }) {
    const values = given.map((item) =>
      typeof item === "number"
        ? ALL[item]()
        : Object.fromEntries(Object.entries(item).map(([option, place]) => [option, ALL[place]()])),
    );
    await attemptLater(async () => {
      if (subject === "function") return FUNCTIONS[method](...values);
      const instance = (await INSTANCES[subject]()) as Record<string, Method> & Method;
      return method === CALLED ? instance(...values) : instance[method](...values);
    });
  },
};
