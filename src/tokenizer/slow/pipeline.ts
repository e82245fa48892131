import type { Aligned } from "../../text/alignment.js";
import type { Tokens } from "../sequence.js";
import type { SpecialTokenName, SpecialTokens } from "../special-tokens.js";

/** The ids that stand around one text or two. */
export interface Template {
  /** Before the first text. */
  readonly prefix: readonly number[];
  /** Between two texts. */
  readonly middle: readonly number[];
  /** Behind the last text. */
  readonly suffix: readonly number[];
  /** Type of the second text and what is behind it; the first text's, with what is between the two, is 0. */
  readonly secondTypeId: 0 | 1;
  /** How many of the ids between two texts have the type of the second, the last of them. Default 0. */
  readonly secondPrefixLength?: number;
  /**
   * Whether a text whose last id is the one that comes next keeps that for it. As in the reference, types and masks count
   * another all the same.
   */
  readonly endsOnce?: boolean;
}

/** The template that puts nothing around a text. */
export const NOTHING: Template = { prefix: [], middle: [], suffix: [], secondTypeId: 0 };

/** What the text of tokens depends on. */
export interface Joining {
  readonly isAdded: (token: string) => boolean;
  /** What becomes of bytes that are no text: they vanish, the default, or become U+FFFD. */
  readonly errors?: "ignore" | "replace" | undefined;
}

/** What a family of tokenizers does with the text between added tokens, and around it. */
export interface Pipeline {
  /** The number of distinct strings in the vocabulary, added tokens not counted. */
  readonly vocab_size: number;
  /** The id of a token of the vocabulary. */
  idOf(token: string): number | undefined;
  /** The token of an id of the vocabulary. */
  tokenOf(id: number): string | undefined;
  /** What `get_vocab` says, where that is not {@link idOf}: added tokens go by it. */
  readonly strings?: ReadonlyMap<string, number>;
  /** The tokens of the vocabulary with their ids. */
  entries(): Iterable<[token: string, id: number]>;
  /** The id of a string that is no token, whatever the unknown token is; undefined where that one's id is taken. */
  readonly unknownId?: number | undefined;
  /** What a whole text becomes before added tokens are looked for in it. */
  prepare?(text: string, isAligned: boolean): Aligned;
  /** The token that a prepared text does not start with where a special one follows. */
  readonly droppedBeforeSpecial?: string | undefined;
  /** The tokens of a text that holds no added token. */
  tokenize(text: string): string[];
  /** Appends the tokens of a text that holds no added token. */
  encode(text: string, tokens: Tokens): void;
  /**
   * The ids of a text that holds no added token, with those of a template around it, in one list: the shorter way where
   * nothing else is wanted. Undefined where there is none.
   */
  encodeAlone?(text: string, template: Template): number[] | undefined;
  /** The text of tokens, none of them an added one that stands alone. */
  join(tokens: readonly string[], joining: Joining): string;
  template(idOf: (name: SpecialTokenName) => number): Template;
  /** Whether a character starts at a place among ids; where it is not known, each id may be one. */
  startsCharacter?(ids: readonly number[], at: number): boolean;
  /** The ids of an added token in an input, where these are several; its own id stands for them among the tokens. */
  expand?(id: number): readonly number[];
  /** The opposite of {@link expand}: ids of an input to those of tokens. */
  collapse?(ids: readonly number[]): readonly number[];
  /** Told the special tokens when they change. */
  specialTokensChanged?(special: SpecialTokens): void;
  /** The vocabulary's own files: name to content. */
  files(): ReadonlyMap<string, string | Uint8Array>;
}
