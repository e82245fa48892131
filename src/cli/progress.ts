import type { ProgressEvent } from "../hub/progress.js";

/** What progress needs of standard error. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const START_OF_LINE_AND_CLEAR = "\r\u001b[K";
/** Milliseconds between two drawings of the line. */
const DRAWING_INTERVAL = 100;

/**
 * One line that shows a download, on a terminal only: a pipe or a file gets nothing, nor does a user who sets
 * HF_HUB_DISABLE_PROGRESS_BARS.
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

  /** Takes the events of a load, as a progress_callback. */
  readonly report = (event: ProgressEvent): void => {
    if (!this.#isShown) return;
    if (event.status === "done") this.clear();
    if (event.status !== "progress" || this.now() - this.#lastDrawing < DRAWING_INTERVAL) return;
    const { file, loaded = 0, total = 0, progress = 0 } = event;
    const line = `${file}  ${Math.floor(progress)} %  ${kilobytes(loaded)} of ${kilobytes(total)} kB`;
    this.#draw(line);
    this.#lastDrawing = this.now();
  };

  /** Shows what is being done. */
  announce(what: string): void {
    if (this.#isShown) this.#draw(what);
  }

  /** Removes the line, so that other output finds a clean one. */
  clear(): void {
    if (this.#isDrawn) this.terminal.write(START_OF_LINE_AND_CLEAR);
    this.#isDrawn = false;
  }

  #draw(line: string): void {
    // A full line would move the cursor to the next, where it could not be cleared.
    this.terminal.write(START_OF_LINE_AND_CLEAR + line.slice(0, (this.terminal.columns ?? 80) - 1));
    this.#isDrawn = true;
  }
}

function kilobytes(bytes: number): string {
  return Math.ceil(bytes / 1000).toLocaleString("en");
}
