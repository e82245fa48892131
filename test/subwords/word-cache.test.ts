import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AutoTokenizer } from "../../src/index.js";
import { WordCache } from "../../src/subwords/word-cache.js";

describe("a word cache", () => {
  it("returns exactly the stored ids of a word, or nothing", () => {
    const key = fc.integer({ min: 1, max: 2 ** 30 - 1 }).map((integer) => (4 * integer) | 0);
    // Keys can share a slot. Each key has ids of its own, so a wrong answer shows.
    fc.assert(
      fc.property(
        fc.array(fc.tuple(key, fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 9 }))), { maxLength: 300 }),
        (words) => {
          const cache = new WordCache();
          const ids = new Int32Array(1000);
          const idsOf = (word: number, count: number): number[] =>
            Array.from({ length: count }, (_, at) => ((word >>> 2) + at) % 70_000);
          const counts = new Map<number, number>();
          for (const [word, count] of words) {
            const given = counts.get(word) ?? count;
            counts.set(word, given);
            ids.set(idsOf(word, given), 5);
            cache.remember(word, ids, 5, 5 + given);
            const end = cache.recall(word, ids, 100);
            if (given > 7 || idsOf(word, given).some((id) => id > 0xfffd)) expect(end).toBe(-1);
            else expect([...ids.subarray(100, end)]).toEqual(idsOf(word, given));
            for (const [other, of] of counts) {
              const otherEnd = cache.recall(other, ids, 200);
              if (otherEnd >= 0) expect([...ids.subarray(200, otherEnd)]).toEqual(idsOf(other, of));
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("replaces a word by a later word of the same slot", () => {
    const cache = new WordCache();
    const ids = Int32Array.from({ length: 1 }, () => 0);
    const words = Array.from({ length: 100_000 }, (_, word) => 4 * (word + 1));
    for (const word of words) {
      ids[0] = word & 0xffff;
      cache.remember(word, ids, 0, 1);
    }
    const recalled = words.filter((word) => cache.recall(word, ids, 0) === 1 && ids[0] === (word & 0xffff));
    const wrong = words.filter((word) => cache.recall(word, ids, 0) === 1 && ids[0] !== (word & 0xffff));
    expect(recalled.length).toBeGreaterThan(0);
    expect(recalled.length).toBeLessThan(words.length);
    expect(wrong).toEqual([]);
  });
});

it("gives cached words the same ids as a call with offsets, which uses no cache", async () => {
  const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
  const texts = ["仙台の天気は晴れ。", "晴れの天気、ＡＢＣ と😀😀", "天気天気天気てんき テンキ㌔", "ゑゑゑ\u3000ゑ"];
  for (const text of [...texts, ...texts, texts.join("")]) {
    const { input_ids } = tokenizer(text, { return_offsets_mapping: true });
    expect(tokenizer.encode(text)).toEqual(input_ids);
  }
});
