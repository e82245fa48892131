import { describe, expect, it } from "vitest";
import {
  ConversionProgress,
  duration,
  isProgressDisabled,
  showDownloads,
  TerminalLine,
} from "../../src/cli/progress.js";

function terminal(isTTY: boolean, isWanted = true, columns = 40) {
  let written = "";
  let now = 0;
  const write = (text: string): void => {
    written += text;
  };
  const line = new TerminalLine({ isTTY, columns, write }, isWanted, () => now);
  const report = showDownloads(line);
  return {
    line,
    report,
    pass(milliseconds: number): void {
      now += milliseconds;
    },
    load(loaded: number, milliseconds: number): void {
      now += milliseconds;
      const event = { name: "neko", file: "vocab.txt", loaded, total: 4_000_000, progress: loaded / 40_000 };
      report({ status: "progress", ...event });
    },
    get written(): string {
      return written;
    },
    get lines(): string[] {
      return written.split("\r\u001b[K").slice(1);
    },
  };
}

describe("the progress of a download on a terminal", () => {
  it("is one line that is updated at intervals and cleared at the end", () => {
    const shown = terminal(true);
    shown.report({ status: "initiate", name: "neko", file: "vocab.txt" });
    for (let loaded = 0; loaded <= 3_000_000; loaded += 1_000_000) shown.load(loaded, 60);
    expect(shown.written).toBe("\r\u001b[Kvocab.txt  0 %  0 of 4,000 kB\r\u001b[Kvocab.txt  50 %  2,000 of 4,000 kB");
    shown.report({ status: "done", name: "neko", file: "vocab.txt" });
    shown.line.clear();
    expect(shown.lines).toHaveLength(3);
    expect(shown.lines.at(-1)).toBe("");
  });

  it("is shorter than the terminal's width, which is 80 if the terminal does not know it", () => {
    const shown = terminal(true, true, 12);
    shown.load(1, 1000);
    expect(shown.lines).toEqual(["vocab.txt  "]);
    const unknown = terminal(true, true, 0);
    unknown.line.draw("x".repeat(100));
    expect(unknown.lines).toEqual(["x".repeat(79)]);
  });

  it("is not shown in a pipe or if the user disables it", () => {
    for (const silent of [terminal(false), terminal(true, false)]) {
      silent.load(1, 1000);
      silent.line.clear();
      expect(silent.written).toBe("");
    }
    expect(isProgressDisabled({ HF_HUB_DISABLE_PROGRESS_BARS: "1" })).toBe(true);
    expect(isProgressDisabled({ HF_HUB_DISABLE_PROGRESS_BARS: "0" })).toBe(false);
    expect(isProgressDisabled({})).toBe(false);
  });
});

describe("the progress of a conversion", () => {
  async function* chunks(...sizes: readonly number[]) {
    for (const size of sizes) yield new Uint8Array(size);
  }

  /** Reads chunks of a million bytes with 2,000 lines each, one in 400 milliseconds. */
  async function convert(size: number | undefined, isTTY = true) {
    const shown = terminal(isTTY, true, 80);
    const progress = new ConversionProgress(shown.line, size);
    let lines = 0;
    for await (const _ of progress.counting(chunks(1e6, 1e6, 1e6))) {
      shown.pass(400);
      lines += 2000;
      progress.show(lines);
    }
    return shown;
  }

  it("has the part done, lines, rates and the time left, half a second after the start", async () => {
    expect((await convert(61e6)).lines).toEqual([
      "3 %  4,000 lines  5,000 lines/s  2.5 MB/s  24 s left",
      "4 %  6,000 lines  5,000 lines/s  2.5 MB/s  24 s left",
    ]);
  });

  it("has no part and no time if the size of the input is unknown", async () => {
    expect((await convert(undefined)).lines).toEqual([
      "4,000 lines  5,000 lines/s  2.5 MB/s",
      "6,000 lines  5,000 lines/s  2.5 MB/s",
    ]);
  });

  it("is not shown in a pipe", async () => {
    expect((await convert(61e6, false)).written).toBe("");
  });

  it("has times in their two largest units", () => {
    expect([0, 0.2, 59, 60, 3599, 3600, 90_061].map(duration)).toEqual([
      "0 s",
      "1 s",
      "59 s",
      "1 min 00 s",
      "59 min 59 s",
      "1 h 00 min",
      "25 h 01 min",
    ]);
  });
});
