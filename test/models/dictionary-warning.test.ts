import { expect, it } from "vitest";
import { setLogger } from "../../src/base/logger.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";

it("a configuration that names no dictionary gets IPADIC, with a single warning that names mecab_kwargs", async () => {
  const warnings: string[] = [];
  const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
  try {
    const vocabulary = new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]);
    const options = { word_tokenizer_type: "mecab", do_subword_tokenize: false } as const;
    const unnamed = await bertJapanese(vocabulary, options);
    await bertJapanese(vocabulary, { ...options, mecab_kwargs: { normalize_text: true } });
    expect(warnings).toEqual([expect.stringContaining("mecab_kwargs")]);
    // The two dictionaries split this text differently.
    expect(unnamed.tokenize("国家公務員")).toEqual(["国家", "公務員"]);
    const named = await bertJapanese(vocabulary, { ...options, mecab_kwargs: { mecab_dic: "unidic_lite" } });
    expect(named.tokenize("国家公務員")).toEqual(["国家", "公務", "員"]);
    expect(warnings).toHaveLength(1);
  } finally {
    setLogger(previous);
  }
});
