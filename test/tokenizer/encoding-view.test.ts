/** The places of tokens in texts, compared with what the Python reference recorded in fixtures/golden/views.jsonl. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FAST_SETTINGS, openFast } from "../../fixtures/fast.js";
import type { View } from "../../fixtures/reference.js";
import { VIEWED, type ViewRecord } from "../../fixtures/views.js";
import { OptionError, TokenizerError } from "../../src/base/errors.js";
import { LlamaTokenizerFast } from "../../src/models/fast/llama-tokenizer-fast.js";
import { type AnyTokenizer, AutoTokenizer } from "../../src/pretrained/auto-tokenizer.js";
import type { CallOptions } from "../../src/tokenizer/call-options.js";
import type { BatchEncoding } from "../../src/tokenizer/encoding.js";
import { EncodingView } from "../../src/tokenizer/encoding-view.js";
import { PreTrainedTokenizerFast } from "../../src/tokenizer/fast/pre-trained-tokenizer-fast.js";
import { TokenizerJson } from "../../src/tokenizer-json/index.js";

const GOLDEN = new URL("../../fixtures/golden/views.jsonl", import.meta.url);
const RECORDS = readFileSync(GOLDEN, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as ViewRecord);
const CLASSES = { TokenizerJson, PreTrainedTokenizerFast, LlamaTokenizerFast };
const POSITIONS = { return_offsets_mapping: true, return_word_ids: true, return_sequence_ids: true } as const;

/** The views of all rows, with offsets in code points as the reference counts them. */
function viewsOf(tokenizer: AnyTokenizer, text: unknown, given: CallOptions): EncodingView[] {
  const options: CallOptions = { ...given, ...POSITIONS, offset_unit: "code_point" };
  const encoding = tokenizer(text as string, options);
  return Array.isArray(encoding.input_ids[0])
    ? EncodingView.rows(encoding as unknown as BatchEncoding)
    : [new EncodingView(encoding)];
}

/** The record that the reference would make of a view. */
function recordOf(view: EncodingView, call: ViewRecord["call"]): Record<string, unknown> {
  const tokens = Array.from({ length: view.length }, (_, token) => token);
  const sequences = ([0, 1] as const).filter((sequence) => view.sequence_ids().includes(sequence));
  const each = <Value>(count: number, method: (at: number, sequence: 0 | 1) => Value): Value[][] =>
    sequences.map((sequence) => Array.from({ length: count }, (_, at) => method(at, sequence)));
  return {
    word_ids: view.word_ids(),
    sequence_ids: view.sequence_ids(),
    token_to_sequence: tokens.map((token) => view.token_to_sequence(token)),
    token_to_word: tokens.map((token) => view.token_to_word(token)),
    token_to_chars: tokens.map((token) => view.token_to_chars(token)),
    char_to_token: each(call.characters, (at, sequence) => view.char_to_token(at, sequence)),
    char_to_word: each(call.characters, (at, sequence) => view.char_to_word(at, sequence)),
    word_to_tokens: each(call.words, (at, sequence) => view.word_to_tokens(at, sequence)),
    word_to_chars: each(call.words, (at, sequence) => view.word_to_chars(at, sequence)),
  };
}

/** A record without what a view cannot answer: about texts without tokens, and tokens without a tokenizer. */
function expectedOf({ n_sequences: _, tokens: __, ...view }: View): Record<string, unknown> {
  const sequences = view.sequence_ids as readonly (number | null)[];
  const byText = (name: string): boolean => name.startsWith("char_") || name.startsWith("word_to");
  const entries = Object.entries(view).map(([name, value]) => [
    name,
    byText(name) ? (value as unknown[]).filter((_answers, sequence) => sequences.includes(sequence)) : value,
  ]);
  return Object.fromEntries(entries);
}

