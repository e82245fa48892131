import type { ProgressEvent } from "../hub/progress.js";

/** The part of a terminal's stream that {@link TerminalLine} uses. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const START_OF_LINE_AND_CLEAR = "\r\u001b[K";
/** The least number of milliseconds between two updates of the line. */
const DRAWING_INTERVAL = 100;
/** A rate is shown after this many milliseconds. */
const FIRST_RATE = 500;

/** True if the user has switched off progress, as for the Python library. */
export function isProgressDisabled(variables: Readonly<Record<string, string | undefined>>): boolean {
  return /^(1|on|yes|true)$/i.test(variables.HF_HUB_DISABLE_PROGRESS_BARS ?? "");
}

/** A line of a terminal that is drawn again and again and cleared at the end. A pipe or a file gets nothing. */
export class TerminalLine {
  readonly isShown: boolean;
  #isDrawn = false;
  #lastDrawing = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly terminal: Terminal,
    isWanted: boolean,
    readonly now: () => number = () => performance.now(),
  ) {
    this.isShown = isWanted && terminal.isTTY === true;
  }

  draw(line: string): void {
    if (!this.isShown) return;
    // A full line would move the cursor to the next line, so that the first could not be cleared. Some terminals report
    // no width, or a width of 0.
    this.terminal.write(START_OF_LINE_AND_CLEAR + line.slice(0, (this.terminal.columns || 80) - 1));
    this.#isDrawn = true;
  }

  /** Draws the line that `make` gives, unless the last one is too recent. */
  update(make: () => string): void {
    if (!this.isShown || this.now() - this.#lastDrawing < DRAWING_INTERVAL) return;
    this.draw(make());
    this.#lastDrawing = this.now();
  }

  /** Clears the line before other output. */
  clear(): void {
    if (this.#isDrawn) this.terminal.write(START_OF_LINE_AND_CLEAR);
    this.#isDrawn = false;
  }
}

/** The progress_callback of a load that shows each download in a line. */
export function showDownloads(line: TerminalLine): (event: ProgressEvent) => void {
  return (event) => {
    if (event.status === "done") line.clear();
    if (event.status !== "progress") return;
    const { file, loaded = 0, total = 0, progress = 0 } = event;
    line.update(() => `${file}  ${Math.floor(progress)} %  ${kilobytes(loaded)} of ${kilobytes(total)} kB`);
  };
}

/** Shows how far a conversion is: lines, rate and, if the size of the input is known, the part done and the time left. */
export class ConversionProgress {
  readonly #line: TerminalLine;
  readonly #size: number | undefined;
  readonly #start: number;
  #bytes = 0;
  #skipped = 0;

  /** @param size the bytes of all inputs; undefined if not known */
  constructor(line: TerminalLine, size: number | undefined) {
    this.#line = line;
    this.#size = size;
    this.#start = line.now();
  }

  /** Counts the bytes of chunks as they are read. */
  async *counting(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.count(chunk.length);
      yield chunk;
    }
  }

  /** Counts bytes that were read. */
  count(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Counts bytes that an earlier run converted. */
  skip(bytes: number): void {
    this.#skipped += bytes;
  }

  /** @param lines the number of lines that are written */
  show(lines: number): void {
    if (!this.#line.isShown) return;
    const seconds = (this.#line.now() - this.#start) / 1000;
    if (1000 * seconds >= FIRST_RATE) this.#line.update(() => this.#text(lines, seconds));
  }

  #text(lines: number, seconds: number): string {
    const perSecond = this.#bytes / seconds;
    const rates = [
      `${lines.toLocaleString("en")} lines`,
      `${Math.round(lines / seconds).toLocaleString("en")} lines/s`,
      `${(perSecond / 1e6).toFixed(1)} MB/s`,
    ];
    if (this.#size === undefined || this.#bytes === 0) return rates.join("  ");
    const part = Math.min(1, (this.#bytes + this.#skipped) / this.#size);
    const left = (this.#size * (1 - part)) / perSecond;
    return [`${Math.floor(100 * part)} %`, ...rates, `${duration(left)} left`].join("  ");
  }
}

/** A time in its two largest units. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  return minutes < 60
    ? `${minutes} min ${two(whole % 60)} s`
    : `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

function kilobytes(bytes: number): string {
  return Math.ceil(bytes / 1000).toLocaleString("en");
}
