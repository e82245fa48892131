import { TokenBuffer } from "../subword-model.js";
import type { UnknownText } from "./unknown-text.js";

/** Writes tokens in the order of the text. Consecutive unknown characters form one span of unknown text. */
export class PieceWriter {
  readonly #unknown: UnknownText;
  #units: Uint16Array = new Uint16Array(0);
  #tokens = new TokenBuffer();
  /** The span of unknown text that is not written yet; empty if start and end are equal. */
  #start = 0;
  #end = 0;

  constructor(unknown: UnknownText) {
    this.#unknown = unknown;
  }

  /** Starts the output of a text. */
  begin(units: Uint16Array, tokens: TokenBuffer): void {
    this.#units = units;
    this.#tokens = tokens;
    this.#start = 0;
    this.#end = 0;
  }

  /** Writes a piece with its span. */
  piece(id: number, start: number, end: number): void {
    this.end();
    this.#tokens.push(id, start, end);
  }

  /** Extends the span of unknown text, or starts one. */
  unknown(start: number, end: number): void {
    if (this.#start === this.#end) this.#start = start;
    this.#end = end;
  }

  /** Writes pending unknown text. It must be called after the last piece. */
  end(): void {
    if (this.#start === this.#end) return;
    this.#unknown.push(this.#units, this.#start, this.#end, this.#tokens);
    this.#start = this.#end;
  }
}
