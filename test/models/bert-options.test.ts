import { beforeAll, describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError, VocabularyError } from "../../src/base/errors.js";
import type { OptionTable } from "../../src/base/options.js";
import { bertFamily, bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { BERT_OPTIONS } from "../../src/models/bert/bert-options.js";
import type { BertJapaneseOptions } from "../../src/models/bert/compose-bert.js";
import { ipadicWordPiece } from "../../src/models/bert/ipadic-wordpiece.js";
import type { PublishedBertOptions } from "../../src/models/bert/published-bert.js";
import { unidicLiteCharacter } from "../../src/models/bert/unidic-lite-character.js";
import type { Family, FamilyFiles } from "../../src/models/family.js";
import { ROBERTA_OPTIONS } from "../../src/models/roberta/compose-roberta.js";
import { publishedRoberta } from "../../src/models/roberta/published-roberta.js";
import { robertaFamily, robertaJapanese } from "../../src/models/roberta/roberta-japanese.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import type { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";

const TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ABC", "abc", "国家", "公務員", "公", "国", "ﾊﾝ", "ハン"];
const VOCABULARY = new Vocabulary(TOKENS);
const ROBERTA_MODEL = readTrained("roberta-bpe");

/** Files of which each name holds the vocabulary. */
function filesOf(bytes: Uint8Array): FamilyFiles {
  return { readRequired: async () => bytes, locationOf: (name) => `model/${name}` };
}
const FILES = filesOf(new TextEncoder().encode(TOKENS.map((token) => `${token}\n`).join("")));

async function messageOf(made: Promise<unknown>): Promise<string> {
  const error = await made.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof OptionError) return error.message;
  throw new Error("expected an OptionError", { cause: error });
}

describe("options given to a function", () => {
  it.each([
    ["do_lowercase", true, /did you mean do_lower_case\?/],
    ["wordTokenizerType", "mecab", /did you mean word_tokenizer_type\?/],
    ["mecab_kwarg", {}, /did you mean mecab_kwargs\?/],
    ["do_lower_case", "yes", /true or false/],
    ["do_word_tokenize", 1, /true or false/],
    ["do_subword_tokenize", "no", /true or false/],
    ["word_tokenizer_type", "mecb", /"basic" or "mecab"/],
    ["word_tokenizer_type", null, /"basic" or "mecab"/],
    ["word_tokenizer_type", "sudachi", /Sudachi.*do_word_tokenize: false.*is_split_into_words/],
    ["word_tokenizer_type", "jumanpp", /Juman\+\+/],
    ["sudachi_kwargs", { sudachi_split_mode: "A" }, /null.*Sudachi/],
    ["jumanpp_kwargs", {}, /null.*Juman/],
    ["subword_tokenizer_type", "bpe", /"wordpiece", "character" or "sentencepiece"/],
    ["never_split", "ABC", /a list/],
    ["never_split", new Set(["ABC"]), /a list/],
    ["mecab_kwargs", "-d x", /an object/],
    ["model_max_length", -1, /a whole number/],
  ])("bertJapanese refuses %s: %j", async (name, value, expected) => {
    const message = await messageOf(bertJapanese(VOCABULARY, { [name]: value }));
    expect(message).toMatch(new RegExp(`^${name}: `));
    expect(message).toMatch(expected);
  });

  it("bertJapanese takes an option that is undefined as not given", async () => {
    const options = Object.fromEntries(Object.keys(BERT_OPTIONS).map((name) => [name, undefined]));
    const text = "ABC 国家 [MASK]";
    const plain = await bertJapanese(VOCABULARY);
    expect((await bertJapanese(VOCABULARY, options)).encode(text)).toEqual(plain.encode(text));
    const none = null as unknown as undefined;
    expect((await bertJapanese(VOCABULARY, none)).encode(text)).toEqual(plain.encode(text));
  });

  it.each([TOKENS, "vocab.txt", undefined, null])("bertJapanese refuses what is no Vocabulary: %j", async (given) => {
    const message = await messageOf(bertJapanese(given as unknown as Vocabulary));
    expect(message).toMatch(/^vocabulary: .*Vocabulary\.parse\(bytes, name\)/);
  });

  it.each([
    ["do_zenkak", true, /did you mean do_zenkaku\?/],
    ["legacy", true, /one of the options/],
    ["do_word_tokenize", false, /true/],
    ["word_tokenizer_type", "basic", /"mecab"/],
    ["subword_tokenizer_type", "wordpiece", /"bpe", "unigram" or "sentencepiece"/],
    ["never_split", "ABC", /a list/],
  ])("robertaJapanese refuses %s: %j", async (name, value, expected) => {
    const message = await messageOf(robertaJapanese(ROBERTA_MODEL, { [name]: value }));
    expect(message).toMatch(new RegExp(`^${name}: `));
    expect(message).toMatch(expected);
  });

  it("robertaJapanese reads mecab_kwargs as bertJapanese does", async () => {
    const made = (mecab_kwargs: object): Promise<Tokenizer> => robertaJapanese(ROBERTA_MODEL, { mecab_kwargs });
    expect(await messageOf(made({ mecab_dict: "ipadic" }))).toMatch(/did you mean mecab_dic\?/);
    expect(await messageOf(made({ mecab_option: "-u a.dic" }))).toMatch(/mecab_option: -u.*user dictionaries/);
    const spelt = await made({ mecab_dic: "unidic-lite", mecab_option: "-Owakati" });
    expect(spelt.tokenize("国家公務員")).toEqual((await made({ mecab_dic: "unidic_lite" })).tokenize("国家公務員"));
  });
});

