import { once } from "node:events";
import type { Writable } from "node:stream";

/** The length in code units from which a block is written. */
const FLUSH_AT = 1 << 16;

/** Writes lines to a stream in blocks, and waits while the stream's buffer is full. */
export class Output {
  #block = "";

  constructor(private readonly stream: Writable) {}

  async writeLine(line: string): Promise<void> {
    this.#block += `${line}\n`;
    if (this.#block.length >= FLUSH_AT) await this.flush();
  }

  async flush(): Promise<void> {
    const block = this.#block;
    this.#block = "";
    if (block !== "" && !this.stream.write(block)) await once(this.stream, "drain");
  }
}
