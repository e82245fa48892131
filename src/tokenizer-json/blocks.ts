/**
 * The blocks of a tokenizer.json that are not about one text: what is put around the tokens, and how much of them
 * stays. Names are the file's own.
 */

/** A token cut out of the text, with its id and tokenizers' flags. */
export interface JsonAddedToken {
  readonly id: number;
  readonly content: string;
  /** Whether it counts only where no word character touches it. */
  readonly single_word: boolean;
  /** Whether whitespace before it belongs to it. */
  readonly lstrip: boolean;
  /** Whether whitespace behind it belongs to it. */
  readonly rstrip: boolean;
  /** Whether it is looked for in the normalized text, itself normalized. */
  readonly normalized: boolean;
  /** Whether decoding may skip it. */
  readonly special: boolean;
}

/** One place of a template: the first or the second text, or a special token by its key. */
export type TemplatePiece =
  | { readonly Sequence: { readonly id: "A" | "B"; readonly type_id: number } }
  | { readonly SpecialToken: { readonly id: string; readonly type_id: number } };

/** The ids, and their tokens, that a template's key stands for. */
export interface TemplateSpecialToken {
  readonly id: string;
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
}

export interface TemplateProcessing {
  readonly type: "TemplateProcessing";
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
  /** By key; all that `single` and `pair` name are there. */
  readonly special_tokens: Readonly<Record<string, TemplateSpecialToken>>;
}

/** cls A sep, and cls A sep B sep of types 0 and 1. */
export interface BertProcessing {
  readonly type: "BertProcessing";
  readonly sep: readonly [token: string, id: number];
  readonly cls: readonly [token: string, id: number];
}

/** cls A sep, and cls A sep sep B sep, all of type 0. */
export interface RobertaProcessing {
  readonly type: "RobertaProcessing";
  readonly sep: readonly [token: string, id: number];
  readonly cls: readonly [token: string, id: number];
  readonly trim_offsets: boolean;
  readonly add_prefix_space: boolean;
}

export interface ProcessorSequence {
  readonly type: "Sequence";
  readonly processors: readonly PostProcessor[];
}

export type PostProcessor = TemplateProcessing | BertProcessing | RobertaProcessing | ProcessorSequence;

export interface JsonTruncation {
  readonly direction: "Left" | "Right";
  readonly max_length: number;
  readonly strategy: "LongestFirst" | "OnlyFirst" | "OnlySecond";
  readonly stride: number;
}

export interface JsonPadding {
  /** To the longest of a batch, or to a length. */
  readonly strategy: "BatchLongest" | { readonly Fixed: number };
  readonly direction: "Left" | "Right";
  readonly pad_to_multiple_of: number | null;
  readonly pad_id: number;
  readonly pad_type_id: number;
  readonly pad_token: string;
}
