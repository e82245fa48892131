import { readFileSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PIECE_SETTINGS } from "../../fixtures/pieces.js";
import { inFolder, readTexts } from "../../fixtures/saved.js";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { ResourceError } from "../../src/base/errors.js";
import { bertJapanese } from "../../src/models/bert/bert-japanese.js";
import type { BertJapaneseOptions } from "../../src/models/bert/compose-bert.js";
import { robertaJapanese } from "../../src/models/roberta/roberta-japanese.js";
import { llama } from "../../src/models/sentencepiece/llama.js";
import { t5 } from "../../src/models/sentencepiece/t5.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import { Vocabulary } from "../../src/subwords/vocabulary.js";
import type { TokenToAdd } from "../../src/tokenizer/added-token.js";
import { makePieces } from "../make-pieces.js";

const PIECE_SETTINGS_OF_BYTES = [
  ["t5", (model: Uint8Array) => t5(model, { legacy: true })],
  ["llama", (model: Uint8Array) => llama(model, { legacy: true })],
  ["robertaJapanese", (model: Uint8Array) => robertaJapanese(model)],
  [
    "bertJapanese",
    (model: Uint8Array) =>
      bertJapanese(model, { word_tokenizer_type: "mecab", subword_tokenizer_type: "sentencepiece" }),
  ],
] as const;

/** The bytes of the .model file that a tokenizer saves. */
function savedModel(tokenizer: AnyTokenizer): Promise<string> {
  return inFolder(async (folder) => {
    const paths = await tokenizer.save_pretrained(folder);
    return readFileSync(paths.find((path) => path.endsWith(".model")) ?? "").toString("base64");
  });
}

interface Saved {
  readonly name: string;
  readonly tokenizer: { readonly arguments: BertJapaneseOptions; readonly added_tokens: readonly TokenToAdd[] };
  readonly files: Readonly<Record<string, string>>;
  /** The files that the reference saves after it has loaded these. */
  readonly again: Readonly<Record<string, string>>;
}

const FIXTURES = new URL("../../fixtures/", import.meta.url);
const VOCABULARY = readFileSync(new URL("small-vocab.txt", FIXTURES), "utf8");
const goldens = readGoldens("saved");
const pieceGoldens: readonly Omit<Saved, "tokenizer" | "again">[] = readGoldens("saved.pieces");

/** Settings that saving changes: from_slow is not saved, and only the later of two tokens with one id is. */
const CHANGED_BY_SAVING: ReadonlySet<string> = new Set(["t5-slow", "roberta-raw"]);

function readGoldens(name: string): Saved[] {
  const lines = readFileSync(new URL(`golden/${name}.jsonl`, FIXTURES), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Saved);
}

/** The files that a tokenizer saves, without the vocabulary. */
function saved(tokenizer: AnyTokenizer): Promise<Record<string, string>> {
  return inFolder(async (folder) => {
    const paths = await tokenizer.save_pretrained(folder);
    const names = await readdir(folder);
    expect(paths.sort()).toEqual(names.sort().map((name) => join(folder, name)));
    return readTexts(
      folder,
      names.filter((name) => name !== "vocab.txt" && !name.endsWith(".model")),
    );
  });
}

function load(files: Readonly<Record<string, string>>): Promise<AnyTokenizer> {
  return inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, "vocab.txt"), VOCABULARY);
    return AutoTokenizer.from_pretrained(folder);
  });
}

