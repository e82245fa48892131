/** After a long text, neither wrong state nor much memory remains. */
import { describe, expect, it } from "vitest";
import { readTrained } from "../../fixtures/sentencepiece/models.js";
import { MOST_KEPT, trimmed } from "../../src/base/buffers.js";
import { AutoTokenizer, byT5, llama, t5 } from "../../src/index.js";
import { from_pretrained as charV3 } from "../../src/models/published/bert-base-japanese-char-v3.js";
import { TokenBuffer } from "../../src/subwords/subword-model.js";

const POSITIONS = { return_offsets_mapping: true, return_word_ids: true, verbose: false } as const;
/** One word of a BPE, longer than what buffers keep. */
const LONG = "今日は東京で雨が降る".repeat(Math.ceil(MOST_KEPT / 10) + 100);
const SHORT = "今日は𠮷野家で ｶﾞ lunch を";

describe("a long text between short ones changes no result", () => {
  const tokenizers = {
    characters: () => charV3(),
    "byte-level offsets": () => byT5(),
    unigram: () => t5(readTrained("unigram-nmt-nfkc")),
    bpe: () => llama(readTrained("bpe-bytes"), { legacy: true }),
    "fast bpe": () =>
      AutoTokenizer.from_pretrained("llama", {
        files: {
          "tokenizer.model": readTrained("bpe-bytes"),
          "tokenizer_config.json": new TextEncoder().encode('{"tokenizer_class":"LlamaTokenizerFast"}'),
        },
      }),
  };
  for (const [name, make] of Object.entries(tokenizers)) {
    it(name, async () => {
      const tokenizer = await make();
      const first = tokenizer(SHORT, POSITIONS);
      const long = tokenizer.encode(LONG, { verbose: false });
      expect(tokenizer(SHORT, POSITIONS)).toEqual(first);
      const again = tokenizer(LONG, POSITIONS);
      expect(again.input_ids.length).toBe(long.length);
      expect(again.input_ids.every((id, at) => id === long[at])).toBe(true);
      expect(again.offset_mapping?.some(([, end]) => end === LONG.length)).toBe(true);
      expect(tokenizer(SHORT, POSITIONS)).toEqual(first);
    });
  }
});

it("reusable buffers give back what only a long text needs", () => {
  const short = new Int32Array(MOST_KEPT);
  expect(trimmed(short)).toBe(short);
  expect(trimmed(new Float64Array(MOST_KEPT + 1)).length).toBe(MOST_KEPT);
  const tokens = new TokenBuffer();
  for (let at = 0; at < MOST_KEPT; at++) tokens.push(at, at, at + 1);
  tokens.clear();
  expect([tokens.count, tokens.buffer.length]).toEqual([0, MOST_KEPT]);
});
