/** The arguments of from_pretrained beside the files: options, configurations beside a preset, and names of models. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import { setLogger } from "../../src/base/logger.js";
import { FLAG } from "../../src/base/options.js";
import { HubError } from "../../src/hub/hub-error.js";
import type { Family } from "../../src/models/family.js";
import { from_pretrained as v1 } from "../../src/models/published/bert-base-japanese.js";
import { from_pretrained as charV3 } from "../../src/models/published/bert-base-japanese-char-v3.js";
import { from_pretrained as v3 } from "../../src/models/published/bert-base-japanese-v3.js";
import { from_pretrained as roberta } from "../../src/models/published/roberta-base-japanese.js";
import { AutoTokenizer, BertJapaneseTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { loaderOf } from "../../src/pretrained/published.js";
import { status, useFileServer } from "../files/file-server.js";

const server = useFileServer();
const root = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));
afterAll(() => rmSync(root, { recursive: true }));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const VOCABULARY = utf8("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n国家\n公務\n員\n公務員\nａ\na\n");
const TEXT = "国家公務員";
const withConfig = (config: object) => ({
  "vocab.txt": VOCABULARY,
  "tokenizer_config.json": utf8(JSON.stringify(config)),
});

describe("options of loading", () => {
  const requests = { endpoint: "http://127.0.0.1:1" };
  const loaders: [string, (options: object) => Promise<unknown>][] = [
    ["AutoTokenizer", (options) => AutoTokenizer.from_pretrained("bert-base-japanese-v3", options)],
    ["BertJapaneseTokenizer", (options) => BertJapaneseTokenizer.from_pretrained("bert-base-japanese-v3", options)],
    ["a model's import", (options) => v3(options)],
  ];

  describe.each(loaders)("of %s", (_, load) => {
    it.each<[object, RegExp]>([
      [{ revison: "v1" }, /revison: found "v1".*did you mean revision\?/],
      [{ localFilesOnly: true }, /did you mean local_files_only\?/],
      [{ progressCallback: () => undefined }, /did you mean progress_callback\?/],
      [{ file: "models/v3" }, /did you mean files\?/],
      [{ revision: 3 }, /revision: found 3, expected a relative path/],
      [{ local_files_only: "yes" }, /local_files_only.*true or false/],
      [{ signal: new AbortController() }, /signal.*AbortController/],
      [{ files: 7 }, /files: found 7/],
      [{ trust_remote_code: true }, /trust_remote_code: found true.*no code/],
      [{ proxies: { https: "x" } }, /proxies.*environment/],
      [{ mirror: "tuna" }, /mirror.*endpoint/],
      [{ local_dir: "x" }, /local_dir.*cache_dir/],
      [{ vocab_file: "vocab.txt" }, /vocab_file.*vocabulary/],
      [{ tokenizer_type: "bert" }, /tokenizer_type/],
      [{ token: "a", use_auth_token: "b" }, /use_auth_token.*none beside token/],
    ])("are refused before any request: %o", async (options, message) => {
      const loading = load({ ...requests, ...options });
      await expect(loading).rejects.toThrow(OptionError);
      await expect(loading).rejects.toThrow(message);
    });

    it("may be null, and those of transformers may ask for nothing", async () => {
      const nothing = { revision: null, subfolder: null, token: null, proxies: null, trust_remote_code: false };
      await load({ ...nothing, resume_download: true, files: { "vocab.txt": VOCABULARY } });
      await load({ files: { "vocab.txt": VOCABULARY }, progress_callback: undefined });
    });

    it("are an object", async () => {
      await expect(load("v3" as unknown as object)).rejects.toThrow(/options: found "v3".*\{ files: … \}/);
    });
  });

  it("has use_fast for AutoTokenizer alone", async () => {
    const files = { "vocab.txt": VOCABULARY };
    await AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files, use_fast: false });
    await expect(v3({ files, use_fast: true } as object)).rejects.toThrow(/use_fast.*AutoTokenizer/);
  });

  it("go with the tokenizer's own, and a file's fields near one of these get a warning", async () => {
    const made: object[] = [];
    const family: Family<{ readonly vocab_size: number }, object> = {
      options: { do_lower_case: FLAG },
      load: async (_, init) => {
        made.push(init);
        return { vocab_size: 1 };
      },
    };
    const from_pretrained = loaderOf({ source: "own/model", preset: { kept: 1 } }, family) as (
      o: object,
    ) => Promise<object>;
    await expect(from_pretrained({ do_lowercase: true })).rejects.toThrow("did you mean do_lower_case?");
    await expect(from_pretrained({ do_lower_case: 1 })).rejects.toThrow(/do_lower_case: found 1/);
    const warnings: string[] = [];
    const previous = setLogger({ warn: (message) => warnings.push(message), error: () => {} });
    try {
      const files = withConfig({ do_lowercase: true, name_or_path: "x", do_basic_tokenize: true });
      for (const _ of [1, 2]) await from_pretrained({ files, do_lower_case: true });
    } finally {
      setLogger(previous);
    }
    expect(made[0]).toMatchObject({ kept: 1, do_lower_case: true, do_lowercase: true });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/tokenizer_config\.json: do_lowercase .*did you mean do_lower_case\?/);
  });
});

describe("a configuration beside a preset", () => {
  it("counts, and the caller's arguments count more", async () => {
    const files = withConfig({ do_lower_case: true, model_max_length: 7, cls_token: "[MASK]" });
    for (const load of [
      (options: object) => v3(options),
      (options: object) => AutoTokenizer.from_pretrained("bert-base-japanese-v3", options),
    ]) {
      const tokenizer = await load({ files });
      expect(tokenizer.encode("国家A")).toEqual([4, 5, 10, 3]);
      expect(tokenizer.model_max_length).toBe(7);
      expect((await load({ files, model_max_length: 8, do_lower_case: false })).encode("国家A")).toEqual([4, 5, 1, 3]);
    }
  });

  it("keeps the model's dictionary if mecab_kwargs name none", async () => {
    const files = withConfig({ tokenizer_class: "BertJapaneseTokenizer", mecab_kwargs: { normalize_text: false } });
    for (const [load, name, ids] of [
      [v1, "bert-base-japanese", [2, 5, 8, 9, 3]],
      [v3, "bert-base-japanese-v3", [2, 5, 6, 7, 9, 3]],
    ] as const) {
      expect((await load({ files })).encode(`${TEXT}ａ`)).toEqual(ids);
      expect((await AutoTokenizer.from_pretrained(name, { files })).encode(`${TEXT}ａ`)).toEqual(ids);
    }
  });

  it.each<[object, RegExp]>([
    [{ tokenizer_class: "T5Tokenizer" }, /tokenizer_class: found "T5Tokenizer", expected BertJapaneseTokenizer/],
    [{ mecab_kwargs: { mecab_dic: "ipadic" } }, /mecab_kwargs: mecab_dic: found "ipadic", expected unidic_lite/],
    [{ mecab_kwargs: { mecab_dic: null, mecab_option: "-d x" } }, /mecab_option: found "-d x"/],
    [{ subword_tokenizer_type: "character" }, /subword_tokenizer_type: found "character", expected wordpiece/],
    [{ word_tokenizer_type: "basic" }, /word_tokenizer_type: found "basic", expected mecab/],
  ])("of another tokenizer is refused by a model's import: %o", async (config, message) => {
    const loading = v3({ files: withConfig(config) });
    await expect(loading).rejects.toThrow(OptionError);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow("tokenizer_config.json");
    await expect(v3({ files: withConfig({}), ...config } as object)).rejects.toThrow(OptionError);
  });

  it("of the same tokenizer may spell the dictionary with a hyphen, and leave options of MeCab empty", async () => {
    const files = withConfig({ mecab_kwargs: { mecab_dic: "unidic-lite", mecab_option: "" } });
    expect((await v3({ files })).encode(TEXT)).toEqual([2, 5, 6, 7, 3]);
  });

  it("of another dictionary is refused by roberta-base-japanese too", async () => {
    const loading = roberta({ files: withConfig({ mecab_kwargs: { mecab_dic: "ipadic" } }) });
    await expect(loading).rejects.toThrow(/mecab_dic: found "ipadic", expected unidic_lite/);
  });

  it("of another tokenizer is what AutoTokenizer makes", async () => {
    const files = withConfig({ tokenizer_class: "BertJapaneseTokenizer", mecab_kwargs: { mecab_dic: "ipadic" } });
    expect((await AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files })).encode(TEXT)).toEqual([
      2, 5, 8, 3,
    ]);
    const bytes = withConfig({ tokenizer_class: "ByT5Tokenizer" });
    for (const name of ["bert-base-japanese-v3", "bybert-jp-100m"]) {
      expect((await AutoTokenizer.from_pretrained(name, { files: bytes })).encode("a")).toEqual([100, 1]);
    }
  });
});

describe("names of models", () => {
  const folder = join(root, "models");
  mkdirSync(join(folder, "fine-tuned"), { recursive: true });
  writeFileSync(join(folder, "fine-tuned", "vocab.txt"), VOCABULARY);

  it.each([
    ["bert-base-japanse-v3", "bert-base-japanese-v3"],
    ["bert_base_japanese_v3", "bert-base-japanese-v3"],
    [join(folder, "fine-tunned"), join(folder, "fine-tuned")],
    [`${folder}/fine-tund/`, join(folder, "fine-tuned")],
  ])("that are misspelled are refused with the name that was meant: %s", async (name, expected) => {
    for (const load of [AutoTokenizer.from_pretrained, BertJapaneseTokenizer.from_pretrained]) {
      await expect(load(name)).rejects.toThrow(OptionError);
      await expect(load(name)).rejects.toThrow(`did you mean ${expected}?`);
    }
  });

  it("that the hub does not know are too", async () => {
    server.answers.set("*", (_, response) => response.writeHead(404, { "X-Error-Code": "RepoNotFound" }).end());
    const options = { endpoint: server.base, cache_dir: join(root, "cache") };
    const loading = AutoTokenizer.from_pretrained("cl-tohoku/bert-base-japanse-v3", options);
    await expect(loading).rejects.toThrow(HubError);
    await expect(loading).rejects.toThrow("did you mean cl-tohoku/bert-base-japanese-v3?");
    server.answers.set("*", status(401));
  });

  it("are strings", async () => {
    for (const name of [undefined, null, "", { files: folder }]) {
      const loading = AutoTokenizer.from_pretrained(name as unknown as string);
      await expect(loading).rejects.toThrow(OptionError);
      await expect(loading).rejects.toThrow("{ files }");
    }
  });

  it("of folders with vocab.txt alone are errors that name files and BertJapaneseTokenizer", async () => {
    const loading = AutoTokenizer.from_pretrained(join(folder, "fine-tuned"));
    await expect(loading).rejects.toThrow(ResourceError);
    await expect(loading).rejects.toThrow(/tokenizer_config\.json.*\{ files: ".*fine-tuned" \}.*BertJapaneseTokenizer/);
  });

  it("of models that are in the package need no hub, also for BertJapaneseTokenizer", async () => {
    const endpoint = "http://127.0.0.1:1";
    const tokenizer = await BertJapaneseTokenizer.from_pretrained("cl-tohoku/bert-base-japanese-char-v3", { endpoint });
    expect(tokenizer.encode(TEXT)).toEqual((await charV3()).encode(TEXT));
  });

  it("of another class are refused by BertJapaneseTokenizer", async () => {
    const loading = BertJapaneseTokenizer.from_pretrained("bybert-jp-100m");
    await expect(loading).rejects.toThrow(/bybert-jp-100m.*AutoTokenizer loads ByteTokenizer/);
  });
});
