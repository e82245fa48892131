/** Tokenizers in a worker of the built package. The examples run them in browsers. Run `npm run build` first. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AutoTokenizer, OptionError, ResourceError, VocabularyError } from "tohoku-tokenizers";
import { encode_batch } from "tohoku-tokenizers/batches";
import { TokenizerWorker } from "tohoku-tokenizers/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MODEL = "bert-base-japanese-char-v3";
const TEXTS = ["晴れた日", "ﾊﾟｿｺﾝで𠮷野家", "", "雨"];
const ALIGNED = { padding: true, return_offsets_mapping: true, return_word_ids: true } as const;

class Tensor {
  constructor(
    readonly type: "int64",
    readonly data: BigInt64Array,
    readonly dims: number[],
  ) {}
}

let worker: TokenizerWorker;
beforeAll(() => {
  worker = new TokenizerWorker();
});
afterAll(() => worker.terminate());

describe("a tokenizer in a worker", () => {
  it("gives what the tokenizer gives", async () => {
    const [here, there] = [await AutoTokenizer.from_pretrained(MODEL), await worker.from_pretrained(MODEL)];
    expect(await there(TEXTS, ALIGNED)).toEqual(here(TEXTS, ALIGNED));
    expect(await there(TEXTS[1], { text_pair: "雨", return_special_tokens_mask: true })).toEqual(
      here(TEXTS[1], { text_pair: "雨", return_special_tokens_mask: true }),
    );
    expect(await there(["晴れ", "雨"], { is_split_into_words: true })).toEqual(
      here(["晴れ", "雨"], { is_split_into_words: true }),
    );
    expect(await there.encode("雨", { add_special_tokens: false })).toEqual(
      here.encode("雨", { add_special_tokens: false }),
    );
    expect(await there.batch_encode_plus([["晴れ", "雨"]])).toEqual(here.batch_encode_plus([["晴れ", "雨"]]));
    expect(await there.tokenize(TEXTS[1])).toEqual(here.tokenize(TEXTS[1]));
    expect(await there.decode([2n, 494n, 3n], { skip_special_tokens: true })).toBe("れ");
    expect(await there.decode(new Tensor("int64", BigInt64Array.of(2n, 494n, 3n), [1, 3]))).toBe(
      here.decode([2, 494, 3]),
    );
    expect(await there.batch_decode([[494], [3]])).toEqual(["れ", "[SEP]"]);
    expect(await there.convert_ids_to_tokens([494, 3])).toEqual(["れ", "[SEP]"]);
    expect(await there.convert_tokens_to_ids("れ")).toBe(494);
    expect(await there.get_vocab()).toEqual(here.get_vocab());
    expect([there.length, there.vocab_size, there.mask_token, there.mask_token_id]).toEqual([7027, 7027, "[MASK]", 4]);
  });

  it("makes tensors of the caller's class", async () => {
    const there = await worker.from_pretrained(MODEL);
    const { input_ids } = await there("晴れ", { return_tensors: Tensor });
    expect([input_ids.data, input_ids.dims]).toEqual([BigInt64Array.of(2n, 2752n, 494n, 3n), [1, 4]]);
    const batch = await there(["晴れ", "雨"], { return_tensors: Tensor, padding: true });
    expect(batch.input_ids.dims).toEqual([2, 4]);
    await expect(there("雨", { return_tensors: "pt" as never })).rejects.toThrow(OptionError);
    await expect(there(["晴れ", "雨"], { return_tensors: Tensor })).rejects.toThrow(/set padding: true/);
  });

  it("changes when it is told to, and says how it is then", async () => {
    const there = await worker.from_pretrained(MODEL);
    expect([await there.add_tokens(["<a>", "<b>"]), there.length]).toEqual([2, 7029]);
    expect(await there.add_special_tokens({ additional_special_tokens: ["<c>"] })).toBe(1);
    expect(there.additional_special_tokens).toEqual(["<c>"]);
    await there.set({ padding_side: "left", model_max_length: 3 });
    expect([there.padding_side, there.model_max_length]).toEqual(["left", 3]);
    expect((await there(["雨<a>", "雨"], { padding: true, verbose: false })).input_ids[1][0]).toBe(0);
    await expect(there.set({ padding_side: "middle" as never })).rejects.toThrow(OptionError);
    expect(there.padding_side).toBe("left");
    const another = await worker.from_pretrained(MODEL);
    expect([another.length, another.padding_side]).toEqual([7027, "right"]);
  });

  it("sets all of the properties, or none of them", async () => {
    const there = await worker.from_pretrained(MODEL);
    const values = { padding_side: "left", bos_token: "[CLS]", truncation_side: "middle" };
    await expect(there.set(values as never)).rejects.toThrow(OptionError);
    expect([there.padding_side, there.bos_token, there.truncation_side]).toEqual(["right", undefined, "right"]);
    expect((await there(["晴れ", "雨"], { padding: true })).attention_mask?.[1]).toEqual([1, 1, 1, 0]);
    await there.set({ split_special_tokens: true });
    expect([there.split_special_tokens, there.padding_side, there.bos_token]).toEqual([true, "right", undefined]);
  });

  it("refuses properties that there are not", async () => {
    const there = await worker.from_pretrained(MODEL);
    await expect(there.set({ padding_sid: "left" } as never)).rejects.toThrow(/did you mean padding_side/);
    await expect(there.set({ vocab_size: 3 } as never)).rejects.toThrow(/add_tokens/);
    await expect(there.set("left" as never)).rejects.toThrow(OptionError);
  });

  it("refuses calls after free", async () => {
    const there = await worker.from_pretrained(MODEL);
    there.free();
    await expect(there.encode("雨")).rejects.toThrow(ResourceError);
    await expect(there.set({ padding_side: "left" })).rejects.toThrow(ResourceError);
  });

  it("answers in the order of the calls", async () => {
    const there = await worker.from_pretrained(MODEL);
    const order: number[] = [];
    const texts = ["雨".repeat(20_000), "雨", "晴れ".repeat(5000), ""];
    await Promise.all(texts.map((text, at) => there.encode(text, { verbose: false }).then(() => order.push(at))));
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it("throws the tokenizer's errors", async () => {
    const there = await worker.from_pretrained(MODEL);
    const failure = await there("雨", { paddng: true } as never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OptionError);
    expect((failure as OptionError).input).toBe("paddng");
    await expect(there.decode("a" as never)).rejects.toThrow(OptionError);
    await expect(there("雨", { text_pair: (() => 1) as never })).rejects.toThrow(/could not be cloned/);
    expect(await there.encode("雨")).toEqual([2, 6477, 3]);
  });
});

describe("loading in a worker", () => {
  const folder = mkdtempSync(join(tmpdir(), "worker-"));
  writeFileSync(join(folder, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n雨\n");
  const config = JSON.stringify({ tokenizer_class: "BertJapaneseTokenizer", word_tokenizer_type: "basic" });
  writeFileSync(join(folder, "tokenizer_config.json"), config);

  it("takes files in any form, and reports progress", async () => {
    const events: string[] = [];
    const options = {
      progress_callback: ({ status, file }: { status: string; file: string }) => events.push(`${status} ${file}`),
    };
    const bytes = new TextEncoder().encode(config);
    const vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n雨\n";
    for (const files of [
      folder,
      new URL(`file://${folder}`),
      { "vocab.txt": join(folder, "vocab.txt"), "tokenizer_config.json": bytes },
      new Map<string, Blob | Response>([
        ["vocab.txt", new Blob([vocabulary])],
        ["tokenizer_config.json", new Response(config)],
      ]),
      [new File([vocabulary], "vocab.txt"), new File([config], "tokenizer_config.json"), new File([], "other.bin")],
    ]) {
      const tokenizer = await worker.from_pretrained("mine", { files, ...options });
      expect(await tokenizer.encode("雨")).toEqual([2, 5, 3]);
      tokenizer.free();
    }
    expect(events).toContain("done vocab.txt");
  });

  it("fails as it would without a worker", async () => {
    await expect(worker.from_pretrained("bert-base-japanese-char-v4")).rejects.toThrow(/did you mean/);
    await expect(worker.from_pretrained("mine", { files: join(folder, "none") })).rejects.toThrow(ResourceError);
    const files = { "vocab.txt": new TextEncoder().encode("a\nb\n"), "tokenizer_config.json": new Response(config) };
    await expect(worker.from_pretrained("mine", { files })).rejects.toThrow(VocabularyError);
    await expect(worker.from_pretrained(3 as never)).rejects.toThrow(OptionError);
    await expect(worker.from_pretrained("mine", { files: folder, padding_sid: "left" } as never)).rejects.toThrow(
      /did you mean padding_side/,
    );
  });

  it("can be aborted", async () => {
    const controller = new AbortController();
    const loading = worker.from_pretrained(MODEL, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(loading).rejects.toThrow("enough");
    await expect(worker.from_pretrained(MODEL, { signal: controller.signal })).rejects.toThrow("enough");
    expect(await (await worker.from_pretrained(MODEL)).encode("雨")).toEqual([2, 6477, 3]);
  });
});

describe("the worker", () => {
  it("may be a given one, with a loader of its own", async () => {
    const script = `
      const { serveTokenizers } = require("tohoku-tokenizers/worker/serve");
      const { from_pretrained } = require("tohoku-tokenizers/models/bert-base-japanese-char-v3");
      serveTokenizers({ from_pretrained: (name, options) => from_pretrained(options) });
    `;
    const given = new TokenizerWorker({ worker: new Worker(script, { eval: true }) });
    expect(await (await given.from_pretrained("any")).encode("雨")).toEqual([2, 6477, 3]);
    given.terminate();
  });

  it("rejects what waits when it is terminated, and all that comes later", async () => {
    const own = new TokenizerWorker();
    const tokenizer = await own.from_pretrained(MODEL);
    const waiting = tokenizer.encode("雨".repeat(1000));
    own.terminate();
    await expect(waiting).rejects.toThrow(ResourceError);
    await expect(tokenizer.encode("雨")).rejects.toThrow(/terminated/);
    await expect(own.from_pretrained(MODEL)).rejects.toThrow(/terminated/);
  });

  it("rejects what waits when it fails", async () => {
    const failing = new TokenizerWorker({ worker: new Worker('throw new Error("broken")', { eval: true }) });
    await expect(failing.from_pretrained(MODEL)).rejects.toThrow(/broken/);
    const ending = new TokenizerWorker({ worker: new Worker("process.exit()", { eval: true }) });
    await expect(ending.from_pretrained(MODEL)).rejects.toThrow(/it has ended/);
  });

  it("must be one", () => {
    expect(() => new TokenizerWorker({ worker: {} })).toThrow(OptionError);
    expect(() => new TokenizerWorker({ wrker: {} } as never)).toThrow(/did you mean worker/);
  });
});

describe("several workers", () => {
  const LONG = "晴れた日の雨".repeat(6000);
  const BATCH = [LONG, "雨", LONG, "", LONG, "晴れ"];
  let several: TokenizerWorker;
  beforeAll(() => {
    several = new TokenizerWorker({ workers: 2 });
  });
  afterAll(() => several.terminate());

  it("give the rows of one, in typed arrays, lists and tensors", async () => {
    const [here, there] = [await AutoTokenizer.from_pretrained(MODEL), await several.from_pretrained(MODEL)];
    const quiet = { verbose: false };
    const windows = { return_overflowing_tokens: "windows", max_length: 9000, truncation: true } as const;
    for (const options of [quiet, { ...quiet, return_offsets_mapping: true }, windows, { ...quiet, padding: true }]) {
      expect(await there(BATCH, options)).toEqual(here(BATCH, options));
      expect(await there.batch_encode_plus(BATCH, options)).toEqual(here.batch_encode_plus(BATCH, options));
      expect(await there.encode_batch(BATCH, options)).toEqual(encode_batch(here, BATCH, options));
    }
    const pairs = { text_pair: BATCH.map(() => "雨"), ...quiet };
    expect(await there(BATCH, pairs)).toEqual(here(BATCH, pairs));
    const words = { is_split_into_words: true, ...quiet } as const;
    expect(await there(BATCH.filter(Boolean), words)).toEqual(here(BATCH.filter(Boolean), words));
    const { input_ids } = await there(BATCH, { return_tensors: Tensor, padding: "max_length", max_length: 40_000 });
    expect(input_ids.dims).toEqual([6, 40_000]);
  });

  it("name the first row at fault, and fail as one for other faults", async () => {
    const there = await several.from_pretrained(MODEL);
    const faulty = [...BATCH, "a\ud800", LONG, LONG, "\ud800"];
    await expect(there.encode_batch(faulty, { verbose: false })).rejects.toThrow(/^text\[6\]: .* offset 1/);
    await expect(there(faulty, { verbose: false })).rejects.toThrow(/^text\[6\]: .* offset 1/);
    await expect(there(BATCH, { paddin: true } as never)).rejects.toThrow(/did you mean padding/);
    await expect(there([...BATCH, 3] as never)).rejects.toThrow(OptionError);
    await expect(there.encode_batch(BATCH, "longest" as never)).rejects.toThrow(OptionError);
    await expect(there.encode_batch(BATCH, { return_tensors: Tensor } as never)).rejects.toThrow(/typed arrays/);
    await expect(there.encode_batch(...([BATCH, {}, 1] as unknown as [string[]]))).rejects.toThrow(OptionError);
  });

  it("change together, and answer in order", async () => {
    const there = await several.from_pretrained(MODEL);
    const order: number[] = [];
    const calls = [
      there.encode_batch(BATCH, { verbose: false }),
      there.encode("雨"),
      there.add_tokens(["<a>"]),
      there.set({ padding_side: "left" }),
      there.encode("<a>"),
      there.encode("<a>"),
      there.encode("雨"),
    ];
    const results = await Promise.all(calls.map((call, at) => call.then((result) => order.push(at) && result)));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(results.slice(4)).toEqual([
      [2, 7027, 3],
      [2, 7027, 3],
      [2, 6477, 3],
    ]);
    expect(there.padding_side).toBe("left");
  });

  it("may be given ones, and end together", async () => {
    const script = 'require("tohoku-tokenizers/worker/serve").serveTokenizers()';
    const threads = [new Worker(script, { eval: true }), new Worker(script, { eval: true })];
    const given = new TokenizerWorker({ worker: threads });
    const tokenizer = await given.from_pretrained(MODEL);
    expect(await tokenizer.encode("雨")).toEqual([2, 6477, 3]);
    const waiting = tokenizer.encode_batch(BATCH, { verbose: false });
    await threads[1].terminate();
    await expect(waiting).rejects.toThrow(/it has ended/);
    await expect(tokenizer.encode("雨")).rejects.toThrow(/it has ended/);
  });

  it("are a number from 1 on, or a list of workers", () => {
    for (const workers of [0, 1.5, "2"]) {
      expect(() => new TokenizerWorker({ workers } as never)).toThrow(/^workers: .*a whole number from 1 on/);
    }
    expect(() => new TokenizerWorker({ worker: [] })).toThrow(OptionError);
    expect(() => new TokenizerWorker({ worker: [{}] })).toThrow(OptionError);
    const worker = new Worker("", { eval: true });
    expect(() => new TokenizerWorker({ worker: [worker, worker] })).toThrow(/a list of different workers/);
    expect(() => new TokenizerWorker({ workers: 2, worker })).toThrow(/^workers: .*none, with worker/);
  });
});
