import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pieceFault } from "../../fixtures/offset-faults.js";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { OptionError, ResourceError, TextError, TokenizerError, VocabularyError } from "../../src/base/errors.js";
import { from_pretrained } from "../../src/models/published/roberta-base-japanese.js";
import type { RobertaJapaneseOptions } from "../../src/models/roberta/compose-roberta.js";
import { robertaJapanese } from "../../src/models/roberta/roberta-japanese.js";
import { AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import type { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";
import { PIECE_CLASSES } from "../make-pieces.js";

const MODEL = readTrained("roberta-unigram");
const BPE = readTrained("roberta-bpe");
const FILE = "sentencepiece.bpe.model";

describe("RobertaJapaneseTokenizer", () => {
  let folder: string;
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "roberta-"));
    tokenizer = await robertaJapanese(BPE);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function folderOf(name: string, config: object | undefined, model: Uint8Array | undefined): Promise<string> {
    const path = join(folder, name);
    await mkdir(path);
    if (model) await writeFile(join(path, FILE), model);
    if (config) await writeFile(join(path, "tokenizer_config.json"), JSON.stringify(config));
    return path;
  }

  it("starts with fairseq's ids and ends with the mask", () => {
    const tokens = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
    expect(tokenizer.convert_tokens_to_ids(tokens)).toEqual([0, 1, 2, 3, tokenizer.vocab_size - 1]);
    expect(tokenizer.length).toBe(tokenizer.vocab_size);
    expect([tokenizer.cls_token, tokenizer.sep_token, tokenizer.pad_token_id]).toEqual(["<s>", "</s>", 1]);
  });

  it("puts two separators between a pair, and all ids have one type", () => {
    const ids = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
    const { input_ids, token_type_ids } = tokenizer("今日", { text_pair: "雨", return_token_type_ids: true });
    expect(input_ids).toEqual([0, ...ids("今日"), 2, 2, ...ids("雨"), 2]);
    expect(new Set(token_type_ids)).toEqual(new Set([0]));
  });

  it("splits full-width forms into words, with offsets of the given text", () => {
    const options = { return_offsets_mapping: true, return_word_ids: true, add_special_tokens: false } as const;
    const text = "ABCと ﾃﾞｰﾀ";
    const { input_ids, offset_mapping, word_ids } = tokenizer(text, options);
    const tokens = tokenizer.convert_ids_to_tokens(input_ids);
    expect(tokenizer.tokenize(text).join("")).toBe("▁ＡＢＣ▁と▁データ");
    expect(tokens).toHaveLength(offset_mapping?.length ?? 0);
    expect(offset_mapping?.at(-1)?.[1]).toBe(text.length);
    expect([word_ids?.at(0), word_ids?.at(-1)]).toEqual([0, 2]);
  });

  it("has offsets that never decrease, for any text", () => {
    const unit = fc.constantFrom(..."aZ1 　ｶﾞﾊﾟ゛が東京都<>ms/\"'`¥\\～Å①㍿\t\n\u200b😀𠮷");
    const text = fc.oneof(fc.string({ unit, maxLength: 30 }), fc.string({ unit: "grapheme", maxLength: 20 }));
    fc.assert(
      fc.property(text, (generated) => {
        const withoutNul = generated.replaceAll("\0", "");
        expect(pieceFault(tokenizer, withoutNul, tokenizer.encode(withoutNul))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it("is the class of roberta-base-japanese, with the arguments of its files", async () => {
    const bare = await folderOf("bare", undefined, BPE);
    const text = "iPhoneで「ﾃﾞｰﾀ」を見た <mask>";
    for (const load of [
      () => AutoTokenizer.from_pretrained("tohoku-nlp/roberta-base-japanese", { files: bare }),
      () => from_pretrained({ files: bare }),
    ])
      expect((await load()).encode(text)).toEqual(tokenizer.encode(text));
    const config = { tokenizer_class: "RobertaJapaneseTokenizer", do_zenkaku: false, model_max_length: 9 };
    const narrow = await AutoTokenizer.from_pretrained(await folderOf("narrow", config, BPE));
    expect(narrow.model_max_length).toBe(9);
    expect(narrow.tokenize("ABC").join("")).toBe("▁ABC");
  });

  it("saves its model byte for byte", async () => {
    const saved = join(folder, "saved");
    await tokenizer.save_pretrained(saved);
    expect(new Uint8Array(await readFile(join(saved, FILE)))).toEqual(BPE);
  });

  it.each<[string, object]>([
    ["word_tokenizer_type", { word_tokenizer_type: "basic" }],
    ["subword_tokenizer_type", { subword_tokenizer_type: "wordpiece" }],
    ["do_word_tokenize", { do_word_tokenize: false }],
    ["do_subword_tokenize", { do_subword_tokenize: false }],
    ["mecab_dic", { mecab_kwargs: { mecab_dic: "unidic" } }],
    ["sp_model_kwargs: enable_sampling", { sp_model_kwargs: { enable_sampling: true } }],
  ])("refuses a value of %s that it does not have", async (name, options) => {
    const refused = robertaJapanese(BPE, options as RobertaJapaneseOptions);
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toThrow(name);
  });

  it("refuses lone surrogates, impossible ids, and a missing or damaged model", async () => {
    expect(() => tokenizer.encode("東\ud800")).toThrow(TextError);
    expect(() => tokenizer.encode("東", { text_pair: ["a\udfff"] })).toThrow(TextError);
    expect(() => tokenizer.convert_tokens_to_ids(["\ud800"])).toThrow(TextError);
    expect(() => tokenizer.decode([tokenizer.vocab_size])).toThrow(OptionError);
    const config = { tokenizer_class: "RobertaJapaneseTokenizer" };
    await expect(AutoTokenizer.from_pretrained(await folderOf("empty", config, undefined))).rejects.toThrow(
      ResourceError,
    );
    const cut = await folderOf("cut", config, BPE.subarray(0, 1000));
    await expect(AutoTokenizer.from_pretrained(cut)).rejects.toThrow(VocabularyError);
    await expect(AutoTokenizer.from_pretrained(cut)).rejects.toThrow(FILE);
  });
});

/** The arguments that a class needs, or warns of. */
function argumentsOf(name: string, legacy: boolean): object {
  if (name === "BertJapanese") return { subword_tokenizer_type: "sentencepiece" };
  return name === "RobertaJapanese" ? {} : { legacy };
}

describe.each(Object.keys(PIECE_CLASSES) as (keyof typeof PIECE_CLASSES)[])("a damaged model for %s", (name) => {
  /** The model works, or is refused with an error of this library. */
  async function check(model: Uint8Array): Promise<void> {
    try {
      const made = await PIECE_CLASSES[name](model, argumentsOf(name, false));
      for (const text of ["", " ab", "カカ東京<s>😀\n"]) made.decode(made.encode(text));
    } catch (error) {
      expect(error).toBeInstanceOf(TokenizerError);
    }
  }

  it("with changed, missing or additional bytes works or is refused", async () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    const changes = fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(MODEL, BPE), changes, place, async (model, changed, end) => {
        const bytes = model.slice();
        for (const [at, byte] of changed) bytes[Math.floor(at * (bytes.length - 1))] = byte;
        await check(bytes);
        await check(bytes.subarray(0, Math.floor(end * bytes.length)));
        await check(Uint8Array.of(...bytes, ...bytes));
      }),
      { numRuns: 60 },
    );
  });

  it("that is empty, of another kind, or has impossible lengths is refused", async () => {
    for (const bytes of [
      [],
      [0],
      [0x0a],
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f],
      [0x0a, 0xff, ...Array(20).fill(0xff)],
    ]) {
      await expect(
        (async () => PIECE_CLASSES[name](Uint8Array.from(bytes), argumentsOf(name, true)))(),
      ).rejects.toThrow(VocabularyError);
    }
    const texts = ['{"model": {"type": "Unigram"}}', "東京\n大阪\n"];
    for (const text of texts) {
      const bytes = new TextEncoder().encode(text);
      await expect((async () => PIECE_CLASSES[name](bytes, argumentsOf(name, true)))()).rejects.toThrow(
        VocabularyError,
      );
    }
  });
});
