/** The command pipe as another program uses it. Runs the built command line, so `npm run build` comes first. */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { tableFromArrays, tableFromIPC, tableToIPC } from "apache-arrow";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type Frame, frameParts, framesOf } from "../../src/cli/frames.js";
import { AutoTokenizer } from "../../src/index.js";
import { ENVIRONMENT, folder, MAIN, run } from "./run.js";

const MODEL = ["--model", "bert-base-japanese-char-v3"];

afterAll(() => rmSync(folder, { recursive: true }));

function bytesOf(frame: Frame): Buffer {
  return Buffer.concat(frameParts(frame));
}

/** A request with columns of texts. */
function request(header: unknown, columns: Readonly<Record<string, readonly unknown[]>>): Buffer {
  return bytesOf({ header, body: tableToIPC(tableFromArrays<Record<string, readonly unknown[]>>(columns), "stream") });
}

/** Sends requests, one after the other, and returns the answers, of which the first comes without a request. */
async function answers(...requests: readonly Buffer[]): Promise<Frame[]> {
  const child = spawn(process.execPath, [MAIN, "pipe", ...MODEL], { env: ENVIRONMENT });
  const frames = framesOf(child.stdout as AsyncIterable<Uint8Array>);
  const found: Frame[] = [];
  for (const next of [undefined, ...requests]) {
    if (next) child.stdin.write(next);
    const { value } = await frames.next();
    if (value) found.push({ header: value.header, body: value.body.slice() });
  }
  child.stdin.end();
  expect((await frames.next()).done).toBe(true);
  return found;
}

describe("frames", () => {
  const frames = fc.array(fc.record({ header: fc.jsonValue(), body: fc.uint8Array({ maxLength: 40 }) }), {
    maxLength: 4,
  });

  it("arrive whole from pieces of any size", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.integer({ min: 1, max: 20 }), async (sent, size) => {
        const bytes = Buffer.concat(sent.map(bytesOf));
        const pieces = async function* (): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        };
        const found: Frame[] = [];
        for await (const frame of framesOf(pieces())) found.push(frame);
        expect(found.map(({ body }) => [...body])).toEqual(sent.map(({ body }) => [...body]));
        expect(JSON.stringify(found.map(({ header }) => header))).toBe(
          JSON.stringify(sent.map(({ header }) => header)),
        );
      }),
    );
  });

  it.each([
    ["an end inside a frame", bytesOf({ header: {}, body: Uint8Array.of(1, 2) }).subarray(0, 11), "a whole frame"],
    ["a header that is not JSON", Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0x7b]), "a header in JSON"],
    ["a body that is too long", Buffer.from([0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]), "less than 2 GiB"],
  ])("are refused: %s", async (_, bytes, message) => {
    const one = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes;
    };
    await expect(framesOf(one()).next()).rejects.toThrow(message);
    const { code, error } = await run(["pipe", ...MODEL], bytes);
    expect([code, error]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe("pipe", () => {
  it("answers requests with the columns of encode_batch, and faulty ones with their error", async () => {
    const tokenizer = await AutoTokenizer.from_pretrained("bert-base-japanese-char-v3");
    const texts = ["東京都", "", "雨"];
    const options = { truncation: true, max_length: 4, return_length: true };
    const found = await answers(
      request({ options }, { text: texts }),
      request({ options: { paddin: true } }, { text: texts }),
      request({}, { 本文: ["雨", null] }),
      request({}, { a: ["雨"], b: ["雪"] }),
      request({ id_type: "int64" }, { a: ["雨"] }),
      request({ option: {} }, { a: ["雨"] }),
      request({}, { a: ["雨"], b: ["雪"], c: ["風"] }),
      bytesOf({ header: {}, body: Buffer.from("no stream") }),
      bytesOf({ header: {}, body: new Uint8Array() }),
      request({ id_type: "uint16" }, { text: texts }),
    );
    const headers = found.map(({ header }) => header as Record<string, unknown>);
    expect(headers[0]).toEqual({ ready: true });
    const rows = (at: number): unknown => JSON.parse(JSON.stringify(tableFromIPC(found[at].body).toArray()));
    const { length = [], ...lists } = { ...tokenizer(texts, options) };
    const expected = texts.map((_, row) => ({
      ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, (list as unknown[])[row]])),
      length: (length as number[])[row],
    }));
    expect([headers[1], rows(1)]).toEqual([{ rows: 3 }, expected]);
    const error = (at: number): unknown => headers[at].error;
    expect(error(2)).toMatchObject({ name: "OptionError", input: "paddin" });
    expect(error(3)).toMatchObject({ name: "TextError", row: 1, value: null });
    expect([headers[4], rows(4)]).toEqual([{ rows: 1 }, [{ ...tokenizer("雨", { text_pair: "雪" }) }]]);
    expect(error(5)).toMatchObject({ name: "OptionError", input: "id_type" });
    expect(error(6)).toMatchObject({ name: "OptionError", value: "option" });
    expect(error(7)).toMatchObject({ name: "TextError", input: "columns" });
    expect(error(8)).toMatchObject({ name: "TextError", input: "body" });
    expect(error(9)).toMatchObject({ name: "TextError", input: "body" });
    expect(tableFromIPC(found[10].body).schema.fields[0].type.children[0].type.toString()).toBe("Uint16");
  });

  it("says in its first answer why a tokenizer cannot be loaded", async () => {
    const child = spawn(process.execPath, [MAIN, "pipe", "--model", "no-such-model"], { env: ENVIRONMENT });
    child.stdin.end();
    const { value } = await framesOf(child.stdout as AsyncIterable<Uint8Array>).next();
    expect(value?.header).toMatchObject({ error: { input: expect.any(String), message: expect.any(String) } });
  });

  it("takes no files", async () => {
    const { code, error } = await run(["pipe", ...MODEL, "texts.txt"]);
    expect([code, error]).toEqual([2, expect.stringContaining("it reads standard input")]);
  });
});
