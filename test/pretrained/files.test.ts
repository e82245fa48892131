/** The files, the vocabulary and the dictionary of a model in every form that a caller may have them in. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { jsonContent } from "../../fixtures/tokenizer-json/files.js";
import { OptionError, ResourceError } from "../../src/base/errors.js";
import type { FileSource } from "../../src/files/source.js";
import type { ProgressEvent } from "../../src/files/watch.js";
import type { FilesFrom } from "../../src/hub/open.js";
import { MeCab } from "../../src/mecab/mecab.js";
import { from_pretrained as charV3 } from "../../src/models/published/bert-base-japanese-char-v3.js";
import { from_pretrained as v3 } from "../../src/models/published/bert-base-japanese-v3.js";
import { from_pretrained as byBert } from "../../src/models/published/bybert-jp-100m.js";
import { from_pretrained as roberta } from "../../src/models/published/roberta-base-japanese.js";
import { from_pretrained as sdxl } from "../../src/models/published/stable-diffusion-xl-jp-base-1.0.js";
import { from_pretrained as sq4096 } from "../../src/models/published/tohokunlp-bert-500m-sq4096-alpha.js";
import { AutoTokenizer, BertJapaneseTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { PAGE, status, useFileServer } from "../files/file-server.js";
import { folderFiles } from "../mecab/folder-files.js";
import { EXAMPLE } from "../mecab/tables.js";

const server = useFileServer();
const root = mkdtempSync(join(tmpdir(), "tohoku-tokenizers-"));
afterAll(() => rmSync(root, { recursive: true }));

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));

const VOCABULARY = utf8("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n国家\n公務\n員\n公務員\n");
const CONFIG = json({ model_max_length: 9 });
const TEXT = "国家公務員";
const UNIDIC_LITE = [2, 5, 6, 7, 3];
const IPADIC = [2, 5, 8, 3];
const IPADIC_FILE = fileURLToPath(new URL("../../dictionaries/ipadic.dict", import.meta.url));

function folderOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const folder = join(root, name);
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), bytes);
  }
  return folder;
}

function serve(path: string, files: Readonly<Record<string, Uint8Array>>): string {
  for (const [file, bytes] of Object.entries(files)) server.answers.set(`${path}/${file}`, bytes);
  return server.base + path;
}

/** A File as a page's picker of folders gives it. */
function picked(path: string, bytes: Uint8Array): File {
  const file = new File([bytes as BlobPart], path.split("/").at(-1) ?? "");
  return Object.defineProperty(file, "webkitRelativePath", { value: path });
}

const FILES = { "vocab.txt": VOCABULARY, "tokenizer_config.json": CONFIG };

