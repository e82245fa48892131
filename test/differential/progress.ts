const MILLISECONDS_BETWEEN = process.stderr.isTTY ? 200 : 15_000;

/** Progress on standard error: one changing line in a terminal, otherwise a new line every 15 seconds. */
export class Progress {
  readonly #title: string;
  readonly #total: number;
  readonly #start = Date.now();
  #done = 0;
  #shown = Date.now();

  constructor(title: string, total: number) {
    this.#title = title;
    this.#total = total;
  }

  advance(count: number): void {
    this.#done += count;
    if (Date.now() - this.#shown < MILLISECONDS_BETWEEN) return;
    this.#shown = Date.now();
    this.#show();
  }

  end(): void {
    this.#show();
    if (process.stderr.isTTY) process.stderr.write("\n");
  }

  #show(): void {
    const percent = this.#total === 0 ? 100 : Math.floor((100 * this.#done) / this.#total);
    const seconds = Math.round((Date.now() - this.#start) / 1000);
    const line = `${this.#title}: ${this.#done.toLocaleString("en")} of ${this.#total.toLocaleString("en")} (${percent} %), ${seconds} s`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }
}