describe("the views of a fast tokenizer's encodings are those of the reference", () => {
  it.each(VIEWED)("%s", (name) => {
    const tokenizer = openFast(FAST_SETTINGS[name], CLASSES) as AnyTokenizer;
    const records = RECORDS.filter((record) => record.name === name);
    expect(records.length).toBeGreaterThan(30);
    for (const { call, error, views } of records) {
      const run = (): EncodingView[] => viewsOf(tokenizer, call.arguments[0], call.options);
      const label = JSON.stringify(call);
      if (error !== undefined) {
        expect(run, `${error}: ${label}`).toThrow(TokenizerError);
        continue;
      }
      const expected = (views ?? []).map((view) => expectedOf(view));
      expect(
        run().map((view) => recordOf(view, call)),
        label,
      ).toEqual(expected);
    }
  });
});

describe("a view of a slow tokenizer's encoding", () => {
  let tokenizer: AnyTokenizer;
  beforeAll(async () => {
    tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3", { word_ids: true });
  });

  it("knows the text of each token in pairs, with padding and with special tokens", () => {
    const options = { padding: "max_length", max_length: 10, padding_side: "left", ...POSITIONS } as const;
    const view = new EncodingView(tokenizer("晴れ", { text_pair: "雨の日", ...options }));
    expect(view.sequence_ids()).toEqual([null, null, null, 0, 0, null, 1, 1, 1, null]);
    expect([view.token_to_sequence(4), view.token_to_sequence(6), view.token_to_sequence(99)]).toEqual([0, 1, null]);
    expect(view.tokens(tokenizer).slice(2, 6)).toEqual(["[CLS]", "晴", "れ", "[SEP]"]);
  });

  it("finds the token and the word of every character that is not whitespace", () => {
    const characters = fc.constantFrom(..."東京都に住む人㌔ 𠮷");
    fc.assert(
      fc.property(
        fc.string({ unit: characters, maxLength: 12 }),
        fc.string({ unit: characters, maxLength: 12 }),
        (first, second) => {
          const view = new EncodingView(tokenizer(first, { text_pair: second, ...POSITIONS }));
          [first, second].forEach((text, at) => {
            const sequence = at as 0 | 1;
            for (let char = 0; char < text.length; char++) {
              const token = view.char_to_token(char, sequence);
              expect(token === null).toBe(text[char] === " ");
              if (token === null) continue;
              const [start, end] = view.token_to_chars(token) ?? [0, 0];
              expect(start <= char && char < end).toBe(true);
              const word = view.char_to_word(char, sequence) ?? -1;
              const [firstToken, lastToken] = view.word_to_tokens(word, sequence) ?? [0, 0];
              expect(firstToken <= token && token < lastToken).toBe(true);
              const [wordStart, wordEnd] = view.word_to_chars(word, sequence) ?? [0, 0];
              expect(wordStart <= char && char < wordEnd).toBe(true);
            }
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("reads plain data, which can be cloned and stored", () => {
    const encoding = tokenizer(["晴れ", "雨の日"], POSITIONS);
    const views = EncodingView.rows(structuredClone(encoding));
    expect(views.map((view) => view.word_ids())).toEqual(encoding.word_ids);
    expect(EncodingView.rows(JSON.parse(JSON.stringify(encoding))).map(({ length }) => length)).toEqual([4, 5]);
  });

  it("names the option of a call that returns a missing field, and refuses what is no encoding or no position", () => {
    const view = new EncodingView(tokenizer("晴れ"));
    expect(() => view.char_to_token(0)).toThrow(/offset_mapping: .*return_offsets_mapping: true/);
    expect(() => view.token_to_word(0)).toThrow(/word_ids: .*return_word_ids: true/);
    expect(() => view.token_to_sequence(0)).toThrow(/sequence_ids: .*return_sequence_ids: true/);
    const full = new EncodingView(tokenizer("晴れ", POSITIONS));
    expect(() => full.token_to_word(-1)).toThrow(OptionError);
    // @ts-expect-error: a pair has two texts
    expect(() => full.char_to_token(0, 2)).toThrow(/sequence_index/);
    expect(() => new EncodingView(tokenizer(["晴れ"]) as never)).toThrow(/EncodingView.rows/);
    expect(() => EncodingView.rows(tokenizer("晴れ") as never)).toThrow(OptionError);
    expect(() => full.tokens({} as never)).toThrow(/tokenizer/);
  });
});
