/** Every argument of the classes has an effect, is saved where the reference only saves it, or is refused. */
import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { CLASS_FOLDERS } from "../../fixtures/classes.js";
import { CONFIGURED } from "../../fixtures/configurations.js";
import { inFolder, readTexts } from "../../fixtures/saved.js";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import type { OptionTable } from "../../src/base/options.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { BERT_OPTIONS, MECAB_OPTIONS } from "../../src/models/bert/bert-options.js";
import { PUBLISHED_BERT_OPTIONS } from "../../src/models/bert/published-bert.js";
import { BYT5_OPTIONS, byT5 } from "../../src/models/byte/byt5.js";
import { BYTE_OPTIONS, byteTokenizer } from "../../src/models/byte/byte-tokenizer.js";
import { FAST_CLASSES } from "../../src/models/fast/fast-classes.js";
import { from_pretrained as v3 } from "../../src/models/published/bert-base-japanese-v3.js";
import { ROBERTA_OPTIONS } from "../../src/models/roberta/compose-roberta.js";
import { robertaJapanese } from "../../src/models/roberta/roberta-japanese.js";
import { LLAMA_OPTIONS, llama } from "../../src/models/sentencepiece/llama.js";
import { T5_OPTIONS, t5 } from "../../src/models/sentencepiece/t5.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { MIXED_RADIX } from "../../src/subwords/bytes/index.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { TOKENIZER_OPTIONS } from "../../src/tokenizer/slow/tokenizer.js";
import { SHARED_OPTIONS } from "../../src/tokenizer/tokenizer-options.js";
import { BasicWords } from "../../src/words/index.js";
import { checkTable, type Example, type Observe } from "./check-table.js";

type Options = Readonly<Record<string, unknown>>;
type Make = (options: Options) => AnyTokenizer | Promise<AnyTokenizer>;

const TEXT = "国家公務員、AÉ  ﾊﾟﾝ aB 東京. ``x'' ™";
const TEXTS = [TEXT, " ab</s> b", "A", "ab</s>b"];

/** Everything that an argument may change, but the saved files, where each argument is. */
function behaviour(make: Make): Observe {
  return async (options) => {
    const tokenizer = await quietly(() => make(options));
    const [ids] = [tokenizer(TEXTS, { return_offsets_mapping: true, return_word_ids: true, verbose: false })];
    const tokens = TEXTS.map((text) => tokenizer.tokenize(text));
    return [ids, tokens, tokenizer.decode(ids.input_ids[0]), tokenizer.special_tokens_map, tokenizer.length];
  };
}

/** The saved configuration. */
function saved(make: Make): Observe {
  return async (options) => {
    const tokenizer = await quietly(() => make(options));
    return inFolder(async (folder) => {
      await tokenizer.save_pretrained(folder);
      return readTexts(
        folder,
        (await readdir(folder)).filter((name) => name === "tokenizer_config.json"),
      );
    });
  };
}

async function quietly<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  const previous = setLogger({ warn: () => undefined, error: () => undefined });
  try {
    return await run();
  } finally {
    setLogger(previous);
  }
}

/** The arguments of a class that all classes do not share, without those that take only one value. */
function own(table: OptionTable, shared: OptionTable, oneValued: readonly string[] = []): OptionTable {
  const entries = Object.entries(table).filter(([name, kind]) => shared[name] !== kind && !oneValued.includes(name));
  return Object.fromEntries(entries);
}

const TOKENS = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "[MASK]",
  "国",
  "国家",
  "東",
  "東京",
  "x",
  "A",
  "a",
  "b",
  "B",
  "##家",
];
const bert: Make = (options) => bertJapanese(new Vocabulary(TOKENS), options);
const KWARGS = { nbest_size: 1 };

