import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder } from "../../fixtures/saved.js";
import { VOCABULARIES, vocabularyFile } from "../../fixtures/vocabularies.js";
import { setLogger } from "../../src/base/logger.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { defaultDictionary } from "../../src/models/bert/default-dictionary.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";

const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
/** The tokens with which v1's vocabularies go on, and those of the later ones. */
const V1 = [..."の、に。はたをでとがして1な年れいあ()2さこもか"];
const V1_CHARACTERS = ["", ..."の、にた。るはーとをしでていがン1れな年02スル"];
const LATER = [...Array.from({ length: 10 }, (_, at) => `[unused${at}]`), ..." !\"#$%&'()*+,-./0123"];

async function warningsOf(act: () => Promise<unknown> | unknown): Promise<string[]> {
  const warnings: string[] = [];
  const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
  try {
    await act();
  } finally {
    setLogger(previous);
  }
  return warnings;
}

describe("a configuration that names no dictionary", () => {
  const wordsAlone = { word_tokenizer_type: "mecab", do_subword_tokenize: false } as const;
  const v1 = new Vocabulary([...SPECIAL, ...V1]);
  const later = new Vocabulary([...SPECIAL, ...LATER]);

  it("gets IPADIC with v1's vocabulary, else unidic_lite, with one warning for each", async () => {
    const warnings = await warningsOf(async () => {
      // The two dictionaries split this text differently.
      const ofV1 = await bertJapanese(v1, wordsAlone);
      expect(ofV1.tokenize("国家公務員")).toEqual(["国家", "公務員"]);
      for (const mecab_kwargs of [null, { normalize_text: true }, { mecab_option: "-Owakati" }]) {
        const other = await bertJapanese(later, { ...wordsAlone, mecab_kwargs });
        expect(other.tokenize("国家公務員")).toEqual(["国家", "公務", "員"]);
      }
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^mecab_kwargs names no dictionary: using ipadic.*\(v1\).*mecab_kwargs: \{ mecab_dic \}/),
      expect.stringMatching(/^mecab_kwargs names no dictionary: using unidic_lite, as transformers 4.56.1/),
    ]);
  });

  it("is decided by most of the first tokens, so that people's own tokens in the place of others do not count", async () => {
    const dictionary = (tokens: readonly string[]): string =>
      defaultDictionary(new Vocabulary([...SPECIAL, ...tokens]));
    await warningsOf(() => {
      expect(dictionary(V1)).toBe("ipadic");
      expect(dictionary(V1_CHARACTERS)).toBe("ipadic");
      expect(dictionary([...V1, "さらに", "##ます"])).toBe("ipadic");
      expect(dictionary([..."アイウエ", ...V1.slice(4)])).toBe("ipadic");
      expect(dictionary([..."アイウエオカキク", ...V1.slice(8)])).toBe("unidic_lite");
      expect(dictionary(LATER)).toBe("unidic_lite");
      expect(dictionary([])).toBe("unidic_lite");
      expect(defaultDictionary(undefined)).toBe("unidic_lite");
    });
  });

  for (const published of VOCABULARIES) {
    const file = vocabularyFile(published);
    it.skipIf(!file)(
      `is decided well for ${published.name}${file ? "" : " (skipped: its vocab.txt is missing)"}`,
      async () => {
        const vocabulary = Vocabulary.parse(readFileSync(file ?? ""), published.name);
        await warningsOf(() => expect(defaultDictionary(vocabulary).replace("_", "-")).toBe(published.dictionary));
      },
    );
  }

  it("needs no warning if no words are MeCab's", async () => {
    const warnings = await warningsOf(async () => {
      await bertJapanese(v1, { mecab_kwargs: null });
      await bertJapanese(v1, { word_tokenizer_type: "mecab", mecab_kwargs: null, do_word_tokenize: false });
    });
    expect(warnings).toEqual([]);
  });

  it("is named by the files that are saved, and the rest of a folder's configuration counts", async () => {
    await inFolder(async (folder) => {
      const config = {
        tokenizer_class: "BertJapaneseTokenizer",
        ...wordsAlone,
        mecab_kwargs: null,
        do_lower_case: true,
      };
      for (const [vocabulary, mecab_dic, words] of [
        [v1, "ipadic", ["abc", "国家", "公務員"]],
        [later, "unidic_lite", ["abc", "国家", "公務", "員"]],
      ] as const) {
        await writeFile(join(folder, "vocab.txt"), vocabulary.toFile());
        await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(config));
        await warningsOf(async () => {
          const tokenizer = await AutoTokenizer.from_pretrained(folder);
          expect(tokenizer.tokenize("ABC国家公務員")).toEqual(words);
          await tokenizer.save_pretrained(folder);
        });
        const saved = JSON.parse(readFileSync(join(folder, "tokenizer_config.json"), "utf8"));
        expect(saved.mecab_kwargs).toEqual({ mecab_dic });
        expect(await warningsOf(() => AutoTokenizer.from_pretrained(folder))).toEqual([]);
      }
    });
  });
});
