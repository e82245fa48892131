import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { MECAB_TEXT, writeFolder } from "../../fixtures/mecab-options.js";
import { OptionError, TokenizerError } from "../../src/base/errors.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import type { MecabOptions } from "../../src/models/bert/compose-bert.js";
import { shellWords } from "../../src/models/bert/mecab/shell-words.js";
import { dictionaryOf } from "../../src/models/bert/mecab-dictionary.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import type { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";

interface Golden extends MecabOptions {
  readonly text?: string;
  readonly words?: string[];
  readonly error?: string;
}

function goldens(name: string): Golden[] {
  const text = readFileSync(new URL(`../../fixtures/golden/${name}.jsonl`, import.meta.url), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Golden);
}

const VOCABULARY = new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);
const MECAB = { word_tokenizer_type: "mecab", do_subword_tokenize: false } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mecab-option-"));
  await writeFolder(folder);
  // As for the goldens, no mecabrc of this machine counts.
  vi.stubEnv("HOME", "/dev/null");
  vi.stubEnv("USERPROFILE", "/dev/null");
  vi.stubEnv("MECABRC", undefined);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe("mecab_option", () => {
  it("is split into words as Python's shlex does", () => {
    const records = goldens("shell-words");
    expect(records.length).toBeGreaterThan(2000);
    for (const { text = "", words, error } of records) {
      if (error) expect(() => shellWords(text, "line"), JSON.stringify(text)).toThrow(OptionError);
      else expect(shellWords(text, "line"), JSON.stringify(text)).toEqual(words);
    }
  });

  it("chooses the dictionary that it chooses in transformers, or is refused", async () => {
    const records = goldens("mecab-options");
    expect(records.length).toBeGreaterThan(1500);
    const loaded = new Map<string, MeCab>();
    for (const { mecab_dic, mecab_option, words, error } of records) {
      const option = mecab_option?.replaceAll("{}", folder) ?? null;
      const name = await dictionaryOf({ mecab_dic: mecab_dic ?? null, mecab_option: option }).catch(
        (failure) => failure,
      );
      const subject = `${mecab_dic} ${mecab_option}`;
      expect(name instanceof TokenizerError, `${error}: ${subject}: ${name}`).toBe(error !== undefined);
      if (error) continue;
      const mecab = loaded.get(name) ?? (await MeCab.load(name));
      loaded.set(name, mecab);
      expect(mecab.words(MECAB_TEXT), subject).toEqual(words);
    }
    expect(loaded.size).toBeGreaterThanOrEqual(4);
  });

  const refused = async (options: MecabOptions): Promise<TokenizerError> => {
    const made = bertJapanese(VOCABULARY, { ...MECAB, mecab_kwargs: options });
    const error = await made.then(
      () => undefined,
      (cause: unknown) => cause,
    );
    if (!(error instanceof TokenizerError)) throw new Error(`${JSON.stringify(options)}: ${error}`, { cause: error });
    return error;
  };

  it.each([
    ["-u a.dic", "mecab_option: -u", /user dictionaries are not supported yet.*mecab-dict-index/],
    ["--userdic=a.dic,b.dic", "mecab_option: --userdic", /user dictionaries/],
    ["-p", "mecab_option: -p", /partial/],
    ["--all-morphs", "mecab_option: --all-morphs", /lattice/],
    ["-M 2", "mecab_option: -M", /24/],
    ["-M -1", "mecab_option: -M", /24/],
    ["--no-such-option", "mecab_option", /MeCab's options/],
    ["--usrdic x", "mecab_option", /did you mean --userdic\?/],
    ["-Z", "mecab_option", /-d/],
    ["-px", "mecab_option: -p", /no value/],
    ["--version=2", "mecab_option: --version", /no value/],
    ["-d", "mecab_option: -d", /a value after -d/],
    ["-r", "mecab_option: -r", /a value after -r/],
    ["-r /no/such", "mecab_option: -r", /a file that exists/],
    ["-d /no/such", "mecab_option: -d", /compiled/],
    ["--dicdir /no/such", "mecab_option: --dicdir", /sys\.dic/],
    ["-O nothing", "mecab_option: -O", /wakati, none, dump, em, unidic, chamame/],
    ["-d 'x", "mecab_option", /a closing '/],
    ["-d x\\", "mecab_option", /backslash/],
  ])("%s is refused by its name", async (mecab_option, input, expected) => {
    const error = await refused({ mecab_dic: "unidic_lite", mecab_option });
    expect([error.input, error.expected]).toEqual([input, expect.stringMatching(expected)]);
  });

  it("refuses settings of a mecabrc or a dicrc that change words, with the file's name", async () => {
    const file = join(folder, "own.rc");
    for (const line of ["userdic = my.dic", "partial = 1", "all-morphs=1"]) {
      await writeFile(file, `${line}\n`);
      const error = await refused({ mecab_dic: "ipadic", mecab_option: `-r "${file}"` });
      expect(error).toBeInstanceOf(OptionError);
      expect(error.input).toBe(`${file}: ${/[a-z-]+/.exec(line)}`);
    }
    const own = join(folder, "own");
    await mkdir(own);
    await writeFile(join(own, "dicrc"), "bos-feature = x\nuserdic = my.dic\n");
    expect((await refused({ mecab_option: `-d ${own}` })).input).toBe(`${join(own, "dicrc")}: userdic`);
  });

  it("with mecab_dic null reads the user's mecabrc, else MECABRC's, else needs -d", async () => {
    const error = await refused({ mecab_dic: null });
    expect(error).toBeInstanceOf(OptionError);
    expect(error.message).toContain("-d FOLDER");

    const home = join(folder, "home");
    await mkdir(home);
    vi.stubEnv("MECABRC", join(folder, "whole.rc"));
    expect(await dictionaryOf({ mecab_dic: null })).toBe(`${folder}/whole`);
    vi.stubEnv("HOME", home);
    vi.stubEnv("USERPROFILE", home);
    await writeFile(join(home, ".mecabrc"), `dicdir = ${folder}/two words\n`);
    expect(await dictionaryOf({ mecab_dic: null })).toBe(`${folder}/two words`);
    // With mecab_dic neither counts.
    expect(await dictionaryOf({ mecab_dic: "ipadic" })).toBe("ipadic");
    vi.stubEnv("HOME", "/dev/null");
    vi.stubEnv("USERPROFILE", "/dev/null");
    vi.stubEnv("MECABRC", undefined);
  });

  it("gives a tokenizer its words, whatever mecab_dic says", async () => {
    const mecab_option = `-r /dev/null -d '${folder}/two words' -Owakati`;
    const parts = ["国家", "公務員", "の", "猫舌"];
    for (const mecab_kwargs of [
      { mecab_option },
      { mecab_dic: null, mecab_option },
      { mecab_dic: "ipadic", mecab_option },
      { mecab_dic: "unidic", mecab_option },
    ] as const) {
      const tokenizer = await bertJapanese(VOCABULARY, { ...MECAB, mecab_kwargs });
      expect(tokenizer.tokenize(MECAB_TEXT)).toEqual(parts);
      expect(await savedKwargs(tokenizer)).toEqual(mecab_kwargs);
    }
  });
});

describe("mecab_kwargs", () => {
  it("takes both spellings of unidic_lite, and saves the one that transformers knows", async () => {
    for (const mecab_dic of ["unidic_lite", "unidic-lite"] as const) {
      const tokenizer = await bertJapanese(VOCABULARY, { ...MECAB, mecab_kwargs: { mecab_dic } });
      expect(tokenizer.tokenize("国家公務員")).toEqual(["国家", "公務", "員"]);
      expect(await savedKwargs(tokenizer)).toEqual({ mecab_dic: "unidic_lite" });
      expect((await MeCab.load(mecab_dic)).words("国家公務員")).toEqual(["国家", "公務", "員"]);
    }
  });

  it("refuses unknown names and values with the nearest name", async () => {
    const made = (mecab_kwargs: object): Promise<unknown> => bertJapanese(VOCABULARY, { ...MECAB, mecab_kwargs });
    await expect(made({ mecab_dict: "ipadic" })).rejects.toThrow(/mecab_dict.*did you mean mecab_dic\?/);
    await expect(made({ mecab_options: "-d x" })).rejects.toThrow(/did you mean mecab_option\?/);
    await expect(made({ mecab_dic: "neologd" })).rejects.toThrow(/mecab_dic.*neologd.*"ipadic", "unidic_lite"/);
    await expect(made({ normalize_text: "no" })).rejects.toThrow(/normalize_text/);
    await expect(made({ mecab_option: ["-d", "x"] })).rejects.toThrow(/mecab_option.*a string/);
  });

  it('says of "unidic" where its folder comes from', async () => {
    const made = bertJapanese(VOCABULARY, { ...MECAB, mecab_kwargs: { mecab_dic: "unidic" } });
    await expect(made).rejects.toThrow(/-d FOLDER.*python -m unidic download.*unidic\.DICDIR/);
  });

  it("is kept and saved where no words are MeCab's, as in transformers", async () => {
    const kept = { mecab_dic: "unknown", other: 1 };
    for (const options of [{}, { do_word_tokenize: false, word_tokenizer_type: "mecab" }] as const) {
      const tokenizer = await bertJapanese(VOCABULARY, { ...options, mecab_kwargs: kept as MecabOptions });
      expect(await savedKwargs(tokenizer)).toEqual(kept);
    }
  });
});

async function savedKwargs(tokenizer: Tokenizer): Promise<unknown> {
  const saved = await mkdtemp(join(folder, "saved-"));
  await tokenizer.save_pretrained(saved);
  return JSON.parse(readFileSync(join(saved, "tokenizer_config.json"), "utf8")).mecab_kwargs;
}