describe("files", () => {
  const forms: [string, () => FilesFrom][] = [
    ["a folder's path", () => folderOf("whole", FILES)],
    ["a folder's file: URL", () => pathToFileURL(folderOf("whole", FILES))],
    ["an address", () => serve("/models/v3", FILES)],
    ["an address with a slash and a query", () => `${serve("/models/v3", FILES)}/?key=secret`],
    ["a URL", () => new URL(serve("/models/v3", FILES))],
    ["an object of bytes", () => FILES],
    [
      "a Map of other forms",
      () =>
        new Map<string, FileSource>([
          ["vocab.txt", new Blob([VOCABULARY as BlobPart])],
          ["tokenizer_config.json", new Response(CONFIG as BodyInit)],
        ]),
    ],
    [
      "an object of paths and addresses",
      () => ({
        "vocab.txt": join(folderOf("whole", FILES), "vocab.txt"),
        "tokenizer_config.json": `${serve("/models/v3", FILES)}/tokenizer_config.json`,
      }),
    ],
    ["a list of Files", () => Object.entries(FILES).map(([name, bytes]) => new File([bytes as BlobPart], name))],
    [
      "the Files of a folder",
      () => [
        ...Object.entries(FILES).map(([name, bytes]) => picked(`v3/${name}`, bytes)),
        picked("v3/model.safetensors", utf8("weights")),
        picked("v3/onnx/config.json", utf8("{}")),
      ],
    ],
  ];

  it.each(forms)("may be %s", async (_, files) => {
    const loaders = [
      () => v3({ files: files() }),
      () => AutoTokenizer.from_pretrained("bert-base-japanese-v3", { files: files() }),
      () => BertJapaneseTokenizer.from_pretrained("tohoku-nlp/bert-base-japanese-v3", { files: files() }),
    ];
    for (const load of loaders) {
      const tokenizer = await load();
      expect(tokenizer.encode(TEXT)).toEqual(UNIDIC_LITE);
      expect(tokenizer.model_max_length).toBe(9);
    }
  });

  it("may be in a subfolder", async () => {
    const files = { "tok/vocab.txt": VOCABULARY, "tok/tokenizer_config.json": CONFIG };
    const all: FilesFrom[] = [files, folderOf("outer", files), serve("/outer", files)];
    all.push(Object.entries(files).map(([name, bytes]) => picked(`v3/${name}`, bytes)));
    for (const source of all) {
      expect((await v3({ files: source, subfolder: "tok" })).model_max_length).toBe(9);
    }
    await expect(v3({ files: folderOf("outer", files), subfolder: ".." })).rejects.toThrow(OptionError);
  });

  it("make the class that they name, under any name", async () => {
    const config = json({ tokenizer_class: "ByT5Tokenizer" });
    const tokenizer = await AutoTokenizer.from_pretrained("mine", { files: { "tokenizer_config.json": config } });
    expect(tokenizer.encode("a")).toEqual([100, 1]);
  });

  it("of a server that answers unknown addresses with a page, or that forbids them, may be one", async () => {
    for (const answer of [PAGE, status(403)]) {
      const base = serve("/only", { "vocab.txt": VOCABULARY });
      server.answers.set("*", answer);
      expect((await v3({ files: base })).encode(TEXT)).toEqual(UNIDIC_LITE);
    }
  });

  it.each<[string, () => FilesFrom, RegExp]>([
    ["a misspelled name", () => ({ "vocb.txt": VOCABULARY }), /files: found "vocb\.txt".*did you mean vocab\.txt\?/],
    ["a name of no model's file", () => ({ ...FILES, "weights.bin": CONFIG }), /weights\.bin.*one of vocab\.txt/],
    ["a value that is not a file", () => ({ "vocab.txt": {} as Blob }), /files: vocab\.txt: found \{\}.*Blob/],
    ["text in place of a file", () => ({ "vocab.txt": "[PAD]\n[UNK]" }), /files: vocab\.txt.*TextEncoder/],
    ["no file", () => ({}), /files: found "no file"/],
    ["an empty list", () => [], /files: found "an empty list"/],
    ["a list of something else", () => [VOCABULARY] as unknown as File[], /files.*File objects in a list/],
    ["two files of one name", () => [new File([], "vocab.txt"), new File([], "vocab.txt")], /one file of each name/],
    ["one file's bytes", () => VOCABULARY as unknown as FilesFrom, /files.*\{ NAME: file \}/],
    ["one file's path", () => join(folderOf("whole", FILES), "vocab.txt"), /"vocab\.txt": ….*vocabulary/],
    ["a blob: address", () => "blob:null/1", /files: found "blob:null\/1".*one file/],
    ["no address", () => "http://[", /files: found "http:…"/],
  ])("refuse %s", async (_, files, message) => {
    const loading = v3({ files: files() });
    await expect(loading).rejects.toThrow(OptionError);
    await expect(loading).rejects.toThrow(message);
  });

  it.each<[string, () => FilesFrom, RegExp]>([
    ["a folder", () => folderOf("odd", { "vocb.txt": VOCABULARY, "x.bin": CONFIG }), /there are vocb\.txt: is it vocb/],
    ["given files", () => ({ "spiece.model": VOCABULARY }), /vocab\.txt in the given files.*there are spiece\.model/],
    ["a picked folder", () => [picked("a/b/vocab.txt", VOCABULARY)], /there are b\/vocab\.txt: give .* subfolder/],
    ["an address", () => `${server.base}/none`, /vocab\.txt \(http.*\/none\/vocab\.txt\): found "HTTP status 404"/],
    ["a folder that does not exist", () => join(root, "none"), /none.*a folder that exists/],
  ])("without the vocabulary tell what there is: %s", async (_, files, message) => {
    const loading = v3({ files: files() });
    await expect(loading).rejects.toThrow(ResourceError);
    await expect(loading).rejects.toThrow(message);
  });
});