describe("every argument of a slow class", () => {
  const mecab = { word_tokenizer_type: "mecab", mecab_kwargs: { mecab_dic: "ipadic" } };

  it("BertJapaneseTokenizer", async () => {
    const nulls = ["sudachi_kwargs", "jumanpp_kwargs"];
    await checkTable({
      table: own(BERT_OPTIONS, TOKENIZER_OPTIONS, nulls),
      observe: behaviour(bert),
      examples: {
        do_word_tokenize: { value: false },
        do_subword_tokenize: { value: false },
        word_tokenizer_type: { value: "mecab", beside: { do_subword_tokenize: false } },
        subword_tokenizer_type: { value: "character" },
        never_split: { value: ["``x''"], beside: { do_subword_tokenize: false } },
        mecab_kwargs: {
          value: mecab.mecab_kwargs,
          beside: { do_subword_tokenize: false, word_tokenizer_type: "mecab" },
        },
      },
    });
    for (const name of nulls) await expect(bert({ [name]: {} })).rejects.toThrow(OptionError);
  });

  it("MecabTokenizer", () =>
    checkTable({
      table: MECAB_OPTIONS,
      observe: async (mecab_kwargs) => {
        const make: Make = () => bert({ do_subword_tokenize: false, word_tokenizer_type: "mecab", mecab_kwargs });
        try {
          return await behaviour(make)({});
        } catch (error) {
          if (error instanceof ResourceError) return error.message;
          throw error;
        }
      },
      examples: {
        mecab_dic: { value: "ipadic" },
        mecab_option: { value: "-d no-such-folder" },
        normalize_text: { value: false },
      },
    }));

  it("BertJapaneseTokenizer of a published model", async () => {
    const vocabulary = new TextEncoder().encode(TOKENS.join("\n"));
    const make: Make = (options) => v3({ vocabulary, ...options });
    const oneValued = ["word_tokenizer_type", "subword_tokenizer_type"];
    await checkTable({
      table: own(PUBLISHED_BERT_OPTIONS, TOKENIZER_OPTIONS, oneValued),
      observe: behaviour(make),
      examples: {
        do_word_tokenize: { value: false },
        do_subword_tokenize: { value: false },
        never_split: { value: ["TM"], beside: { do_lower_case: true, do_subword_tokenize: false } },
        mecab_kwargs: { value: { normalize_text: false }, beside: { do_subword_tokenize: false } },
      },
    });
    for (const name of oneValued) await expect(make({ [name]: "character" })).rejects.toThrow(OptionError);
  });

  it("RobertaJapaneseTokenizer", async () => {
    const make: Make = (options) => robertaJapanese(readTrained("unigram-nmt-nfkc"), options);
    const oneValued = ["do_word_tokenize", "do_subword_tokenize", "word_tokenizer_type"];
    await checkTable({
      table: own(ROBERTA_OPTIONS, TOKENIZER_OPTIONS, oneValued),
      observe: behaviour(make),
      examples: {
        do_zenkaku: { value: false },
        never_split: { value: ["TM"], beside: { do_lower_case: true, do_zenkaku: false } },
        mecab_kwargs: { value: { mecab_dic: "ipadic" } },
        subword_tokenizer_type: { value: "unigram", observe: saved(make) },
        sp_model_kwargs: { value: KWARGS, observe: saved(make) },
      },
    });
    for (const name of oneValued) await expect(make({ [name]: false })).rejects.toThrow(OptionError);
  });

  const pieces = (make: Make): Readonly<Record<string, Example>> => ({
    sp_model_kwargs: { value: KWARGS, observe: saved(make) },
    legacy: { value: false },
    add_prefix_space: { value: false, beside: { legacy: false } },
    from_slow: { value: true, beside: { legacy: false, add_prefix_space: false } },
  });

  it("T5Tokenizer", () => {
    const make: Make = (options) => t5(readTrained("unigram-nmt-nfkc"), options);
    return checkTable({
      table: own(T5_OPTIONS, SHARED_OPTIONS),
      observe: behaviour(make),
      examples: {
        ...pieces(make),
        do_lower_case: { value: true, observe: saved(make) },
        extra_ids: { value: 3 },
        keep_accents: { value: true, observe: saved(make) },
      },
    });
  });

  it("LlamaTokenizer", () => {
    const make: Make = (options) => llama(readTrained("bpe-bytes"), options);
    return checkTable({
      table: own(LLAMA_OPTIONS, SHARED_OPTIONS),
      observe: behaviour(make),
      examples: {
        ...pieces(make),
        from_slow: {
          value: true,
          beside: { legacy: false, add_prefix_space: false },
          observe: behaviour((options) => llama(readTrained("unigram-nmt-nfkc"), options)),
        },
        do_lower_case: { value: true, observe: saved(make) },
        add_bos_token: { value: false },
        add_eos_token: { value: true },
        use_default_system_prompt: { value: true, observe: saved(make) },
        spaces_between_special_tokens: { value: true, observe: saved(make) },
      },
    });
  });

  it("ByT5Tokenizer", () =>
    checkTable({
      table: own(BYT5_OPTIONS, TOKENIZER_OPTIONS),
      observe: behaviour((options) => byT5(options)),
      examples: {
        pad_token: { value: "<new>" },
        eos_token: { value: "<new>" },
        unk_token: { value: "<new>" },
        extra_ids: { value: 3 },
      },
    }));

  it("ByteTokenizer", () => {
    const none = { prefix: [], middle: [], suffix: [], endsOnce: false };
    const template = { prefix: ["eos_token"], middle: [], suffix: [], endsOnce: false };
    return checkTable({
      table: own(BYTE_OPTIONS, TOKENIZER_OPTIONS),
      observe: behaviour((options) => byteTokenizer({ eos_token: "</s>", ...options })),
      examples: {
        encoding: { value: MIXED_RADIX },
        offset: { value: 5 },
        patch_width: { value: 4, beside: { encoding: MIXED_RADIX, template: none, eos_token: null } },
        byte_tokens: { value: "decimals" },
        template: { value: template },
        words: { value: new BasicWords() },
      },
    });
  });
});

