import type { ModelFile } from "../../subwords/sentencepiece/model-file.js";
import type { AddedToken } from "../../tokenizer/added-token.js";
import type { ClassFacts } from "../../tokenizer/fast/pre-trained-tokenizer-fast.js";
import type { SpecialTokenName } from "../../tokenizer/special-tokens.js";
import type { JsonOverrides } from "../../tokenizer-json/overrides.js";
import type { Writable } from "../../tokenizer-json/serde-json.js";
import type { InitArguments } from "../family.js";

/** The flags that a special token gets that is given as a string, by role. */
export type RoleFlags = Readonly<Partial<Record<SpecialTokenName, Omit<AddedToken, "content">>>>;

/** One place of a {@link Layout}: the first text, the second, or a special token. */
export type Place = "A" | "B" | SpecialTokenName;

/** The order of ids that `build_inputs_with_special_tokens` gives, of a text and of a pair. */
export interface Layout {
  readonly single: readonly Place[];
  readonly pair: readonly Place[];
}

/** A fast class of transformers 4.56.1, with all that differs between the classes. */
export interface FastClass extends ClassFacts {
  /** The values of arguments that are not given. They are saved. */
  readonly defaults: InitArguments;
  readonly flags?: RoleFlags;
  /** The class's own order; without one, no special tokens are added. */
  readonly layout?: Layout;
  /** True if `create_token_type_ids_from_sequences` gives 0 for all ids. */
  readonly zeroTypes?: boolean;
  /** True if `get_special_tokens_mask` takes ids without special tokens. */
  readonly masksLayout?: boolean;
  /** The roles whose tokens count as special in `get_special_tokens_mask`; by default all special tokens. */
  readonly maskedRoles?: readonly SpecialTokenName[];
  /** True if `is_split_into_words` needs `add_prefix_space`. */
  readonly wordsNeedPrefixSpace?: boolean;
  /** True if `add_bos_token` and `add_eos_token` replace the post-processor. */
  readonly isFramed?: boolean;
  /** True if the slow class's file is a .model, which is saved only if it was there. */
  readonly savesModel?: boolean;
  /** Fills in arguments that depend on others. @throws OptionError if they do not go together */
  readonly prepare?: (options: InitArguments) => InitArguments;
  /** The settings of the tokenizer.json that arguments replace. */
  readonly overrides?: (options: InitArguments) => JsonOverrides;
  /** The slow class that Python converts; undefined if there is none. */
  readonly slow?: SlowClass;
}

/** The slow class of a fast one: its file, its arguments, and the tokenizer.json that Python makes of it. */
export interface SlowClass {
  /** All files that the class needs. */
  readonly files: readonly [string, ...string[]];
  /** The values of arguments that are not given; they override those of the fast class. */
  readonly defaults: InitArguments;
  readonly flags?: RoleFlags;
  /** True if a given `add_prefix_space` makes Python convert the slow class, though there is a tokenizer.json. */
  readonly convertsForPrefixSpace?: boolean;
  readonly converter: PiecesConverter | VocabularyConverter;
}

/** Makes the tokenizer.json of a SentencePiece model. Reference: convert_slow_tokenizer.py of transformers 4.56.1. */
export interface PiecesConverter {
  /** The vocabulary, by default the pieces with their scores. */
  readonly vocabulary?: (model: ModelFile, options: SlowOptions) => [piece: string, score: number][];
  /** The id of the unknown piece; by default the one in the model. */
  readonly unkId?: number;
  /** True if unknown characters become byte pieces. */
  readonly byteFallback?: boolean;
  /** True if this library has the slow class, which does so. */
  readonly hasSlowBytes?: boolean;
  /** Pieces that become special besides the control pieces. */
  readonly specialPieces?: readonly string[];
  /** True if merges take the tab for a piece, though the model may have none. */
  readonly mergesTab?: boolean;
  readonly normalizer?: (model: ModelFile, options: SlowOptions) => Writable;
  readonly preTokenizer?: (options: SlowOptions) => Writable;
  readonly decoder?: (options: SlowOptions) => Writable;
  readonly postProcessor?: (idOf: (token: string) => number) => Writable;
}

/** Makes the tokenizer.json of vocabulary files that are no SentencePiece model. */
export type VocabularyConverter = (
  files: ReadonlyMap<string, Uint8Array>,
  options: SlowOptions,
  locationOf: (file: string) => string,
) => Writable;

/** The arguments of a slow class, with its defaults filled in. */
export interface SlowOptions extends InitArguments {
  readonly added_tokens_decoder?: ReadonlyMap<number, AddedToken>;
}
