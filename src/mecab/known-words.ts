import { DictionaryError } from "../errors.js";
import type { GrowingTrie } from "../trie.js";
import type { WordTables } from "./tables.js";

/** In the table of UTF-16 units, marks one with which words begin that are not in the trie yet. */
export const UNMADE = 0x80000000;

/** Where the words that share their first unit begin: a surface, its units, its tokens. */
interface Start {
  readonly surface: number;
  readonly unit: number;
  readonly token: number;
}

/**
 * The known words, which come into the trie when a text first holds the character that they begin with: a dictionary
 * is ready sooner, and the words that a text needs lie together.
 */
export class KnownWords {
  readonly #tables: WordTables;
  readonly #name: string;
  /** In the order of words; at last where the words end. */
  readonly #starts: readonly Start[];
  /** Of each unit with which words begin that are not in the trie, the number of its start. */
  readonly #unmade = new Map<number, number>();

  /**
   * @param name what to call the dictionary in errors
   * @throws DictionaryError where surfaces and tokens do not fit together
   */
  constructor(tables: WordTables, name: string) {
    this.#tables = tables;
    this.#name = name;
    const starts = listStarts(tables);
    if (starts === undefined) throw new DictionaryError(name, "words of other sizes", "sections that fit together");
    this.#starts = starts;
    const { units } = tables.surfaces;
    for (let at = 0; at + 1 < starts.length; at++) this.#unmade.set(units[starts[at].unit], at);
  }

  /** The units with which words begin that are not in the trie. */
  get unmade(): Iterable<number> {
    return this.#unmade.keys();
  }

  /** The token behind those of all known words. */
  get tokensEnd(): number {
    return this.#starts[this.#starts.length - 1].token;
  }

  /** Puts the words that begin with a unit into the trie; false where there are none that are not there. */
  make(unit: number, trie: GrowingTrie): boolean {
    const start = this.#unmade.get(unit);
    if (start === undefined) return false;
    const { surfaces, tokenCounts, tokens } = this.#tables;
    const from = this.#starts[start];
    const to = this.#starts[start + 1];
    const group = {
      count: to.surface - from.surface,
      shared: surfaces.shared.subarray(from.surface, to.surface),
      added: surfaces.added.subarray(from.surface, to.surface),
      units: surfaces.units.subarray(from.unit, to.unit),
    };
    const firstToken = new Uint32Array(group.count);
    for (let word = 0, token = from.token; word < group.count; word++) {
      firstToken[word] = token;
      token += tokenCounts[from.surface + word];
    }
    const fits = trie.add(group, (word, unitsOfTrie, at) => {
      const first = firstToken[word];
      const count = tokenCounts[from.surface + word];
      unitsOfTrie[at] = count === 1 ? tokens[first] : first;
      unitsOfTrie[at + 1] = count;
    });
    if (!fits) {
      throw new DictionaryError(this.#name, "a trie four times its words' size", "one that is at most twice as large");
    }
    this.#unmade.delete(unit);
    return true;
  }
}

/** One pass for all that is to be known of every word. Undefined where surfaces or tokens are not what they should be. */
function listStarts({ surfaces, tokenCounts, tokens }: WordTables): Start[] | undefined {
  const { shared, added, units, count } = surfaces;
  if (added.length !== count) return undefined;
  const starts: Start[] = [];
  let length = 0;
  let unit = 0;
  let token = 0;
  for (let surface = 0; surface < count; surface++) {
    const common = shared[surface];
    if (common > length || added[surface] === 0 || tokenCounts[surface] === 0) return undefined;
    if (common === 0) starts.push({ surface, unit, token });
    length = common + added[surface];
    unit += added[surface];
    token += tokenCounts[surface];
  }
  starts.push({ surface: count, unit, token });
  const tokenCount = tokenCounts.subarray(count).reduce((sum, of) => (of === 0 ? Number.NaN : sum + of), token);
  return unit === units.length && tokenCount === tokens.length ? starts : undefined;
}
