import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { TEXTS } from "../../fixtures/texts.js";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import * as v1 from "../../src/models/published/bert-base-japanese.js";
import * as charV2 from "../../src/models/published/bert-base-japanese-char-v2.js";
import * as charV3 from "../../src/models/published/bert-base-japanese-char-v3.js";
import * as v3 from "../../src/models/published/bert-base-japanese-v3.js";

const vocabulary = readFileSync(new URL("../../fixtures/small-vocab.txt", import.meta.url));
const WELL_FORMED = TEXTS.filter((text) => !/\p{Surrogate}/u.test(text));

describe("from_vocabulary", () => {
  it.each(Object.entries({ v1, v3, charV2 }))("makes the tokenizer of from_pretrained: %s", async (_, model) => {
    const [lean, whole] = await Promise.all([
      model.from_vocabulary({ vocabulary }),
      model.from_pretrained({ vocabulary }),
    ]);
    const options = { return_offsets_mapping: true, return_special_tokens_mask: true, padding: true } as const;
    expect(lean(WELL_FORMED, options)).toEqual(whole(WELL_FORMED, options));
    expect(lean.model_max_length).toBe(whole.model_max_length);
    for (const text of WELL_FORMED) expect(lean.tokenize(text)).toEqual(whole.tokenize(text));
  });

  it("has the vocabulary in the package, if the model does", async () => {
    const [lean, whole] = await Promise.all([charV3.from_vocabulary(), charV3.from_pretrained()]);
    expect(lean(WELL_FORMED)).toEqual(whole(WELL_FORMED));
    expect((await charV3.from_vocabulary({ vocabulary: null, model_max_length: 9 } as object)).model_max_length).toBe(
      9,
    );
  });

  it("refuses what it cannot do, and says what can", async () => {
    const refusal = (load: Promise<unknown>) => expect(load).rejects.toThrow(OptionError);
    await expect(v3.from_vocabulary({} as never)).rejects.toThrow(/^vocabulary: .*from_pretrained fetches it/);
    await expect(charV3.from_vocabulary({ do_lower_case: true })).rejects.toThrow(/^do_lower_case: .*from_pretrained/);
    await expect(charV3.from_vocabulary({ dictionary: "unidic-lite" })).rejects.toThrow(/^dictionary: /);
    await expect(charV3.from_vocabulary({ mecab_kwargs: { normalize_text: false } })).rejects.toThrow(
      /^normalize_text/,
    );
    await expect(charV3.from_vocabulary({ do_subword_tokenize: false })).rejects.toThrow(/^do_subword_tokenize/);
    await refusal(charV3.from_vocabulary({ revision: "main" } as object));
    await refusal(v3.from_vocabulary({ vocabulary: 3 } as never));
    await expect(v3.from_vocabulary({ vocabulary: "no/such/vocab.txt" })).rejects.toThrow(ResourceError);
    const lean = await charV3.from_vocabulary();
    expect(() => lean("東京", { return_word_ids: true })).toThrow(/^return_word_ids: .*from_pretrained/);
  });

  it("reports progress and can be aborted", async () => {
    const progress_callback = vi.fn();
    await v3.from_vocabulary({ vocabulary, progress_callback });
    const done = progress_callback.mock.calls.map(([event]) => event).filter(({ status }) => status === "done");
    expect(done.map(({ file }) => file).sort()).toEqual(["unidic-lite.dict", "vocab.txt"]);
    const aborted = v3.from_vocabulary({ vocabulary, signal: AbortSignal.abort("no longer") });
    await expect(aborted).rejects.toBe("no longer");
  });
});