describe("a vocabulary", () => {
  it.each<[string, () => FileSource]>([
    ["bytes", () => VOCABULARY],
    ["an ArrayBuffer", () => VOCABULARY.slice().buffer],
    ["a File of any name", () => new File([VOCABULARY as BlobPart], "v3-vocab.txt")],
    ["a Response", () => new Response(VOCABULARY as BodyInit)],
    ["a path", () => join(folderOf("whole", FILES), "vocab.txt")],
    ["an address", () => `${serve("/v", { "words.txt": VOCABULARY })}/words.txt`],
  ])("may be %s", async (_, vocabulary) => {
    expect((await v3({ vocabulary: vocabulary() })).encode(TEXT)).toEqual(UNIDIC_LITE);
    const auto = await AutoTokenizer.from_pretrained("bert-base-japanese", { vocabulary: vocabulary() });
    expect(auto.encode(TEXT)).toEqual(IPADIC);
  });

  it("is the only file of SentencePiece models, and of BertJapaneseTokenizer under any name", async () => {
    const model = readTrained("unigram-nmt-nfkc");
    expect((await sdxl({ vocabulary: model })).vocab_size).toBe(
      (await sdxl({ files: { "spiece.model": model } })).vocab_size,
    );
    const options = {
      vocabulary: VOCABULARY,
      word_tokenizer_type: "mecab",
      mecab_kwargs: { mecab_dic: "ipadic" },
    } as const;
    expect((await BertJapaneseTokenizer.from_pretrained("mine", options)).encode(TEXT)).toEqual(IPADIC);
  });

  it("is the tokenizer.json of a fast model, and the .model file of roberta-base-japanese", async () => {
    const tokenizerJson = utf8(jsonContent("llmJp"));
    const fast = await sq4096({ vocabulary: tokenizerJson });
    expect(fast.encode(TEXT)).toEqual((await sq4096({ files: { "tokenizer.json": tokenizerJson } })).encode(TEXT));
    const auto = await AutoTokenizer.from_pretrained("tohokunlp-bert-500m-sq4096-alpha", { vocabulary: tokenizerJson });
    expect(auto.encode(TEXT)).toEqual(fast.encode(TEXT));
    const model = readTrained("roberta-bpe");
    const files = { "sentencepiece.bpe.model": model };
    expect((await roberta({ vocabulary: model })).encode(TEXT)).toEqual((await roberta({ files })).encode(TEXT));
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ["a model without files", () => byBert({ vocabulary: VOCABULARY }), /vocabulary.*name each/],
    [
      "a model of unknown files",
      () => AutoTokenizer.from_pretrained("llama_l24_d2048_h16_seq1024", { vocabulary: VOCABULARY }),
      /vocabulary.*name each/,
    ],
    ["files beside it", () => v3({ vocabulary: VOCABULARY, files: FILES }), /vocabulary.*none beside files/],
    ["a revision beside it", () => v3({ vocabulary: VOCABULARY, revision: "v1" }), /revision: found "v1".*vocabulary/],
    [
      "a misspelled model",
      () => AutoTokenizer.from_pretrained("bert-base-japanes", { vocabulary: VOCABULARY }),
      /did you mean bert-base-japanese\?/,
    ],
  ])("is refused with %s", async (_, load, message) => {
    await expect(load()).rejects.toThrow(OptionError);
    await expect(load()).rejects.toThrow(message);
  });
});