/** The folder with the files of each fast class. */
const FOLDERS: Readonly<Record<string, string>> = {
  AlbertTokenizerFast: "albert-model",
  BartTokenizerFast: "bart-files",
  BertTokenizerFast: "bert-vocabulary",
  BigBirdTokenizerFast: "big-bird-model",
  DebertaV2TokenizerFast: "deberta-v2-model",
  DistilBertTokenizerFast: "distilbert-vocabulary",
  ElectraTokenizerFast: "bert-vocabulary",
  GPT2TokenizerFast: "gpt2-files",
  GPTNeoXTokenizerFast: "gpt-neox-json",
  GemmaTokenizerFast: "gemma-model",
  LlamaTokenizerFast: "llama-model",
  MT5TokenizerFast: "mt5-bpe",
  Qwen2TokenizerFast: "gpt2-files",
  RobertaTokenizerFast: "roberta-files",
  T5TokenizerFast: "t5-model",
  XLMRobertaTokenizerFast: "xlm-roberta-model",
};
/** The arguments that the reference only saves, in every class that has them. */
const ONLY_SAVED: Readonly<Record<string, unknown>> = {
  errors: "ignore",
  never_split: ["a"],
  remove_space: false,
  sp_model_kwargs: KWARGS,
  spaces_between_special_tokens: true,
  use_default_system_prompt: true,
};
/** The arguments that the reference only saves, in some classes. */
const SAVED_IN: Readonly<Record<string, readonly string[]>> = {
  BertTokenizerFast: ["add_prefix_space", "do_basic_tokenize"],
  DistilBertTokenizerFast: ["add_prefix_space", "do_basic_tokenize"],
  ElectraTokenizerFast: ["add_prefix_space", "do_basic_tokenize"],
  GemmaTokenizerFast: ["add_prefix_space"],
  MT5TokenizerFast: ["do_lower_case", "keep_accents"],
  Qwen2TokenizerFast: ["add_prefix_space"],
  T5TokenizerFast: ["do_lower_case", "keep_accents"],
};
const VALUES: Readonly<Record<string, Example>> = {
  extra_ids: { value: 5 },
  legacy: { value: false },
  strip_accents: { value: false },
};

describe("every argument of a fast class", () => {
  it.each(FAST_CLASSES.map((facts) => [facts.tokenizer_class, facts] as const))(
    "%s",
    async (tokenizer_class, facts) => {
      const folder = CLASS_FOLDERS[FOLDERS[tokenizer_class]]();
      const config = new TextEncoder().encode(JSON.stringify({ tokenizer_class }));
      const open = (more: Options): Make => {
        const contents = Object.entries({ ...folder.files, ...more }).map(([name, content]) => {
          return [name, typeof content === "string" ? new TextEncoder().encode(content) : content] as const;
        });
        const files = { ...Object.fromEntries(contents), "tokenizer_config.json": config } as Record<
          string,
          Uint8Array
        >;
        return (options) => AutoTokenizer.from_pretrained("folder", { ...options, files });
      };
      const make = open({});
      // A slow class is only asked for beside a tokenizer.json.
      const both = open({ "tokenizer.json": CONFIGURED["PreTrainedTokenizerFast: no tokens"].files["tokenizer.json"] });
      const table = own(facts.options, SHARED_OPTIONS, facts.slow ? [] : ["from_slow"]);
      const defaults: Options = { ...facts.defaults, ...facts.slow?.defaults };
      const examples = Object.keys(table).map((name): [string, Example] => {
        if (name === "from_slow") return [name, { value: true, observe: behaviour(both) }];
        if (name in ONLY_SAVED) return [name, { value: ONLY_SAVED[name], observe: saved(make) }];
        if (SAVED_IN[tokenizer_class]?.includes(name)) return [name, { value: !defaults[name], observe: saved(make) }];
        if (name === "add_prefix_space" && facts.savesModel) return [name, { value: false }];
        return [name, VALUES[name] ?? { value: !defaults[name] }];
      });
      await checkTable({ table, observe: behaviour(make), examples: Object.fromEntries(examples) });
    },
  );
});
