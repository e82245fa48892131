import { NONE, StartFinder } from "../../text/start-finder.js";

/** Strings that lower-casing leaves as they are. If several match at a place, the first of the list is kept. */
export class KeptTokens {
  readonly #tokens: readonly string[];
  readonly #starts = new StartFinder();

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
    for (const [order, token] of tokens.entries()) if (token !== "") this.#starts.add(token, order);
  }

  /** A search for the string that is kept at a place of a text, in UTF-16 code units. The places should ascend. */
  in(text: string): (place: number) => string | undefined {
    const starts = this.#starts.in(text);
    return (place) => {
      const order = starts.at(place);
      return order === NONE ? undefined : this.#tokens[order];
    };
  }
}
