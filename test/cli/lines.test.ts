import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextError } from "../../src/base/errors.js";
import { type LineFormat, LineReader, MOST_LINE_BYTES } from "../../src/cli/lines.js";

const TEXT: LineFormat = { keepsCarriageReturn: false, keepsByteOrderMark: false };
const RAW: LineFormat = { keepsCarriageReturn: true, keepsByteOrderMark: true };

/** The lines of bytes that arrive in chunks, which end at the given positions. */
async function read(bytes: Uint8Array, ends: readonly number[], format: LineFormat): Promise<string[]> {
  async function* chunks() {
    let start = 0;
    for (const end of [...ends, bytes.length]) {
      yield bytes.subarray(start, end);
      start = end;
    }
  }
  const lines: string[] = [];
  const reader = new LineReader(format);
  for await (const batch of reader.batches(chunks())) {
    for (const line of batch) {
      lines.push(line);
      expect(reader.number).toBe(lines.length);
    }
  }
  return lines;
}

const readWhole = (text: string, format = TEXT): Promise<string[]> => read(Buffer.from(text), [], format);

describe("the lines of an input", () => {
  it("end at a line feed, the last one also at the end", async () => {
    expect(await readWhole("")).toEqual([]);
    expect(await readWhole("\n")).toEqual([""]);
    expect(await readWhole("雲\n\n雨")).toEqual(["雲", "", "雨"]);
    expect(await readWhole("\u0085\u2028\v\f\n")).toEqual(["\u0085\u2028\v\f"]);
  });

  it("lose one carriage return at their end, and no other", async () => {
    expect(await readWhole("雲\r\n\r\n雨\r")).toEqual(["雲", "", "雨"]);
    expect(await readWhole("\r雲\r\r\n")).toEqual(["\r雲\r"]);
    expect(await readWhole("雲\r\n雨\r", RAW)).toEqual(["雲\r", "雨\r"]);
  });

  it("lose one byte order mark at the start of the input, and no other", async () => {
    expect(await readWhole("\ufeff雲\n\ufeff雨\n")).toEqual(["雲", "\ufeff雨"]);
    expect(await readWhole("\ufeff\ufeff雲")).toEqual(["\ufeff雲"]);
    expect(await readWhole("\ufeff")).toEqual([]);
    expect(await readWhole("\ufeff\n")).toEqual([""]);
    expect(await readWhole("\ufeff雲", RAW)).toEqual(["\ufeff雲"]);
    expect(await readWhole("\ufeff", RAW)).toEqual(["\ufeff"]);
  });

  it("do not depend on how the bytes arrive", async () => {
    const piece = fc.constantFrom("\r", "\n", "\r\n", "\ufeff", "雲", "a", "", "\u{1f600}", "\u0000", "\uffff");
    const texts = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(24)), fc.constantFrom(TEXT, RAW), async (text, cuts, format) => {
        const bytes = Buffer.from(text);
        const ends = cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b);
        const lines = await read(bytes, ends, format);
        expect(lines).toEqual(await readWhole(text, format));
        const start = format === RAW ? text : text.replace(/^\ufeff/, "");
        const expected = start.split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect(lines).toEqual(format === RAW ? expected : expected.map((line) => line.replace(/\r$/, "")));
      }),
    );
  });

  it("must be UTF-8; the lines before a bad one are read", async () => {
    const reader = new LineReader(TEXT);
    const lines: string[] = [];
    const readAll = async (): Promise<void> => {
      async function* chunks() {
        yield Buffer.concat([Buffer.from("雲\n雨\n"), Buffer.of(0x93, 0x8c, 0x0a)]);
      }
      for await (const batch of reader.batches(chunks())) lines.push(...takeAll(batch, lines));
    };
    await expect(readAll()).rejects.toThrow(TextError);
    expect(lines).toEqual(["雲", "雨"]);
    expect(reader.number).toBe(3);
  });
});

it("the error for an input in another encoding says how to convert it", async () => {
  const message = async (bytes: Uint8Array): Promise<string> => {
    const error = await read(bytes, [], TEXT).catch((reason: unknown) => reason);
    return error instanceof TextError ? error.expected : "";
  };
  expect(await message(Buffer.from("\ufeff雲\n", "utf16le"))).toContain("iconv -f UTF-16 -t UTF-8");
  expect(await message(Buffer.of(0x89, 0x5f, 0x0a))).toContain("iconv -f CP932 -t UTF-8");
});

/** Adds lines one by one, so that those before an error remain. */
function takeAll(batch: Iterable<string>, lines: string[]): string[] {
  for (const line of batch) lines.push(line);
  return [];
}

it("a line of more bytes than the limit is refused before its end is there, with its number", async () => {
  const piece = Buffer.alloc(1 << 20, "a");
  let sent = 0;
  async function* endless() {
    yield Buffer.from("a\n");
    for (;;) {
      sent += piece.length;
      yield piece;
    }
  }
  const reader = new LineReader(TEXT);
  const reading = (async () => {
    for await (const batch of reader.batches(endless())) for (const line of batch) expect(line).toBe("a");
  })();
  await expect(reading).rejects.toThrow(`more than ${MOST_LINE_BYTES} bytes`);
  expect([reader.number, sent <= MOST_LINE_BYTES + piece.length]).toEqual([2, true]);
});
