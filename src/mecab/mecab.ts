import { proposal } from "../base/nearest.js";
import {
  checkOptions,
  checkValue,
  FUNCTION,
  NATURAL,
  OBJECT,
  type OptionKind,
  oneOf,
  type TableOf,
} from "../base/options.js";
import { ANYTHING, checkArguments, optional } from "../base/signatures.js";
import type { SignalLike } from "../base/web-types.js";
import { FILE_SOURCE, type FileSource } from "../files/source.js";
import { FILE_BOUND, type ProgressCallback, SIGNAL, type Watch } from "../files/watch.js";
import type { Dictionary } from "./dictionary/dictionary.js";
import { ipadic } from "./ipadic.js";
import { type LatticeNode, listNodes } from "./lattice/dump.js";
import { loadSource } from "./load.js";
import { type Engine, Segmenter } from "./segmenter.js";
import { unidicLite } from "./unidic-lite.js";

const PACKAGED = { ipadic, "unidic-lite": unidicLite } as const;

/** The name of a dictionary in this package. */
export type DictionaryName = keyof typeof PACKAGED;
/** The names of the dictionaries in this package. */
export const DICTIONARY_NAMES = Object.keys(PACKAGED) as readonly DictionaryName[];

/** The options of {@link MeCab.load}. */
export interface MeCabOptions {
  /** Default: the kernel, or TypeScript if WebAssembly with SIMD is missing or forbidden. */
  readonly engine?: Engine;
  /** Called for each step of loading the dictionary's file. */
  readonly progress_callback?: ProgressCallback;
  /** Stops the load, which then rejects with the signal's reason. */
  readonly signal?: SignalLike;
  /** The most bytes of a dictionary from a server; a larger one is refused. Default 536,870,912. */
  readonly max_file_bytes?: number;
}

const OPTIONS: TableOf<MeCabOptions> = {
  engine: oneOf("wasm", "typescript"),
  progress_callback: FUNCTION,
  signal: SIGNAL,
  max_file_bytes: FILE_BOUND,
};
const SOURCE: OptionKind = {
  ...FILE_SOURCE,
  expected: `${DICTIONARY_NAMES.join(", ")}, or ${FILE_SOURCE.expected}`,
};

/** The options of {@link MeCab.lattice}. */
export interface LatticeOptions {
  /** The index of a word in the lattice of this text, which the best path has to contain. Default: none. */
  readonly through?: number;
}

const LATTICE_OPTIONS: TableOf<LatticeOptions> = { through: NATURAL };
const LATTICE_SIGNATURE = { parameters: { text: ANYTHING }, options: LATTICE_OPTIONS, positional: "through" };
const SIGNATURE = {
  parameters: {
    dictionary: {
      allows: (value: unknown) => OBJECT.allows(value) && "memory" in (value as object),
      expected: 'a loaded dictionary: MeCab.load("ipadic") loads one and makes a MeCab',
    },
    engine: optional(OPTIONS.engine),
  },
};

/**
 * MeCab's word splitting with any dictionary.
 *
 * @example
 * import { MeCab } from "tohoku-tokenizers/mecab";
 *
 * const mecab = await MeCab.load("unidic-lite");
 * console.log(mecab.words("今日は晴れ")); // => ["今日","は","晴れ"]
 */
export class MeCab extends Segmenter {
  readonly #dictionary: Dictionary;

  /** @throws OptionError if there is no dictionary, or the engine is given and cannot run */
  constructor(dictionary: Dictionary, engine?: Engine, ...excess: never[]) {
    checkArguments("MeCab", [dictionary, engine, ...excess], SIGNATURE);
    super(dictionary, engine);
    this.#dictionary = dictionary;
  }

  /**
   * Loads a dictionary.
   *
   * @param source the name of a dictionary in this package, loaded once per process; a compact file, see
   * {@link FileSource}; in Node also the path of a folder that MeCab compiled (sys.dic, unk.dic, matrix.bin, char.bin,
   * dicrc)
   * @throws OptionError if an option is unknown, or the engine is given and cannot run
   * @throws ResourceError if the file or folder does not exist, or a server does not give it
   * @throws DictionaryError if it is not a dictionary, or is damaged
   * @throws the signal's reason if it is aborted
   */
  static async load(source: DictionaryName | FileSource, options: MeCabOptions = {}): Promise<MeCab> {
    checkOptions(options, OPTIONS, "engine");
    const { engine, ...watch } = options ?? {};
    return new MeCab(await loadDictionary(source, watch), engine);
  }

  /**
   * The lattice of a text: every word that MeCab considers for it, with costs, and the best path through them.
   *
   * The nodes are plain data in a fixed order: the sentence's beginning; the words by start and end, known words before
   * unknown ones, homographs in the dictionary's order; the sentence's end. Those with `isBest`, without the first and the
   * last, are the words that {@link words} and {@link spans} return. Both engines give the same lattice.
   *
   * With `through`, the best path is the cheapest that contains a certain word. The nodes that such paths can contain have
   * the costs of these paths; the others keep theirs.
   *
   * @param text at most 21,845 UTF-16 code units before its first U+0000, where a text ends
   * @throws TextError as {@link spans}, and if the text is longer
   * @throws OptionError if there is no word at the index `through`
   *
   * @example
   * import { MeCab } from "tohoku-tokenizers/mecab";
   *
   * const mecab = await MeCab.load("ipadic");
   * const best = mecab.lattice("東京都").filter((node) => node.isBest);
   * console.log(best.map((node) => [node.surface, node.totalCost])); // => [["",0],["東京",2693],["都",2504],["",2509]]
   */
  lattice(text: string, options: LatticeOptions = {}, ...excess: never[]): readonly LatticeNode[] {
    checkArguments("lattice", [text, options, ...excess], LATTICE_SIGNATURE);
    // Throws the errors of a text that MeCab cannot split.
    this.segment(text);
    return listNodes(text, this.#dictionary, options?.through);
  }
}

/**
 * Loads a dictionary as {@link MeCab.load} does.
 *
 * @throws as {@link MeCab.load}
 */
export async function loadDictionary(source: FileSource, watch: Watch = {}): Promise<Dictionary> {
  checkValue("dictionary", source ?? null, SOURCE);
  const known = typeof source === "string" ? packagedName(source) : undefined;
  if (known) return PACKAGED[known](watch);
  const near = typeof source === "string" ? proposal(source, DICTIONARY_NAMES) : "";
  const expected = `${DICTIONARY_NAMES.join(", ")}, a compact dictionary file or a folder compiled by MeCab${near}`;
  return loadSource(source, watch, expected);
}

/** The package's dictionary of a name; Python's packages are spelled with underscores. */
function packagedName(name: string): DictionaryName | undefined {
  return DICTIONARY_NAMES.find((known) => known === name || known === name.replaceAll("_", "-"));
}