describe("a dictionary", () => {
  const bytes = readFileSync(IPADIC_FILE);
  const forms: [string, () => FileSource][] = [
    ["bytes", () => bytes],
    ["a File", () => new File([bytes], "some.dict")],
    ["a Response", () => new Response(bytes)],
    ["a path", () => IPADIC_FILE],
    ["a URL", () => pathToFileURL(IPADIC_FILE)],
    ["an address", () => `${serve("/d", { "some.dict": bytes })}/some.dict`],
  ];

  it.each(forms)("may be %s", async (_, dictionary) => {
    const vocabulary = VOCABULARY;
    const tokenizers = [
      await v3({ vocabulary, dictionary: dictionary() }),
      await AutoTokenizer.from_pretrained("bert-base-japanese-v3", { vocabulary, dictionary: dictionary() }),
    ];
    for (const tokenizer of tokenizers) expect(tokenizer.encode(TEXT)).toEqual(IPADIC);
    expect((await MeCab.load(dictionary())).words(TEXT)).toEqual(["国家", "公務員"]);
  });

  it("may be a folder that MeCab compiled", async () => {
    const folder = folderOf("compiled", folderFiles(EXAMPLE));
    const options = { do_subword_tokenize: false, word_tokenizer_type: "mecab", vocabulary: VOCABULARY } as const;
    for (const dictionary of [folder, pathToFileURL(folder)]) {
      const tokenizer = await BertJapaneseTokenizer.from_pretrained("mine", { ...options, dictionary });
      expect(tokenizer.tokenize("猫舌猫")).toEqual((await MeCab.load(folder)).words("猫舌猫"));
      expect((await v3({ vocabulary: VOCABULARY, dictionary })).encode(TEXT)).toHaveLength(3);
    }
  });

  it("may be one of the package's by name, in both spellings", async () => {
    const auto = (dictionary: string) =>
      AutoTokenizer.from_pretrained("bert-base-japanese-v3", { vocabulary: VOCABULARY, dictionary });
    expect((await auto("ipadic")).encode(TEXT)).toEqual(IPADIC);
    for (const name of ["unidic-lite", "unidic_lite"]) {
      expect((await auto(name)).encode(TEXT)).toEqual(UNIDIC_LITE);
      expect((await v3({ vocabulary: VOCABULARY, dictionary: name })).encode(TEXT)).toEqual(UNIDIC_LITE);
      expect((await MeCab.load(name)).words(TEXT)).toEqual(["国家", "公務", "員"]);
    }
  });

  it("is refused where no word is split with MeCab", async () => {
    const basic = { vocabulary: VOCABULARY, dictionary: "ipadic" };
    const loads = [() => byBert({ dictionary: "ipadic" }), () => BertJapaneseTokenizer.from_pretrained("mine", basic)];
    for (const load of loads) {
      await expect(load()).rejects.toThrow(OptionError);
      await expect(load()).rejects.toThrow(/dictionary.*MeCab/);
    }
  });

  it.each<[string, () => FileSource, RegExp]>([
    ["no file", () => join(root, "none.dict"), /dictionary \(.*none\.dict\).*ENOENT.*a compact dictionary/],
    ["a status", () => `${server.base}/none.dict`, /none\.dict\): found "HTTP status 404"/],
    ["a web page", () => `${server.base}/page.dict`, /page\.dict.*a web page/],
    ["the bytes of a web page", () => utf8("<!DOCTYPE html><title>app</title>"), /a web page/],
  ])("of which there is %s is an error that says so", async (_, dictionary, message) => {
    server.answers.set("/page.dict", PAGE);
    const loads = [() => v3({ vocabulary: VOCABULARY, dictionary: dictionary() }), () => MeCab.load(dictionary())];
    for (const load of loads) {
      await expect(load()).rejects.toThrow(ResourceError);
      await expect(load()).rejects.toThrow(message);
    }
  });

  it("of a misspelled name is an error with the right one, and so is an unknown option", async () => {
    await expect(MeCab.load("unidic-lit")).rejects.toThrow("did you mean unidic-lite?");
    await expect(MeCab.load("ipadic", { engin: "wasm" } as object)).rejects.toThrow("did you mean engine?");
    await expect(MeCab.load("ipadic", "wasm" as never)).rejects.toThrow("{ engine: … }");
    await expect(MeCab.load(undefined as unknown as string)).rejects.toThrow(OptionError);
  });
});

