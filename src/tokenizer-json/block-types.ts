/**
 * Types of the blocks of a tokenizer.json that act on sequences of tokens: added tokens, post-processor, truncation and
 * padding. Field names and their values are those of the file, as tokenizers 0.22.2 writes it.
 */

/** A token that is cut out of the text before the model sees it. */
export interface JsonAddedToken {
  readonly id: number;
  readonly content: string;
  /** True if the token matches only where no word character (`\w`) touches it. */
  readonly single_word: boolean;
  /** True if the token takes in the whitespace before it. */
  readonly lstrip: boolean;
  /** True if the token takes in the whitespace after it. */
  readonly rstrip: boolean;
  /** True if the token, itself normalized, is searched for in the normalized text; false: in the text as given. */
  readonly normalized: boolean;
  /** True if decoding can skip the token. */
  readonly special: boolean;
}

/** An added token without an id; {@link TokenizerJson.addTokens} assigns it. */
export type JsonTokenToAdd = Omit<JsonAddedToken, "id">;

/** One part of a template: the first text (A), the second text (B), or a special token by its key. */
export type TemplatePiece =
  | { readonly Sequence: { readonly id: "A" | "B"; readonly type_id: number } }
  | { readonly SpecialToken: { readonly id: string; readonly type_id: number } };

/** The tokens that a key of a template inserts. `ids` and `tokens` have the same length. */
export interface TemplateSpecialToken {
  readonly id: string;
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
}

/** A post-processor that inserts special tokens as two templates say: one for a text, one for a pair. */
export interface TemplateProcessing {
  readonly type: "TemplateProcessing";
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
  /** Special tokens by key; contains every key that `single` and `pair` use. */
  readonly special_tokens: Readonly<Record<string, TemplateSpecialToken>>;
}

/** A post-processor that makes `cls A sep` of a text, and `cls A sep B sep` of a pair, where `B sep` has type id 1. */
export interface BertProcessing {
  readonly type: "BertProcessing";
  readonly sep: readonly [token: string, id: number];
  readonly cls: readonly [token: string, id: number];
}

/** A post-processor that makes `cls A sep` of a text, and `cls A sep sep B sep` of a pair. All type ids are 0. */
export interface RobertaProcessing {
  readonly type: "RobertaProcessing";
  readonly sep: readonly [token: string, id: number];
  readonly cls: readonly [token: string, id: number];
  /** True if offsets leave out the spaces at a token's ends. */
  readonly trim_offsets: boolean;
  /** True if a single space at the start of a text stays in the offsets: the pre-tokenizer put it there. */
  readonly add_prefix_space: boolean;
}

/** The fields of ByteLevel, as a pre-tokenizer, a decoder and a post-processor, which trims offsets only. */
export interface ByteLevelFields {
  readonly type: "ByteLevel";
  /** In the pre-tokenizer: true to put a space before a text without one. In the post-processor as in RobertaProcessing. */
  readonly add_prefix_space: boolean;
  /** True if the post-processor's offsets leave out the spaces at a token's ends. */
  readonly trim_offsets: boolean;
  /** True if the pre-tokenizer cuts a text into GPT-2's words. */
  readonly use_regex: boolean;
}

/** Post-processors that run one after another. */
export interface ProcessorSequence {
  readonly type: "Sequence";
  readonly processors: readonly PostProcessor[];
}

/** The `post_processor` block: inserts special tokens and sets type ids. */
export type PostProcessor =
  | TemplateProcessing
  | BertProcessing
  | RobertaProcessing
  | ByteLevelFields
  | ProcessorSequence;

/** The `truncation` block. Lengths count tokens. */
export interface JsonTruncation {
  /** The side that tokens are cut from. */
  readonly direction: "Left" | "Right";
  readonly max_length: number;
  readonly strategy: "LongestFirst" | "OnlyFirst" | "OnlySecond";
  /** The number of tokens that consecutive windows of an overflowing text share. */
  readonly stride: number;
}

/** The `padding` block. Lengths count tokens. */
export interface JsonPadding {
  /** Pads to the longest sequence of the batch, or to a fixed length. */
  readonly strategy: "BatchLongest" | { readonly Fixed: number };
  /** The side that padding is added to. */
  readonly direction: "Left" | "Right";
  readonly pad_to_multiple_of: number | null;
  readonly pad_id: number;
  readonly pad_type_id: number;
  readonly pad_token: string;
}