describe("fields of files", () => {
  it("may have unknown names, and arguments of words that are not used, which are saved", async () => {
    const unread = { own_field: 1, sudachi_kwargs: { sudachi_split_mode: "A" }, word_tokenizer_type: "jumanpp" };
    const tokenizer = await bertFamily.load(FILES, { ...unread, do_word_tokenize: false } as object);
    expect(tokenizer.tokenize("ABC")).toEqual(["ABC"]);
  });

  it.each<[string, Family<Tokenizer, object>]>([
    ["BertJapaneseTokenizer", bertFamily],
    ["a published model", unidicLiteCharacter],
    ["RobertaJapaneseTokenizer", robertaFamily],
    ["the published RoBERTa", publishedRoberta],
  ])("are checked for %s", async (_, family) => {
    const files = family === bertFamily || family === unidicLiteCharacter ? FILES : filesOf(ROBERTA_MODEL);
    expect(await messageOf(family.load(files, { do_lower_case: "yes" }))).toMatch(/^do_lower_case: .*"yes"/);
    expect(await messageOf(family.load(files, { never_split: "a" }))).toMatch(/^never_split: /);
  });
});

it("arguments are checked before a file is read, so that no failed read is left behind", async () => {
  let reads = 0;
  const missing: FamilyFiles = {
    readRequired: async (name) => {
      reads++;
      throw new ResourceError(name, "no file", "a file");
    },
    locationOf: (name) => name,
  };
  const mecab = { word_tokenizer_type: "mecab" } as const;
  for (const mecab_kwargs of [{ mecab_option: "-d" }, { mecab_dict: "ipadic" }]) {
    await messageOf(bertFamily.load(missing, { ...mecab, mecab_kwargs }));
  }
  await messageOf(bertFamily.load(missing, { ...mecab, subword_tokenizer_type: "bpe" as "wordpiece" }));
  expect(reads).toBe(0);
  await expect(bertFamily.load(missing, mecab)).rejects.toThrow(ResourceError);
});