describe("progress and signal", () => {
  it("cover the configuration, the vocabulary and the dictionary", async () => {
    const seen: ProgressEvent[] = [];
    const dictionary = `${serve("/d", { "some.dict": readFileSync(IPADIC_FILE) })}/some.dict`;
    const files = folderOf("whole", FILES);
    await v3({ files, dictionary, progress_callback: (event) => seen.push(event) });
    expect(new Set(seen.map(({ name }) => name))).toEqual(new Set(["tohoku-nlp/bert-base-japanese-v3"]));
    const done = new Map(seen.filter(({ status }) => status === "done").map(({ file, total }) => [file, total]));
    expect(done.get("vocab.txt")).toBe(VOCABULARY.length);
    expect(done.get("tokenizer_config.json")).toBe(CONFIG.length);
    expect(done.get("dictionary")).toBe(readFileSync(IPADIC_FILE).length);
    expect(done.has("added_tokens.json") && done.get("added_tokens.json") === undefined).toBe(true);
    expect(seen.filter(({ file, status }) => file === "dictionary" && status === "progress").length).toBeGreaterThan(0);
  });

  it("cover a folder that is given as the model's name", async () => {
    const config = json({ tokenizer_class: "BertJapaneseTokenizer", mecab_kwargs: { mecab_dic: "ipadic" } });
    const folder = folderOf("named", { "vocab.txt": VOCABULARY, "tokenizer_config.json": config });
    const seen: ProgressEvent[] = [];
    await AutoTokenizer.from_pretrained(folder, { progress_callback: (event) => seen.push(event) });
    expect(seen).toContainEqual({ status: "initiate", name: folder, file: "vocab.txt" });
    const size = { loaded: VOCABULARY.length, total: VOCABULARY.length };
    expect(seen).toContainEqual({ status: "done", name: folder, file: "vocab.txt", ...size });
  });

  it("cover the package's own vocabulary and dictionary", async () => {
    const seen: string[] = [];
    await charV3({ progress_callback: ({ file, status }) => seen.push(`${file} ${status}`) });
    for (const file of ["vocab.txt", "unidic-lite.dict"]) {
      expect(seen).toContain(`${file} initiate`);
      expect(seen).toContain(`${file} done`);
    }
  });

  it("load the vocabulary and the dictionary at the same time", async () => {
    const waiting: (() => void)[] = [];
    const answerTogether = (bytes: Uint8Array) => (_: unknown, response: { end(bytes: Uint8Array): unknown }) => {
      waiting.push(() => response.end(bytes));
      if (waiting.length === 2) for (const answer of waiting) answer();
    };
    server.answers.set("/vocab.txt", answerTogether(VOCABULARY));
    server.answers.set("/some.dict", answerTogether(readFileSync(IPADIC_FILE)));
    const tokenizer = await v3({ vocabulary: `${server.base}/vocab.txt`, dictionary: `${server.base}/some.dict` });
    expect(tokenizer.encode(TEXT)).toEqual(IPADIC);
  });

  it("stop a load wherever it is, with the signal's reason", async () => {
    // Nothing is answered.
    server.answers.set("*", () => undefined);
    const slow = `${server.base}/slow`;
    const loads: ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => v3({ vocabulary: slow, signal }),
      (signal) => v3({ files: { "vocab.txt": slow }, signal }),
      (signal) => v3({ vocabulary: VOCABULARY, dictionary: slow, signal }),
      (signal) =>
        AutoTokenizer.from_pretrained("bert-base-japanese-v3", {
          endpoint: slow,
          cache_dir: join(root, "cache"),
          signal,
        }),
      (signal) => MeCab.load(slow, { signal }),
    ];
    for (const load of loads) {
      const controller = new AbortController();
      const loading = load(controller.signal);
      setTimeout(() => controller.abort(), 20);
      await expect(loading).rejects.toMatchObject({ name: "AbortError" });
      await expect(load(AbortSignal.abort("before"))).rejects.toBe("before");
    }
  });
});
