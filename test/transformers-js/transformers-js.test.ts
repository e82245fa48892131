/** The entry for transformers.js, with a stand-in for that library. The examples run it with the library itself. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { bertJapanese, byT5, Vocabulary } from "../../src/index.js";
import type { CallOptions } from "../../src/tokenizer/call-options.js";
import { bind } from "../../src/transformers-js/bind.js";
import { library, Tensor } from "./library.js";

interface Adapted {
  (text: unknown, options?: object): Record<string, Tensor>;
  (text: unknown, options: { readonly return_tensor: false }): Record<string, number[][]>;
  readonly mask_token: string;
  readonly mask_token_id: number;
  readonly all_special_ids: readonly number[];
  readonly model_max_length: number;
  readonly return_token_type_ids: boolean;
  readonly add_bos_token: boolean;
  readonly add_eos_token: boolean;
  padding_side: string;
  encode(text: string, options?: CallOptions): number[];
  tokenize(text: string, options?: object): string[];
  decode(ids: unknown, options?: object): string;
  batch_decode(ids: unknown, options?: object): string[];
  get_vocab(): Map<string, number>;
  convert_tokens_to_ids(tokens: string): number;
  apply_chat_template(): string;
}

const PIECES = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "[MASK]",
  "東京",
  "京都",
  "##都",
  "に",
  "住む",
  "山田",
  "さん",
  "は",
];
const vocabulary = Vocabulary.parse(new TextEncoder().encode(PIECES.join("\n")), "vocab.txt");
const bert = () => bertJapanese(vocabulary, { mecab_kwargs: { mecab_dic: "ipadic" }, word_tokenizer_type: "mecab" });
const adaptedBert = async (options?: object) =>
  bind(library().library).forTransformersJs(await bert(), options) as unknown as Adapted;
const ids = ({ input_ids }: Record<string, Tensor>) => [Array.from(input_ids.data, Number), input_ids.dims];

describe("a tokenizer for transformers.js", () => {
  it("returns tensors with a batch axis, or lists if it is asked for them", async () => {
    const tokenizer = await adaptedBert();
    expect(ids(tokenizer("東京に"))).toEqual([
      [2, 5, 8, 3],
      [1, 4],
    ]);
    expect(Object.keys(tokenizer("東京"))).toEqual(["input_ids", "token_type_ids", "attention_mask"]);
    expect(tokenizer("東京").input_ids).toBeInstanceOf(Tensor);
    expect(ids(tokenizer(["東京", "東京に"], { padding: true }))).toEqual([
      [2, 5, 3, 0, 2, 5, 8, 3],
      [2, 4],
    ]);
    expect(tokenizer("東京", { return_tensor: false }).input_ids).toEqual([2, 5, 3]);
    expect(ids(tokenizer("東京", { text_pair: "に", truncation: null, max_length: null }))).toEqual([
      [2, 5, 3, 8, 3],
      [1, 5],
    ]);
  });

  it("cuts to the model's maximum, unless a call names another", async () => {
    const tokenizer = await adaptedBert({ model_max_length: 5 });
    const long = "東京に".repeat(9);
    expect(tokenizer.model_max_length).toBe(5);
    expect(tokenizer(long, { truncation: true }).input_ids.dims).toEqual([1, 5]);
    expect(tokenizer(long, { truncation: true, max_length: 7 }).input_ids.dims).toEqual([1, 7]);
    expect(tokenizer("東京", { padding: "max_length" }).input_ids.dims).toEqual([1, 5]);
    expect(tokenizer(long, { truncation: false, verbose: false }).input_ids.dims).toEqual([1, 20]);
  });

  it("does not cut, and says nothing, if nobody knows a maximum", async () => {
    const tokenizer = await adaptedBert();
    expect(tokenizer.model_max_length).toBe(Number.POSITIVE_INFINITY);
    const warnings: string[] = [];
    const before = setLogger({ warn: (message) => void warnings.push(message), error: () => undefined });
    expect(tokenizer("東京に".repeat(9), { truncation: true }).input_ids.dims).toEqual([1, 20]);
    setLogger(before);
    expect(warnings).toEqual([]);
  });

  it("has the members that pipelines use", async () => {
    const tokenizer = await adaptedBert();
    expect([tokenizer.mask_token, tokenizer.mask_token_id]).toEqual(["[MASK]", 4]);
    expect([...tokenizer.all_special_ids].sort()).toEqual([0, 1, 2, 3, 4]);
    expect([tokenizer.return_token_type_ids, tokenizer.add_bos_token, tokenizer.add_eos_token]).toEqual([
      true,
      false,
      false,
    ]);
    tokenizer.padding_side = "left";
    expect(ids(tokenizer(["東京", "東京に"], { padding: true }))[0]).toEqual([0, 2, 5, 3, 2, 5, 8, 3]);
    expect(tokenizer.encode("東京に", { add_special_tokens: false })).toEqual([5, 8]);
    expect(tokenizer.tokenize("東京に", { pair: "は", add_special_tokens: true })).toEqual(
      "[CLS] 東京 に [SEP] は [SEP]".split(" "),
    );
    expect(tokenizer.tokenize("東京に")).toEqual(["東京", "に"]);
    expect(tokenizer.decode(new Tensor("int64", BigInt64Array.of(2n, 5n, 3n), [1, 3]))).toBe("[CLS] 東京 [SEP]");
    expect(tokenizer.decode([2n, 5n, 3n], { skip_special_tokens: true })).toBe("東京");
    expect(tokenizer.batch_decode([[5], [8]])).toEqual(["東京", "に"]);
    expect([tokenizer.get_vocab().get("に"), tokenizer.convert_tokens_to_ids("に")]).toEqual([8, 8]);
    expect(() => tokenizer.apply_chat_template()).toThrow(/chat_template/);
  });

  it("says which tokens a text gets", () => {
    const tokenizer = bind(library().library).forTransformersJs(byT5()) as unknown as Adapted;
    expect([tokenizer.add_bos_token, tokenizer.add_eos_token]).toEqual([false, true]);
  });

  it("is not made of anything else", async () => {
    const { forTransformersJs } = bind(library().library);
    expect(() => forTransformersJs("bert" as never)).toThrow(/a tokenizer of this library/);
    const tokenizer = await bert();
    expect(() => forTransformersJs(tokenizer, { max_length: 3 } as never)).toThrow(OptionError);
  });
});

describe("pipeline", () => {
  const folder = mkdtempSync(join(tmpdir(), "transformers-js-"));
  writeFileSync(join(folder, "vocab.txt"), PIECES.join("\n"));
  writeFileSync(
    join(folder, "tokenizer_config.json"),
    JSON.stringify({
      tokenizer_class: "BertJapaneseTokenizer",
      word_tokenizer_type: "mecab",
      mecab_kwargs: { mecab_dic: "ipadic" },
    }),
  );
  const made = async (config: object) => {
    const { library: transformers } = library({}, { config });
    const pipe = (await bind(transformers).pipeline("fill-mask", folder)) as unknown as { tokenizer: Adapted };
    return pipe.tokenizer;
  };

  it("takes the model's class for the task, and the tokenizer that the files describe", async () => {
    const { library: transformers, calls } = library();
    const events: object[] = [];
    const progress_callback = (event: object): void => void events.push(event);
    const pipe = await bind(transformers).pipeline("fill-mask", folder, { dtype: "fp32", progress_callback });
    const { task, tokenizer } = pipe as unknown as { task: string; tokenizer: Adapted };
    expect([task, ids(tokenizer("東京に"))[0]]).toEqual(["fill-mask", [2, 5, 8, 3]]);
    expect(calls.models).toEqual([["AutoModelForMaskedLM", folder, { dtype: "fp32", progress_callback }]]);
    expect(events.at(-1)).toEqual({ status: "ready", task: "fill-mask", model: folder });
    expect(events.length).toBeGreaterThan(2);
  });

  it("finds a model among the local ones by its name", async () => {
    const name = folder.split("/").at(-1) ?? "";
    const { library: transformers } = library({ localModelPath: folder.slice(0, -name.length) });
    const pipe = (await bind(transformers).pipeline("ner", name)) as unknown as { task: string; tokenizer: Adapted };
    expect([pipe.task, ids(pipe.tokenizer("に"))[0]]).toEqual(["token-classification", [2, 8, 3]]);
  });

  it("keeps the languages in the name of a translation", async () => {
    const { library: transformers, calls } = library();
    const pipe = await bind(transformers).pipeline("translation_en_to_ja" as never, folder);
    expect((pipe as unknown as { task: string }).task).toBe("translation_en_to_ja");
    expect(calls.models.map(([kind]) => kind)).toEqual(["AutoModelForSeq2SeqLM"]);
  });

  it("cuts to the positions of the model", async () => {
    expect((await made({ max_position_embeddings: 40 })).model_max_length).toBe(40);
    expect((await made({ max_position_embeddings: 40, model_type: "roberta" })).model_max_length).toBe(39);
    expect((await made({})).model_max_length).toBe(Number.POSITIVE_INFINITY);
  });

  it("takes a tokenizer that is given", async () => {
    const { library: transformers } = library();
    const { pipeline } = bind(transformers);
    const tokenizer = byT5();
    const pipe = (await pipeline("fill-mask", "anything", { tokenizer })) as unknown as { tokenizer: Adapted };
    expect(ids(pipe.tokenizer("a"))[0]).toEqual([100, 1]);
    await expect(pipeline("fill-mask", "anything", { tokenizer: "a" as never })).rejects.toThrow(OptionError);
    await expect(pipeline("image-to-text" as never, "anything", { tokenizer })).rejects.toThrow(/image-to-text/);
  });

  it("is transformers.js's own for another class, for other tasks, and without a model", async () => {
    const other = mkdtempSync(join(tmpdir(), "transformers-js-"));
    writeFileSync(join(other, "tokenizer_config.json"), '{"tokenizer_class":"CamembertTokenizer"}');
    const { library: transformers, calls } = library();
    const { pipeline } = bind(transformers);
    expect(await pipeline("fill-mask", other)).toBe("theirs");
    expect(await pipeline("image-to-text" as never, folder)).toBe("theirs");
    expect(await pipeline("fill-mask")).toBe("theirs");
    expect(calls.pipelines.map(([task, model]) => [task, model])).toEqual([
      ["fill-mask", other],
      ["image-to-text", folder],
      ["fill-mask", undefined],
    ]);
  });

  it("reports what is wrong with the tokenizer's files", async () => {
    const broken = mkdtempSync(join(tmpdir(), "transformers-js-"));
    writeFileSync(join(broken, "tokenizer_config.json"), '{"tokenizer_class":"BertJapaneseTokenizer"}');
    await expect(bind(library().library).pipeline("fill-mask", broken)).rejects.toThrow(/vocab\.txt/);
  });
});

describe("token classification", () => {
  const LABELS = { 0: "O", 1: "B-LOC", 2: "I-LOC", 3: "B-PER", 4: "I-PER" };
  /** The logits of one row: the label of each token, and how sure the model is. */
  const logits = (rows: readonly (readonly [label: number, sure: number][])[]) => {
    const data = rows.flat().flatMap(([label, sure]) => [0, 1, 2, 3, 4].map((at) => (at === label ? sure : 0)));
    return new Tensor("float32", Float32Array.from(data), [rows.length, rows[0].length, 5]) as never;
  };
  const tagger = async (rows: readonly (readonly [label: number, sure: number][])[]) => {
    const { library: transformers, inputs } = library({}, { config: { id2label: LABELS }, logits: logits(rows) });
    const { TokenClassificationPipeline, forTransformersJs } = bind(transformers);
    const model = await transformers.AutoModelForTokenClassification.from_pretrained("m");
    const tokenizer = forTransformersJs(await bert());
    return { tag: new TokenClassificationPipeline({ task: "ner", model, tokenizer }), inputs };
  };
  const rowOf = (labels: readonly number[], sureness: readonly number[]) =>
    labels.map((label, at): [number, number] => [label, sureness[at]]);
  const sure = (count: number) => Math.exp(count) / (Math.exp(count) + 4);
  const text = "山田さんは東京に住む";

  it("says where the tokens are", async () => {
    // [CLS] 山田 さん は 東京 に 住む [SEP]
    const row = rowOf([0, 3, 4, 0, 1, 0, 0, 0], [9, 2, 1, 3, 3, 1, 1, 9]);
    const { tag, inputs } = await tagger([row]);
    const found = await tag(text);
    expect(found.map(({ entity, word, start, end, index }) => [entity, word, start, end, index])).toEqual([
      ["B-PER", "山田", 0, 2, 1],
      ["I-PER", "さん", 2, 4, 2],
      ["B-LOC", "東京", 5, 7, 4],
    ]);
    expect(found[0].score).toBeCloseTo(sure(2), 6);
    expect(Object.keys(inputs[0]).sort()).toEqual(["attention_mask", "input_ids", "token_type_ids"]);
    expect((await tag(text, { ignore_labels: [] })).length).toBe(6);
  });

  it("groups neighbours with one label, and says where they are", async () => {
    const row = rowOf([0, 3, 4, 0, 1, 2, 1, 0], [9, 2, 1, 3, 3, 1, 1, 9]);
    const { tag } = await tagger([row]);
    const groups = await tag(text, { aggregation_strategy: "simple" });
    expect(groups.map(({ entity_group, word, start, end }) => [entity_group, word, start, end])).toEqual([
      ["PER", "山田さん", 0, 4],
      ["LOC", "東京に", 5, 8],
      ["LOC", "住む", 8, 10],
    ]);
    expect(groups[0].score).toBeCloseTo((sure(2) + sure(1)) / 2, 6);
  });

  it("gives all tokens of a word one label", async () => {
    const { library: transformers } = library(
      {},
      {
        config: { id2label: LABELS },
        logits: logits([
          [
            [0, 9],
            [1, 1],
            [4, 3],
            [4, 1],
            [0, 9],
          ],
        ]),
      },
    );
    const { TokenClassificationPipeline, forTransformersJs } = bind(transformers);
    const model = await transformers.AutoModelForTokenClassification.from_pretrained("m");
    const characters = Vocabulary.parse(
      new TextEncoder().encode("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n東\n京\nに"),
      "v",
    );
    const tokenizer = forTransformersJs(
      await bertJapanese(characters, {
        word_tokenizer_type: "mecab",
        subword_tokenizer_type: "character",
        mecab_kwargs: { mecab_dic: "ipadic" },
      }),
    );
    const tag = new TokenClassificationPipeline({ task: "ner", model, tokenizer });
    const labels = async (aggregation_strategy: "first" | "average" | "max" | "simple") =>
      (await tag("東京に", { aggregation_strategy })).map(({ entity_group, word }) => [entity_group, word]);
    expect(await labels("simple")).toEqual([
      ["LOC", "東"],
      ["PER", "京に"],
    ]);
    expect(await labels("first")).toEqual([
      ["LOC", "東京"],
      ["PER", "に"],
    ]);
    expect(await labels("average")).toEqual([["PER", "東京に"]]);
    expect(await labels("max")).toEqual([["PER", "東京に"]]);
  });

  it("gives a list for a list, with the text of unknown tokens", async () => {
    const row = rowOf([0, 1, 0], [9, 2, 9]);
    const { tag } = await tagger([row, row]);
    const found = await tag(["に", "犬"]);
    expect(found.map(([{ word, start, end }]) => [word, start, end])).toEqual([
      ["に", 0, 1],
      ["犬", 0, 1],
    ]);
  });

  it("refuses what it does not know", async () => {
    const { tag } = await tagger([[[0, 9]]]);
    await expect(tag("に", { aggregation_strategy: "last" as never })).rejects.toThrow(OptionError);
    await expect(tag("に", { labels: [] } as never)).rejects.toThrow(OptionError);
    await expect(tag(1 as never)).rejects.toThrow(OptionError);
  });
});
