import type { TokenizerInWorker } from "tohoku-tokenizers/worker";

/** The tokens that one stretch of the text became: one, or the bytes of a character. */
export interface Cell {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

export interface Token {
  readonly text: string;
  readonly id: number;
  readonly isUnknown: boolean;
  readonly isSpecial: boolean;
  /** True if normalization changed the text of the token. */
  readonly isChanged: boolean;
}

/** The cells of a word, of a special token, or of what lies between words. */
export type Block = readonly Cell[];

export interface Analysis {
  readonly text: string;
  readonly ids: readonly number[];
  readonly blocks: readonly Block[];
  readonly wordCount: number;
  readonly unknownCount: number;
  /** The most ids that the model takes; undefined if there is no maximum. */
  readonly maximum: number | undefined;
}

const NO_MAXIMUM = 1e20;

/**
 * The tokens of a text, and where they are in it.
 *
 * @param isOfBytes true if the model's tokens are bytes, which are shown as hexadecimal digits
 */
export async function analyze(tokenizer: TokenizerInWorker, text: string, isOfBytes: boolean): Promise<Analysis> {
  const encoding = await tokenizer(text, {
    return_offsets_mapping: true,
    return_word_ids: true,
    return_special_tokens_mask: true,
    verbose: false,
  });
  const { input_ids, offset_mapping = [], word_ids = [], special_tokens_mask = [] } = encoding;
  const strings = await tokenizer.convert_ids_to_tokens(input_ids);
  const blocks: Cell[][] = [];
  let wordBefore: number | null | undefined;
  let unknownCount = 0;
  for (const [at, id] of input_ids.entries()) {
    const [start, end] = offset_mapping[at];
    const isSpecial = special_tokens_mask[at] === 1 || tokenizer.all_special_ids.some((each) => Number(each) === id);
    const isUnknown = id === Number(tokenizer.unk_token_id) && tokenizer.unk_token_id !== undefined;
    if (isUnknown) unknownCount++;
    const token = {
      text: isOfBytes && !isSpecial ? hexadecimal(strings[at]) : strings[at],
      id,
      isUnknown,
      isSpecial: isSpecial && !isUnknown,
      isChanged: !isSpecial && !isUnknown && !isOfBytes && isChanged(strings[at], text.slice(start, end)),
    };
    const word = word_ids[at];
    const block = blocks.at(-1);
    const cell = block?.at(-1);
    const isSameWord = block !== undefined && word !== null && word === wordBefore;
    if (isSameWord && cell && cell.start === start && cell.end === end) {
      block[block.length - 1] = { ...cell, tokens: [...cell.tokens, token] };
    } else if (isSameWord) block.push({ start, end, tokens: [token] });
    else blocks.push([{ start, end, tokens: [token] }]);
    wordBefore = word;
  }
  const wordCount = new Set(word_ids.filter((word) => word !== null)).size;
  const { model_max_length } = tokenizer;
  const maximum = model_max_length > NO_MAXIMUM ? undefined : model_max_length;
  return { text, ids: input_ids, blocks, wordCount, unknownCount, maximum };
}

/** True if a token is not the text that it stands for. Marks of word pieces are not a part of it. */
function isChanged(token: string, source: string): boolean {
  const plain = token.replace(/^(?:##|▁)/, "");
  return plain !== "" && plain !== source;
}

/** The byte that a token of one character stands for. */
function hexadecimal(token: string): string {
  return (token.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0");
}

/** The place in the text before which two analyses have the same tokens; 0 if there is no analysis before. */
export function firstDifference(before: Analysis | undefined, after: Analysis): number {
  const blocks = before?.blocks ?? [];
  for (const [at, block] of after.blocks.entries()) {
    const old = blocks[at];
    if (old?.length !== block.length || block.some((cell, index) => !isSame(cell, old[index]))) {
      return block.reduce((start, cell) => Math.min(start, cell.start), Number.POSITIVE_INFINITY);
    }
  }
  return after.text.length;
}

function isSame(a: Cell, b: Cell): boolean {
  const isInPlace = a.start === b.start && a.end === b.end && a.tokens.length === b.tokens.length;
  return isInPlace && a.tokens.every((token, at) => token.id === b.tokens[at].id && token.text === b.tokens[at].text);
}

/** True if an analysis has a cell of the same span. */
export function hasSpan({ blocks }: Analysis, { start, end }: Cell): boolean {
  let low = 0;
  let high = blocks.length;
  // The first block that begins after the span. Blocks are in the order of the text.
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle][0].start > start) high = middle;
    else low = middle + 1;
  }
  // Blocks without text, of special tokens, begin where others do.
  for (let at = low - 1; at >= 0; at--) {
    if (blocks[at].some((cell) => cell.start === start && cell.end === end)) return true;
    if (blocks[at][0].start < start) return false;
  }
  return false;
}
