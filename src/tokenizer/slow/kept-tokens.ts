interface Node {
  readonly children: Map<string, Node>;
  /** The place in the list of the first string that ends here. */
  order: number;
}

/** Strings that lower-casing leaves as they are. If several match at a place, the first of the list is kept. */
export class KeptTokens {
  readonly #root = node();
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
    for (const [order, token] of tokens.entries()) this.#insert(token, order);
  }

  /** The string that is kept at a place of a text, in UTF-16 code units; undefined if none is. */
  at(text: string, start: number): string | undefined {
    let order = Number.POSITIVE_INFINITY;
    let here: Node | undefined = this.#root;
    for (let at = start; here && at < text.length; at++) {
      here = here.children.get(text[at]);
      if (here && here.order < order) order = here.order;
    }
    return this.#tokens[order];
  }

  #insert(token: string, order: number): void {
    let here = this.#root;
    for (let at = 0; at < token.length; at++) {
      let child = here.children.get(token[at]);
      if (!child) {
        child = node();
        here.children.set(token[at], child);
      }
      here = child;
    }
    here.order = Math.min(here.order, order);
  }
}

function node(): Node {
  return { children: new Map(), order: Number.POSITIVE_INFINITY };
}