describe("the files that the reference saves", () => {
  it.each(goldens)("are the files that we save: $name", async ({ tokenizer: setting, files }) => {
    const vocabulary = Vocabulary.parse(Buffer.from(VOCABULARY), "small-vocab.txt");
    const tokenizer = await bertJapanese(vocabulary, setting.arguments);
    for (const token of setting.added_tokens) tokenizer.add_tokens(token);
    expect(await saved(tokenizer)).toEqual(files);
  });

  it.each(goldens)("are the files that we save after loading them: $name", async ({ files, again }) => {
    expect(await saved(await load(files))).toEqual(again);
    expect(await saved(await load(again))).toEqual(again);
  });

  it.each(pieceGoldens)("are the files that we save of a SentencePiece tokenizer: $name", async ({ name, files }) => {
    const tokenizer = await makePieces(PIECE_SETTINGS[name]);
    expect(await saved(tokenizer)).toEqual(files);
    if (CHANGED_BY_SAVING.has(name)) return;
    await inFolder(async (folder) => {
      await tokenizer.save_pretrained(folder);
      const again = await AutoTokenizer.from_pretrained(folder, { use_fast: false });
      const text = "ＡＢＣ abc <mask> 東京</s>都 <extra_id_0>𠮷";
      expect(again.encode(text)).toEqual(tokenizer.encode(text));
    });
  });

  it("load without added_tokens_decoder from special_tokens_map.json and added_tokens.json", async () => {
    const added = goldens.find(({ name }) => name === "added");
    const { added_tokens_decoder: _, ...config } = JSON.parse(added?.files["tokenizer_config.json"] ?? "{}");
    const whole = await load(added?.files ?? {});
    const legacy = await load({ ...added?.files, "tokenizer_config.json": JSON.stringify(config) });
    expect(legacy.get_vocab()).toEqual(whole.get_vocab());
    expect(legacy.all_special_tokens).toEqual(whole.all_special_tokens);
    expect(legacy.tokenize("𠮷野家で<special>")).toEqual(whole.tokenize("𠮷野家で<special>"));
  });
});

it("save_vocabulary writes only the vocabulary, with the prefix", async () => {
  const tokenizer = await load(goldens[0]?.files ?? {});
  await inFolder(async (folder) => {
    expect(await tokenizer.save_vocabulary(folder, { filename_prefix: "my" })).toEqual([join(folder, "my-vocab.txt")]);
    const again = Vocabulary.parse(readFileSync(join(folder, "my-vocab.txt")), "my-vocab.txt");
    expect([...again.entries()].map(([token]) => token).slice(0, 5)).toEqual([
      "[PAD]",
      "[UNK]",
      "[CLS]",
      "[SEP]",
      "[MASK]",
    ]);
  });
});

it("a folder that cannot be written to is a ResourceError, and no incomplete file remains", async () => {
  const tokenizer = await load(goldens[0]?.files ?? {});
  await inFolder(async (folder) => {
    await writeFile(join(folder, "file"), "");
    await expect(tokenizer.save_pretrained(join(folder, "file"))).rejects.toThrow(ResourceError);
    expect(await readdir(folder)).toEqual(["file"]);
  });
});

it("tokenizers that are saved into one folder at once leave whole files of one of them", async () => {
  const vocabulary = Vocabulary.parse(new TextEncoder().encode(VOCABULARY), "vocab.txt");
  const tokenizers = await Promise.all(
    [true, false].map((do_lower_case) => bertJapanese(vocabulary, { word_tokenizer_type: "basic", do_lower_case })),
  );
  const alone = await Promise.all(tokenizers.map(saved));
  await inFolder(async (folder) => {
    await Promise.all([...tokenizers, ...tokenizers].map((tokenizer) => tokenizer.save_pretrained(folder)));
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith(".incomplete"))).toEqual([]);
    for (const [name, content] of Object.entries(await readTexts(folder, names))) {
      if (name in alone[0]) expect(alone.map((files) => files[name])).toContain(content);
    }
  });
});

it.runIf(process.platform === "linux")(
  "a folder that the system does not make is an error, and no endless attempt",
  async () => {
    const vocabulary = Vocabulary.parse(new TextEncoder().encode(VOCABULARY), "vocab.txt");
    const tokenizer = await bertJapanese(vocabulary, { word_tokenizer_type: "basic" });
    await expect(tokenizer.save_pretrained("/proc/no/such")).rejects.toThrow(ResourceError);
  },
);

it.each(PIECE_SETTINGS_OF_BYTES)("%s keeps no bytes of its caller", async (_, make) => {
  const model = readTrained("unigram-nmt-nfkc").slice();
  const tokenizer = await make(model);
  const before = { ids: tokenizer.encode("今日はﾊﾟﾝ"), files: await savedModel(tokenizer) };
  model.fill(0);
  expect({ ids: tokenizer.encode("今日はﾊﾟﾝ"), files: await savedModel(tokenizer) }).toEqual(before);
});
