import { NONE, ROOT, StringAutomaton, symbolAt, symbolsOf } from "./string-automaton.js";

export { NONE } from "./string-automaton.js";

/** The least number of places that are looked at together, in UTF-16 code units. */
const SMALLEST_WINDOW = 512;

/**
 * Finds, for each place of a text, the string that starts there; of several, the one with the least value. The time is
 * linear in the text whatever the strings, since the text is read backwards by an automaton of the reversed strings.
 */
export class StartFinder {
  readonly #reversed = new StringAutomaton();
  #longest = 0;

  /** Adds a string, which is not empty. It is not found in a text that was begun before. */
  add(string: string, value: number): void {
    this.#reversed.add(symbolsOf(string).reverse(), value);
    this.#longest = Math.max(this.#longest, string.length);
  }

  /** Begins a text. */
  in(text: string): Starts {
    return new Starts(text, this.#reversed, this.#longest);
  }
}

/** The starts of strings in one text. */
export class Starts {
  /** The values at the places from `#from` on. */
  #window: Int32Array = new Int32Array(0);
  #from = 0;

  constructor(
    private readonly text: string,
    private readonly reversed: StringAutomaton,
    private readonly longest: number,
  ) {}

  /** The value of the string that starts at a place in UTF-16 code units, or NONE. Fast if the places ascend. */
  at(place: number): number {
    const { text } = this;
    if (place >= text.length) return NONE;
    if (place < this.#from || place >= this.#from + this.#window.length) this.#fill(place);
    return this.#window[place - this.#from];
  }

  #fill(from: number): void {
    const { text, reversed, longest } = this;
    const length = Math.min(Math.max(SMALLEST_WINDOW, longest), text.length - from);
    if (this.#window.length !== length) this.#window = new Int32Array(length);
    this.#from = from;
    let node = ROOT;
    for (let at = Math.min(from + length + longest, text.length) - 1; at >= from; at--) {
      node = reversed.next(node, symbolAt(text, at));
      if (at < from + length) this.#window[at - from] = reversed.least(node);
    }
  }
}
