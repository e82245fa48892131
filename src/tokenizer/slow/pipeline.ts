import type { Aligned } from "../../text/alignment.js";
import type { FileContents } from "../saved-files.js";
import type { Tokens } from "../sequence.js";
import type { SpecialTokenName, SpecialTokens } from "../special-tokens.js";
import type { Template } from "./template.js";

/** The vocabulary of a family of tokenizers; added tokens are no part of it. */
export interface PipelineVocabulary {
  /** The number of distinct strings. */
  readonly vocab_size: number;
  /** The id of a token. */
  idOf(token: string): number | undefined;
  /** The token of an id. */
  tokenOf(id: number): string | undefined;
  /** The tokens with their ids. */
  entries(): Iterable<[token: string, id: number]>;
  /** The vocabulary's own files. */
  files(): FileContents;
}

/** The way from a stretch of text to its token list, and back. No stretch holds an added token. */
export interface PipelineEncoder {
  /** The tokens of a stretch. */
  tokenize(text: string): string[];
  /** Appends the tokens of a stretch to the token list of its text. */
  encode(text: string, tokens: Tokens): void;
  /** The text of tokens, without added tokens that are decoded apart. */
  join(tokens: readonly string[], joining: Joining): string;
}

/** The other inputs that the text of tokens depends on. */
export interface Joining {
  readonly isAdded: (token: string) => boolean;
  /** Bytes that do not decode are dropped, the default, or become U+FFFD. */
  readonly errors?: "ignore" | "replace" | undefined;
}

/** The special tokens that go around texts. */
export interface Framing {
  /** @param idOf gives the id of the token with a role */
  template(idOf: (name: SpecialTokenName) => number): Template;
}

/** A shorter way to the ids of a whole text, for a call that wants nothing else. */
export interface DirectEncoder {
  /** The ids of a text without added tokens, in a new list, with a template's around them; undefined if there is no such way. */
  encodeAlone(text: string, template: Template): number[] | undefined;
  /**
   * The same for many texts, for less; undefined if there is no such way.
   *
   * @throws an error of any kind if one of the texts cannot be encoded
   */
  encodeTogether?(texts: readonly string[], template: Template): number[][] | undefined;
}

/** A vocabulary that has an id of its own for unknown text. */
export interface UnknownPiece {
  /** The id of a string that is not a token; undefined if it is that of the token with the role unk_token. */
  readonly unknownId: number | undefined;
}

/** A vocabulary whose list of tokens differs from the tokens that {@link PipelineVocabulary.idOf} finds. */
export interface ListedVocabulary {
  /** The list, as `get_vocab` returns it; it decides whether an added token is new. */
  readonly strings: ReadonlyMap<string, number>;
}

/** A pipeline that knows at which ids characters start; without it, a character may start at any id. */
export interface CharacterStarts {
  /** True if a character starts at an index of a list of ids. */
  startsCharacter(ids: readonly number[], at: number): boolean;
}

/** A pipeline that treats special tokens unlike other text. */
export interface SpecialTokenUser {
  /** Takes the special tokens, at first and after each change. */
  takeSpecialTokens(special: SpecialTokens): void;
}

/** A pipeline that may be made without the words of a text, which ids alone do not need. */
export interface WordKnowledge {
  /** False if tokens have no word ids. Default true. */
  readonly knowsWords: boolean;
}

/** Patches: a model reads several ids at once, and an added token has that many ids. */
export interface Patches {
  /** The ids that a token contributes to the ids of a text. */
  expand(id: number): readonly number[];
  /** The opposite: turns the ids of a text into one id per token. */
  collapse(ids: readonly number[]): readonly number[];
}

/** The change of a whole text before added tokens are looked for in it. */
export interface Rewriting {
  /** @param isAligned true to return the alignment to the original too */
  rewrite(text: string, isAligned: boolean): Aligned;
  /** The token that a rewritten text loses if it starts with it and a special token follows. */
  readonly droppedBeforeSpecial: string;
}

/**
 * The stages of a family of tokenizers: for the stretches of text between added tokens, and for the special tokens around
 * texts. All families have the first three interfaces; each has some of the others.
 */
export interface Pipeline
  extends PipelineVocabulary,
    PipelineEncoder,
    Framing,
    Partial<DirectEncoder & UnknownPiece & ListedVocabulary & CharacterStarts & SpecialTokenUser & WordKnowledge> {
  readonly patches?: Patches | undefined;
  readonly rewriting?: Rewriting | undefined;
}
