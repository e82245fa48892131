import { TokenBuffer } from "../subword-model.js";
import type { UnknownText } from "./unknown-text.js";

/** Writes pieces as tokens, in the order of the text; unknown characters that follow each other are one stretch. */
export class PieceWriter {
  readonly #unknown: UnknownText;
  #units: Uint16Array = new Uint16Array(0);
  #tokens = new TokenBuffer();
  /** The unknown text that may still grow. */
  #start = 0;
  #end = 0;

  constructor(unknown: UnknownText) {
    this.#unknown = unknown;
  }

  begin(units: Uint16Array, tokens: TokenBuffer): void {
    this.#units = units;
    this.#tokens = tokens;
    this.#start = 0;
    this.#end = 0;
  }

  piece(id: number, start: number, end: number): void {
    this.end();
    this.#tokens.push(id, start, end);
  }

  unknown(start: number, end: number): void {
    if (this.#start === this.#end) this.#start = start;
    this.#end = end;
  }

  /** To be called when all has been written. */
  end(): void {
    if (this.#start === this.#end) return;
    this.#unknown.push(this.#units, this.#start, this.#end, this.#tokens);
    this.#start = this.#end;
  }
}
