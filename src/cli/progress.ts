import type { ProgressEvent } from "../hub/progress.js";

/** The part of standard error that {@link TerminalProgress} uses. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const START_OF_LINE_AND_CLEAR = "\r\u001b[K";
/** The least number of milliseconds between two updates of the line. */
const DRAWING_INTERVAL = 100;

/**
 * Shows the progress of a download in one line of a terminal. It writes nothing to a pipe or a file, nor if
 * HF_HUB_DISABLE_PROGRESS_BARS is set.
 */
export class TerminalProgress {
  readonly #isShown: boolean;
  #isDrawn = false;
  #lastDrawing = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly terminal: Terminal = process.stderr,
    variables: Readonly<Record<string, string | undefined>> = process.env,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#isShown = terminal.isTTY === true && !/^(1|on|yes|true)$/i.test(variables.HF_HUB_DISABLE_PROGRESS_BARS ?? "");
  }

  /** The progress_callback of a load. */
  readonly report = (event: ProgressEvent): void => {
    if (!this.#isShown) return;
    if (event.status === "done") this.clear();
    if (event.status !== "progress" || this.now() - this.#lastDrawing < DRAWING_INTERVAL) return;
    const { file, loaded = 0, total = 0, progress = 0 } = event;
    const line = `${file}  ${Math.floor(progress)} %  ${kilobytes(loaded)} of ${kilobytes(total)} kB`;
    this.#draw(line);
    this.#lastDrawing = this.now();
  };

  /** Shows a short description of the current work. */
  announce(what: string): void {
    if (this.#isShown) this.#draw(what);
  }

  /** Clears the line before other output. */
  clear(): void {
    if (this.#isDrawn) this.terminal.write(START_OF_LINE_AND_CLEAR);
    this.#isDrawn = false;
  }

  #draw(line: string): void {
    // A full line would move the cursor to the next line, so that the first could not be cleared.
    this.terminal.write(START_OF_LINE_AND_CLEAR + line.slice(0, (this.terminal.columns ?? 80) - 1));
    this.#isDrawn = true;
  }
}

function kilobytes(bytes: number): string {
  return Math.ceil(bytes / 1000).toLocaleString("en");
}
