import { Readable } from "node:stream";
import type { Random } from "../../../fixtures/random.js";
import { conversionOf } from "../../../src/cli/convert.js";
import { LineReader } from "../../../src/cli/lines.js";
import { parseCommandLine } from "../../../src/cli/parse.js";
import { TerminalLine } from "../../../src/cli/progress.js";
import { attempt, attemptLater, type Kind, must, mustEqual } from "../kind.js";
import { type Edit, edited, someEdits, someText } from "../mutations.js";

interface Input {
  readonly command: number;
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly cuts: readonly number[];
}

const COMMANDS = [
  ["words", "--dictionary", "ipadic"],
  ["words", "--dictionary", "ipadic", "--json", "--offsets"],
  ["lattice", "--dictionary", "ipadic", "--json"],
  ["encode", "--model", "bert-base-japanese-char-v3"],
  ["decode", "--model", "bert-base-japanese-char-v3"],
  ["decode", "--model", "bybert-jp-100m"],
  ["tokenize", "--model", "bybert-jp-100m"],
];
const converters = await Promise.all(
  COMMANDS.map((command) => conversionOf(parseCommandLine(command), new TerminalLine(process.stderr, false))),
);

/** Lines of any bytes in chunks of any sizes: refused, or one line of output for each. */
export const lines: Kind<Input> = {
  name: "lines",
  make(random: Random) {
    const command = random.between(0, COMMANDS.length - 1);
    const line = (): string =>
      COMMANDS[command][0] === "decode" && random.chance(0.8)
        ? random.several(0, 6, () => random.between(-1, 300)).join(" ")
        : someText(random, 8);
    const text = random.several(0, 5, line).join(random.chance(0.8) ? "\n" : "\r\n");
    const edits = random.chance(0.2) ? someEdits(random, text.length) : [];
    return { command, text, edits, cuts: random.several(0, 6, () => random.between(0, 40)) };
  },
  async check({ command, text, edits, cuts }) {
    const bytes = edited(new TextEncoder().encode(text), edits);
    const convert = converters[command].line;
    const read = async (chunks: AsyncIterable<Uint8Array>): Promise<string[]> => {
      const reader = new LineReader({ keepsCarriageReturn: false, keepsByteOrderMark: false });
      const found: string[] = [];
      for await (const batch of reader.batches(chunks)) found.push(...batch);
      return found;
    };
    const whole = await attemptLater(() => read(Readable.from([bytes])));
    const inChunks = await attemptLater(() => read(Readable.from(chunksOf(bytes, cuts))));
    mustEqual(inChunks, whole, "lines of a text in chunks");
    for (const line of whole ?? []) {
      const written = attempt(() => [...convert(line)].join(""));
      must(
        written === undefined || COMMANDS[command][0] === "lattice" || !written.includes("\n"),
        "a result of two lines",
      );
    }
  },
};

function chunksOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (const size of cuts) {
    chunks.push(bytes.subarray(start, start + size));
    start = Math.min(bytes.length, start + size);
  }
  return [...chunks, bytes.subarray(start)].filter(({ length }) => length > 0);
}
