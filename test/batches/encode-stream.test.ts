/** A stream gives the rows of a batch, in bounded memory. */
import { describe, expect, it } from "vitest";
import { OptionError } from "../../src/base/errors.js";
import { joinColumns } from "../../src/batches/columns.js";
import { type EncodedBatch, encode_batch, encode_stream } from "../../src/batches/index.js";
import { makeFamilies } from "../families.js";

const families = await makeFamilies();
const tokenizer = families["char-v3"];
const LONG = "東京都の猫舌".repeat(4000);
const TEXTS = ["雨", "", LONG, "晴れ", LONG, LONG, LONG, "", "a"];

async function allOf(batches: AsyncIterable<EncodedBatch>): Promise<EncodedBatch[]> {
  const all: EncodedBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

/** Compares bytes: the arrays are so long that comparing their numbers one by one would take half a minute. */
function expectSame(found: EncodedBatch, expected: EncodedBatch): void {
  const bytesOf = (batch: EncodedBatch): (readonly [string, string, Buffer])[] =>
    Object.entries(batch).map(([name, values]) => [
      name,
      Object.prototype.toString.call(values),
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    ]);
  const [ours, theirs] = [bytesOf(found), bytesOf(expected)];
  expect(ours.map(([name, type]) => [name, type])).toEqual(theirs.map(([name, type]) => [name, type]));
  for (const [at, [name, , bytes]] of ours.entries()) expect([name, bytes.equals(theirs[at][2])]).toEqual([name, true]);
}

describe("encode_stream", () => {
  it("gives the rows of a batch, for every family, with windows too", async () => {
    const windows = {
      return_overflowing_tokens: "windows",
      truncation: true,
      max_length: 500,
      verbose: false,
    } as const;
    for (const family of Object.values(families)) {
      for (const options of [{ verbose: false, return_offsets_mapping: true }, windows]) {
        const batches = await allOf(encode_stream(family, TEXTS, options));
        expect(batches.length).toBeGreaterThan(1);
        expectSame(joinColumns(batches), encode_batch(family, TEXTS, options));
      }
    }
  });

  it("takes texts from generators and streams, only as many as it needs", async () => {
    let made = 0;
    async function* texts(): AsyncGenerator<string> {
      for (; made < 1_000_000; made++) yield LONG;
    }
    for await (const { row_ends } of encode_stream(tokenizer, texts(), { verbose: false })) {
      expect(row_ends).toHaveLength(2);
      break;
    }
    expect(made).toBeLessThan(100);
    const stream = new Blob(["雨"]).stream().pipeThrough(new TextDecoderStream());
    expect((await allOf(encode_stream(tokenizer, stream as unknown as AsyncIterable<string>)))[0].input_ids).toEqual(
      Int32Array.of(2, 6477, 3),
    );
    expect(await allOf(encode_stream(tokenizer, []))).toEqual([]);
  });

  it("gives what came before a fault, and names the text of the stream", async () => {
    const rows: number[] = [];
    const collect = async (texts: Iterable<unknown>): Promise<void> => {
      rows.length = 0;
      for await (const { row_ends } of encode_stream(families["ipadic wordpiece"], texts as Iterable<string>, {
        verbose: false,
      })) {
        rows.push(row_ends.length);
      }
    };
    await expect(collect([...TEXTS, "b\ud800"])).rejects.toThrow(/^text\[9\]: .*offset 1/);
    expect(rows.reduce((sum, count) => sum + count)).toBe(5);
    await expect(collect([...TEXTS, 3])).rejects.toThrow(/^texts\[9\]: found 3, expected a string/);
    expect(rows.reduce((sum, count) => sum + count)).toBe(9);
    function* failing(): Generator<string> {
      yield* TEXTS;
      throw new RangeError("no more");
    }
    await expect(collect(failing())).rejects.toThrow(RangeError);
    expect(rows.reduce((sum, count) => sum + count)).toBe(9);
  });

  it("limits the rows of a batch too, and those that are padded", async () => {
    const short = Array.from({ length: 20_000 }, () => "");
    for await (const { row_ends } of encode_stream(tokenizer, short)) expect(row_ends.length).toBeLessThan(10_000);
    const padded = { padding: "max_length", truncation: true, max_length: 512 } as const;
    for await (const { input_ids } of encode_stream(tokenizer, short.slice(0, 1000), padded)) {
      expect(input_ids.length).toBeLessThanOrEqual(0x10000);
    }
  });

  it("reads no text before the batches of an ordinary tokenizer are taken", async () => {
    let made = 0;
    function* texts(): Generator<string> {
      for (; made < 100; made++) yield LONG;
    }
    for await (const _ of encode_stream(tokenizer, texts(), { verbose: false })) break;
    expect(made).toBeLessThan(5);
  });

  it("refuses impossible arguments at once", () => {
    expect(() => encode_stream({} as never, [])).toThrow(OptionError);
    expect(() => encode_stream(tokenizer, "雨" as never)).toThrow(/^texts: found "雨"/);
    expect(() => encode_stream(tokenizer, [], { paddin: true } as never)).toThrow(/did you mean padding/);
  });
});