describe("a published model's own import", () => {
  let load: (init: object) => Promise<Tokenizer>;
  beforeAll(() => {
    load = (init) => ipadicWordPiece.load(FILES, init as PublishedBertOptions);
  });

  it.each([
    [{ subword_tokenizer_type: "character" }, /^subword_tokenizer_type: .*"character".*"wordpiece".*AutoTokenizer/],
    [{ word_tokenizer_type: "basic" }, /^word_tokenizer_type: .*"basic".*"mecab".*AutoTokenizer/],
    [{ mecab_kwargs: { mecab_dic: "unidic_lite" } }, /^mecab_dic: .*"unidic_lite".*"ipadic".*AutoTokenizer/],
    [{ mecab_kwargs: { mecab_dic: null } }, /^mecab_dic: .*"ipadic"/],
    [{ mecab_kwargs: { mecab_option: "-d folder" } }, /^mecab_option: .*"-d folder".*AutoTokenizer/],
    [{ mecab_kwargs: { mecab_dict: "ipadic" } }, /^mecab_dict: .*did you mean mecab_dic\?/],
  ])("refuses what its dictionary and subwords are not: %j", async (init, expected) => {
    expect(await messageOf(load(init))).toMatch(expected);
  });

  it("honours every other argument", async () => {
    const tokens = async (init: object): Promise<string[]> => (await load(init)).tokenize("ABC国家公務員ﾊﾝ");
    const usual = ["ABC", "国家", "公務員", "ハン"];
    expect(await tokens({})).toEqual(usual);
    const own = { word_tokenizer_type: "mecab", subword_tokenizer_type: "wordpiece" };
    expect(await tokens({ ...own, mecab_kwargs: { mecab_dic: "ipadic", mecab_option: null } })).toEqual(usual);
    expect(await tokens({ mecab_kwargs: null })).toEqual(usual);
    expect(await tokens({ mecab_kwargs: { normalize_text: false } })).toEqual(["ABC", "国家", "公務員", "ﾊﾝ"]);
    expect(await tokens({ do_lower_case: true })).toEqual(["abc", ...usual.slice(1)]);
    expect(await tokens({ do_word_tokenize: false })).toEqual(["[UNK]"]);
    expect(await tokens({ do_subword_tokenize: false, do_word_tokenize: false })).toEqual(["ABC国家公務員ﾊﾝ"]);
  });

  it("takes both spellings of its dictionary", async () => {
    for (const mecab_dic of ["unidic_lite", "unidic-lite"] as const) {
      const made = await unidicLiteCharacter.load(FILES, { mecab_kwargs: { mecab_dic } });
      expect(made.tokenize("公国")).toEqual(["公", "国"]);
    }
  });

  it("of characters refuses word pieces", async () => {
    const made = unidicLiteCharacter.load(FILES, { subword_tokenizer_type: "wordpiece" });
    expect(await messageOf(made)).toMatch(/"character"/);
  });

  it("of RoBERTa refuses another dictionary", async () => {
    const made = publishedRoberta.load(filesOf(ROBERTA_MODEL), { mecab_kwargs: { mecab_dic: "ipadic" } as object });
    expect(await messageOf(made)).toMatch(/^mecab_dic: .*"unidic_lite"/);
  });
});

it.each<[string, OptionTable | undefined, OptionTable]>([
  ["BertJapaneseTokenizer", bertFamily.options, BERT_OPTIONS],
  ["RobertaJapaneseTokenizer", robertaFamily.options, ROBERTA_OPTIONS],
])("the family of %s says which options a caller may give", (_, options, table) => {
  expect(options).toBe(table);
});

describe("without an unknown token", () => {
  it.each(["wordpiece", "character"] as const)(
    "a tokenizer of %s loads, and refuses only unknown text",
    async (type) => {
      const vocabulary = Vocabulary.parse(
        new TextEncoder().encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n雨\n"),
        "vocab.txt",
      );
      const options = {
        word_tokenizer_type: "basic",
        subword_tokenizer_type: type,
        ...({ unk_token: null } as object),
      };
      const tokenizer = await bertJapanese(vocabulary, options as BertJapaneseOptions);
      expect(tokenizer.encode("雨 雨")).toEqual([2, 5, 5, 3]);
      expect(tokenizer.decode([5, 1])).toBe("雨 [UNK]");
      for (const call of [() => tokenizer.encode("雨 雪"), () => tokenizer.tokenize("雪"), () => tokenizer("雪雨")]) {
        expect(call).toThrow(VocabularyError);
        expect(call).toThrow("an unk_token that is not null");
      }
      expect(tokenizer.encode("雨")).toEqual([2, 5, 3]);
    },
  );
});
