import { describe, expect, it } from "vitest";
import { TerminalProgress } from "../../src/cli/progress.js";

function terminal(isTTY: boolean, variables: Record<string, string> = {}, columns = 40) {
  let written = "";
  let now = 0;
  const write = (text: string): void => {
    written += text;
  };
  const progress = new TerminalProgress({ isTTY, columns, write }, variables, () => now);
  return {
    progress,
    report(loaded: number, milliseconds: number): void {
      now += milliseconds;
      const event = { name: "neko", file: "vocab.txt", loaded, total: 4_000_000, progress: loaded / 40_000 };
      progress.report({ status: "progress", ...event });
    },
    get written(): string {
      return written;
    },
  };
}

describe("progress on a terminal", () => {
  it("is one line that is updated at intervals and cleared at the end", () => {
    const shown = terminal(true);
    shown.progress.report({ status: "initiate", name: "neko", file: "vocab.txt" });
    for (let loaded = 0; loaded <= 3_000_000; loaded += 1_000_000) shown.report(loaded, 60);
    expect(shown.written).toBe("\r\u001b[Kvocab.txt  0 %  0 of 4,000 kB\r\u001b[Kvocab.txt  50 %  2,000 of 4,000 kB");
    shown.progress.report({ status: "done", name: "neko", file: "vocab.txt" });
    shown.progress.clear();
    expect(shown.written.split("\r\u001b[K")).toHaveLength(4);
    expect(shown.written.endsWith("\r\u001b[K")).toBe(true);
  });

  it("is shorter than the terminal's width", () => {
    const shown = terminal(true, {}, 12);
    shown.report(1, 1000);
    expect(shown.written).toBe("\r\u001b[Kvocab.txt  ");
  });

  it("is not shown in a pipe or if the user disables it", () => {
    for (const silent of [terminal(false), terminal(true, { HF_HUB_DISABLE_PROGRESS_BARS: "1" })]) {
      silent.report(1, 1000);
      silent.progress.clear();
      expect(silent.written).toBe("");
    }
    const shown = terminal(true, { HF_HUB_DISABLE_PROGRESS_BARS: "0" });
    shown.report(1, 1000);
    expect(shown.written).not.toBe("");
  });
});
