/** Arguments as Python and JavaScript habits give them, and properties that are set later. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAST_SETTINGS, type FastSetting, openFast } from "../../fixtures/fast.js";
import { OptionError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import { byteTokenizer } from "../../src/models/byte/byte-tokenizer.js";
import { LlamaTokenizerFast } from "../../src/models/fast/llama-tokenizer-fast.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { Tokenizer } from "../../src/tokenizer/slow/tokenizer.js";
import { TokenizerBase } from "../../src/tokenizer/tokenizer-base.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

/** Any arguments, as JavaScript lets a caller write them. */
type Loose = Record<string, (...given: unknown[]) => unknown>;

let tokenizer: AnyTokenizer;
let fast: PreTrainedTokenizerFast;
let loose: ((...given: unknown[]) => unknown) & Loose;
beforeAll(() => {
  const classes = { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast };
  fast = openFast(FAST_SETTINGS["fast-bert"] as FastSetting, classes);
});
beforeEach(async () => {
  tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  loose = tokenizer as unknown as typeof loose;
});

/** The message of the OptionError that a call throws. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(OptionError);
    return (error as OptionError).message;
  }
  throw new Error("the call was not refused");
}

describe("arguments in place of the options", () => {
  it("are refused with the option that they probably belong to", () => {
    expect(refusal(() => loose("晴れ", "雨"))).toContain("{ text_pair: … }");
    expect(refusal(() => loose.encode("晴れ", "雨"))).toContain("{ text_pair: … }");
    expect(refusal(() => loose.encode_plus("晴れ", ["雨"]))).toContain("{ text_pair: … }");
    expect(refusal(() => loose.batch_encode_plus(["晴れ"], true))).toContain("{ padding: … }");
    expect(refusal(() => loose.decode([5], true))).toContain("{ skip_special_tokens: … }");
    expect(refusal(() => loose.batch_decode([[5]], true))).toContain("{ skip_special_tokens: … }");
    expect(refusal(() => loose.convert_ids_to_tokens([5], true))).toContain("{ skip_special_tokens: … }");
    expect(refusal(() => loose.tokenize("晴れ", "雨"))).toContain("object of options");
    expect(refusal(() => loose.pad([{ input_ids: [5] }], "max_length"))).toContain("{ padding: … }");
    expect(refusal(() => loose.prepare_for_model([5], [6]))).toContain("{ pair_ids: … }");
    expect(refusal(() => loose.get_special_tokens_mask([5], null, true))).toContain(
      "{ already_has_special_tokens: … }",
    );
    expect(refusal(() => loose("晴れ", new Map([["padding", true]])))).toContain("object of options");
  });

  it("beyond the last one are refused", async () => {
    expect(refusal(() => loose("晴れ", {}, {}))).toContain("at most 2: text, options");
    expect(refusal(() => ["晴れ"].map(loose))).toContain("at most 2: text, options");
    expect(refusal(() => loose.get_vocab({}))).toContain("expected none");
    expect(refusal(() => loose.num_special_tokens_to_add(true, 1))).toContain("at most 1");
    expect(refusal(() => loose.build_inputs_with_special_tokens([5], [6], true))).toContain("at most 2");
    await expect(loose.save_pretrained("folder", {}, true)).rejects.toThrow(OptionError);
    await expect(loose.save_vocabulary(undefined)).rejects.toThrow(/folder/);
  });

  it("null stands for no options", () => {
    expect(loose("晴れ", null)).toEqual(tokenizer("晴れ"));
    expect(loose.encode("晴れ", null)).toEqual(tokenizer.encode("晴れ"));
    expect(loose.decode([5], null)).toBe(tokenizer.decode([5]));
    expect(loose.tokenize("晴れ", undefined)).toEqual(tokenizer.tokenize("晴れ"));
  });

  it("are checked one by one where a method has several", () => {
    expect(refusal(() => loose.add_tokens(["<a>"], "special"))).toContain("special");
    expect(refusal(() => loose.add_tokens([{ content: "<a>", lStrip: true }]))).toContain("lstrip");
    expect(refusal(() => loose.add_special_tokens({ mask_token: "<m>" }, 1))).toContain("replace");
    expect(refusal(() => loose.convert_tokens_to_ids([5]))).toContain("tokens");
    expect(refusal(() => loose.convert_tokens_to_string("晴れ"))).toContain("tokens");
  });

  it("every public method of every class has a signature", () => {
    for (const { prototype } of [TokenizerBase, Tokenizer, PreTrainedTokenizerFast, LlamaTokenizerFast]) {
      const names = Object.getOwnPropertyNames(prototype).filter((name) => {
        const { value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
        return typeof value === "function" && name !== "constructor" && !NOT_PUBLIC.has(name);
      });
      for (const name of names) {
        const many = Array.from({ length: 9 }, () => undefined);
        const run = Reflect.get(prototype, name) as (...given: unknown[]) => unknown;
        const outcome = (): unknown => Reflect.apply(run, undefined, many);
        if (name.startsWith("save_")) continue;
        expect(outcome, name).toThrow(/expected (none|at most)/);
      }
    }
  });
});

const NOT_PUBLIC: ReadonlySet<string> = new Set([
  ...["encodeCall", "encodeOne", "encodeMany", "padIds", "prepareIds", "settings", "strategies", "textOf", "tokensIn"],
  "vocabularyFiles",
]);

describe("options of other versions and libraries", () => {
  it("are refused with the option to use", () => {
    const message = (options: object): string => refusal(() => loose("晴れ", options));
    expect(message({ pad_to_max_length: true })).toContain('padding: "max_length"');
    expect(message({ truncation_strategy: "longest_first" })).toContain("truncation:");
    expect(message({ return_tensor: true })).toContain("return_tensors");
    expect(message({ pair_ids: [5] })).toContain("text_pair");
    expect(refusal(() => loose.batch_encode_plus(["晴れ"], { text_pair: ["雨"] }))).toContain("[text, pair]");
    expect(refusal(() => loose.encode("晴れ", { text_target: "雨" }))).toContain("tokenizer(text, { text_target })");
    expect(refusal(() => loose.prepare_for_model([5], { return_offsets_mapping: true }))).toContain("no positions");
    expect(refusal(() => loose.decode([5], { errors: "replace" }))).toContain("models of bytes");
    expect(message({ maxLength: 2 })).toContain("did you mean max_length?");
    expect(message({ paddng: true })).toContain("did you mean padding?");
  });

  it("count if they are inherited, and refuse values that mean nothing", () => {
    expect(loose("晴れ", Object.create({ add_special_tokens: false }))).toEqual(
      tokenizer("晴れ", { add_special_tokens: false }),
    );
    expect(refusal(() => loose("晴れ", Object.create({ paddng: true })))).toContain("padding");
    expect(refusal(() => loose("晴れ", { padding: "max-length" }))).toContain('"max_length"');
    expect(refusal(() => loose("晴れ", { stride: -1 }))).toContain("stride");
    expect(refusal(() => loose("晴れ", { truncation: "longest" }))).toContain('"longest_first"');
    expect(refusal(() => loose("晴れ", { max_length: "8" }))).toContain("max_length");
  });
});

describe("return_tensors", () => {
  it.each(["pt", "np", "tf", "jax", true, () => [], Math.max])("refuses %s and says what to pass", (value) => {
    expect(refusal(() => loose("晴れ", { return_tensors: value }))).toContain("{ return_tensors: Tensor }");
  });

  it("refuses a class that makes no tensors", () => {
    expect(refusal(() => loose("晴れ", { return_tensors: Array }))).toContain("the class Array");
    expect(refusal(() => loose("晴れ", { return_tensors: Map }))).toContain("the class Map");
    expect(refusal(() => loose("晴れ", { return_tensors: function none() {} }))).toContain("neither dims");
  });

  it("keeps what a class throws as the cause", () => {
    const cause = new RangeError("no memory");
    class Full {
      constructor() {
        throw cause;
      }
    }
    try {
      loose("晴れ", { return_tensors: Full });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(OptionError);
      expect((error as OptionError).message).toContain("no memory");
      expect((error as OptionError).cause).toBe(cause);
    }
  });
});

describe("ids", () => {
  const ids = [2, 2752, 494, 3];
  const text = "[CLS] 晴 れ [SEP]";
  const tensor = (dims: number[], values: readonly number[] = ids) => ({
    dims,
    data: BigInt64Array.from(values, BigInt),
  });

  it("of one text may be a list, a tensor of one row, or a list with one list", () => {
    for (const given of [
      ids,
      tensor([4]),
      tensor([1, 4]),
      tensor([1, 1, 4]),
      [ids],
      [tensor([4])],
      Uint16Array.from(ids),
    ])
      expect(loose.decode(given)).toBe(text);
    expect(tokenizer.decode(2752n)).toBe("晴");
    expect(tokenizer.convert_ids_to_tokens(2752n)).toBe("晴");
  });

  it("of several texts are for batch_decode", () => {
    const rows = [...ids, ...ids];
    expect(refusal(() => loose.decode(tensor([2, 4], rows)))).toContain("batch_decode");
    expect(refusal(() => loose.decode([ids, ids]))).toContain("batch_decode");
    expect(loose.batch_decode(tensor([2, 4], rows))).toEqual([text, text]);
    expect(loose.batch_decode(tensor([1, 4]))).toEqual([text]);
    expect(loose.batch_decode([ids, tensor([1, 4])])).toEqual([text, text]);
    expect(loose.batch_decode([2, 3])).toEqual(["[CLS]", "[SEP]"]);
    expect(loose.batch_decode(tensor([4]))).toEqual(["[CLS]", "晴", "れ", "[SEP]"]);
    expect(refusal(() => loose.batch_decode(tensor([2, 2, 1])))).toContain("[batch, length]");
    expect(refusal(() => loose.batch_decode(tensor([3, 4])))).toContain("[batch, length]");
  });

  it.each([[Number.NaN], [1.5], ["5"], [null], [2n ** 60n], [2 ** 60]])("refuses the id %s", (id) => {
    expect(refusal(() => loose.decode([id]))).toContain("integers");
    expect(refusal(() => loose.prepare_for_model([id]))).toContain("integers");
  });

  it("refuses what is not a list, and a tensor without data in memory", () => {
    for (const given of [undefined, null, "晴れ", {}])
      expect(refusal(() => loose.decode(given))).toContain("list of ids");
    const onGpu = {
      dims: [4],
      get data(): never {
        throw new Error("the data is on the GPU");
      },
    };
    expect(refusal(() => loose.decode(onGpu))).toContain("getData");
    expect(refusal(() => loose.convert_ids_to_tokens(Number.NaN))).toContain("integers");
  });
});

describe("a property that is set later", () => {
  const set = (name: string, value: unknown, owner: object = tokenizer): void => {
    Object.assign(owner, { [name]: value });
  };

  it("takes effect, and is refused with a value that its argument would not take", () => {
    tokenizer.model_max_length = 3;
    expect(tokenizer("晴れの日", { truncation: true }).input_ids).toHaveLength(3);
    tokenizer.pad_token = "[MASK]";
    expect(tokenizer(["晴れ", "雨"], { padding: true }).input_ids[1].at(-1)).toBe(tokenizer.mask_token_id);
    const bad: readonly [string, unknown][] = [
      ["padding_side", "up"],
      ["truncation_side", undefined],
      ["model_max_length", "512"],
      ["model_input_names", "input_ids"],
      ["clean_up_tokenization_spaces", 1],
      ["split_special_tokens", "yes"],
      ["truncation_unit", "word"],
      ["truncation_unit", "character"],
      ["pad_token", 0],
      ["pad_token_id", "[PAD]"],
      ["additional_special_tokens", "<a>"],
      ["chat_template", 5],
    ];
    for (const [name, value] of bad) expect(refusal(() => set(name, value))).toContain(name);
    for (const [name, value] of bad) expect(Reflect.get(tokenizer, name)).not.toBe(value);
  });

  it("gives a role to the token of an id, as in the reference", () => {
    tokenizer.pad_token_id = tokenizer.mask_token_id;
    expect(tokenizer.pad_token).toBe("[MASK]");
    tokenizer.pad_token_id = 0;
    expect(tokenizer.pad_token).toBe("[PAD]");
    tokenizer.bos_token_id = undefined;
    expect(tokenizer.bos_token).toBeUndefined();
    tokenizer.additional_special_tokens = ["晴"];
    expect(tokenizer.decode([2752, 494], { skip_special_tokens: true })).toBe("れ");
  });

  it("is refused if only a new tokenizer can have it", async () => {
    for (const name of ["do_lower_case", "word_tokenizer_type", "mecab_kwargs", "never_split"]) {
      expect(
        refusal(() => set(name, true)),
        name,
      ).toContain("a new tokenizer");
    }
    for (const name of ["vocab_size", "length", "all_special_ids", "special_tokens_map", "added_tokens_decoder"]) {
      expect(
        refusal(() => set(name, 5)),
        name,
      ).toContain(name);
    }
    for (const name of ["do_lower_case", "is_fast"]) expect(refusal(() => set(name, true, fast))).toContain(name);
    expect(refusal(() => set("byte_tokens", "decimals", byteTokenizer({ byte_tokens: "characters" })))).toContain(
      "a new tokenizer",
    );
  });

  it("is refused if its name is nearly a known one, and kept if it is not", () => {
    expect(refusal(() => set("paddingSide", "left"))).toContain("did you mean padding_side?");
    expect(refusal(() => set("modelMaxLength", 5))).toContain("did you mean model_max_length?");
    expect(refusal(() => set("truncation_sid", "left", fast))).toContain("did you mean truncation_side?");
    expect(refusal(() => set("mecabKwargs", {}))).toContain("did you mean mecab_kwargs?");
    set("myCounter", 1);
    expect(Reflect.get(tokenizer, "myCounter")).toBe(1);
    set("toString", () => "mine");
    expect(String(tokenizer)).toBe("mine");
  });

  it("may be a method, which the calls then use", () => {
    const plain = tokenizer.call.bind(tokenizer);
    set("call", (text: string) => ({ text, plain: plain(text) }));
    expect(loose("晴れ")).toMatchObject({ text: "晴れ", plain: { input_ids: [2, 2752, 494, 3] } });
    set("tokenize", () => ["mine"]);
    expect(tokenizer.tokenize("晴れ")).toEqual(["mine"]);
    Object.assign(Tokenizer.prototype, { ownHelper: () => 5 });
    expect(Reflect.get(tokenizer, "ownHelper")()).toBe(5);
    Reflect.deleteProperty(Tokenizer.prototype, "ownHelper");
  });

  it("leaves a tokenizer an ordinary function and object", async () => {
    expect(tokenizer).toBeInstanceOf(Tokenizer);
    expect(tokenizer instanceof Object).toBe(true);
    expect(await tokenizer).toBe(tokenizer);
    expect("nothing" in tokenizer).toBe(false);
    expect(JSON.stringify({ tokenizer })).toBe("{}");
  });
});

it("a wrong argument of a slow class is refused before anything else happens", async () => {
  const vocabulary = Vocabulary.parse(new TextEncoder().encode("[UNK]\na\n"), "vocab.txt");
  const make = (options: object): Promise<Tokenizer> => bertJapanese(vocabulary, options);
  await expect(make({ additional_special_tokens: "<a>" })).rejects.toThrow(OptionError);
  await expect(make({ padding_side: "up" })).rejects.toThrow(OptionError);
  await expect(make({ added_tokens_decoder: { 5: "a" } })).rejects.toThrow(/a Map/);
});

it("a text with U+0000 ends there with a warning, because the reference ends it there", () => {
  const messages: string[] = [];
  const previous = setLogger({ warn: (message) => messages.push(message), error: () => {} });
  try {
    expect(tokenizer.tokenize("一行目\0")).toEqual(["一", "行", "目"]);
    expect(messages).toEqual([]);
    expect(tokenizer.tokenize("一行目\0二行目")).toEqual(["一", "行", "目"]);
    expect(tokenizer.tokenize("一行目\0二行目")).toEqual(["一", "行", "目"]);
  } finally {
    setLogger(previous);
  }
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/U\+0000 at offset 3.*3 code units/);
});
