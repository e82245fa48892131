import { OnceLog } from "../../base/logger.js";
import { typeOf } from "../../subwords/pieces/piece.js";
import type { ModelFile } from "../../subwords/sentencepiece/model-file.js";
import { contentOf, type TokenToAdd } from "../../tokenizer/added-token.js";
import { SPECIAL_TOKEN_NAMES } from "../../tokenizer/special-tokens.js";
import type { Writable } from "../../tokenizer-json/serde-json.js";
import { addedToken, MARK, metaspace, prependScheme, replacePattern } from "./blocks.js";
import type { PiecesConverter, SlowOptions } from "./fast-class.js";

type Vocabulary = readonly (readonly [piece: string, score: number])[];

const log = new OnceLog();

/** The tokenizer.json that Python makes of a slow tokenizer with a SentencePiece model. */
export function convertPieces(
  model: ModelFile,
  converter: PiecesConverter,
  options: SlowOptions,
  tokenizer_class: string,
): Writable {
  const { byteFallback = false, normalizer = commonNormalizer, preTokenizer = metaspaceOf } = converter;
  if (model.byteFallback && !byteFallback) {
    const remedy = converter.hasSlowBytes ? "; use_fast: false keeps the bytes" : "";
    const fault = "characters that the model would write in bytes become unknown tokens, as in the reference";
    log.warn(tokenizer_class, `${tokenizer_class} has no byte pieces: ${fault}${remedy}`);
  }
  const vocabulary = converter.vocabulary?.(model, options) ?? scoredPieces(model);
  const ids = vocabulary.map(([piece], id) => [piece, id] as const);
  const idOf = slowIds(ids, options, converter.unkId ?? model.unkId);
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedPieces(model, converter.specialPieces ?? []),
    normalizer: normalizer(model, options),
    pre_tokenizer: preTokenizer(options),
    post_processor: converter.postProcessor?.(idOf) ?? null,
    decoder: converter.decoder?.(options) ?? metaspaceOf(options),
    model: model.type === "unigram" ? unigram(model, vocabulary, converter) : bpe(model, vocabulary, converter),
  };
}

/** The pieces with their scores. */
export function scoredPieces({ pieces }: ModelFile): [string, number][] {
  return pieces.map(([piece, score]) => [piece, score]);
}

/** The model's replacements of characters as a block; empty if it has none. */
export function charsmapOf({ normalizer: { charsmap } }: ModelFile): Writable[] {
  return charsmap.length === 0 ? [] : [{ type: "Precompiled", precompiled_charsmap: toBase64(charsmap) }];
}

function commonNormalizer(model: ModelFile): Writable {
  const strip = { type: "Strip", strip_left: false, strip_right: true };
  return { type: "Sequence", normalizers: [...charsmapOf(model), strip, replacePattern(" {2,}", MARK)] };
}

function metaspaceOf(options: SlowOptions): Writable {
  return metaspace(prependScheme(options));
}

/** Control pieces are special; user-defined pieces are cut out of the text too, but are not. */
function addedPieces({ pieces }: ModelFile, special: readonly string[]): Writable[] {
  return pieces.flatMap((piece, id) => {
    const type = typeOf(piece);
    if (type !== "control" && type !== "user_defined") return [];
    return [addedToken(piece[0], id, type === "control" || special.includes(piece[0]))];
  });
}

function unigram({ unkId }: ModelFile, vocab: Vocabulary, converter: PiecesConverter): Writable {
  const byte_fallback = converter.byteFallback ?? false;
  return { type: "Unigram", unk_id: converter.unkId ?? unkId, vocab, byte_fallback };
}

function bpe({ pieces, unkPiece }: ModelFile, vocabulary: Vocabulary, converter: PiecesConverter): Writable {
  const ids = new Map(pieces.map(([piece], id) => [piece, id]));
  if (converter.mergesTab && !ids.has("\t")) ids.set("\t", ids.get("<0x09>") ?? 0);
  return {
    type: "BPE",
    dropout: null,
    unk_token: unkPiece,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: converter.byteFallback ?? false,
    ignore_merges: false,
    vocab: new Map(vocabulary.map(([piece], id) => [piece, id])),
    merges: mergesOf(vocabulary, ids),
  };
}

interface Merge {
  readonly left: string;
  readonly right: string;
  readonly score: number;
  /** The lengths of both sides, in code points. */
  readonly lengths: readonly [left: number, right: number];
}

/**
 * A merge for each way in which two pieces make a third: by the third's score, then by the lengths of both sides, the
 * greater first; equal ones in the order of the third piece, then of the ids of both sides.
 */
function mergesOf(vocabulary: Vocabulary, ids: ReadonlyMap<string, number>): [string, string][] {
  const merges: Merge[] = [];
  for (const [piece, score] of new Map(vocabulary)) {
    const characters = Array.from(piece);
    const found: Merge[] = [];
    let left = "";
    for (let at = 1; at < characters.length; at++) {
      left += characters[at - 1];
      const right = piece.slice(left.length);
      if (!ids.has(left) || !ids.has(right)) continue;
      found.push({ left, right, score, lengths: [at, characters.length - at] });
    }
    const idOf = (text: string): number => ids.get(text) as number;
    merges.push(...found.sort((a, b) => idOf(a.left) - idOf(b.left) || idOf(a.right) - idOf(b.right)));
  }
  merges.sort((a, b) => b.score - a.score || b.lengths[0] - a.lengths[0] || b.lengths[1] - a.lengths[1]);
  return merges.map(({ left, right }) => [left, right]);
}

/**
 * The ids that the slow tokenizer gives to tokens: those of its added tokens, of the vocabulary, of the special tokens,
 * which follow the vocabulary, else of the unknown piece.
 */
export function slowIds(
  vocabulary: readonly (readonly [token: string, id: number])[],
  options: SlowOptions,
  unkId: number,
): (token: string) => number {
  const ids = new Map<string, number>();
  for (const [id, { content }] of options.added_tokens_decoder ?? []) ids.set(content, id);
  for (const [token, id] of vocabulary) if (!ids.has(token)) ids.set(token, id);
  const additional = (options.additional_special_tokens ?? []) as readonly TokenToAdd[];
  for (const token of [...SPECIAL_TOKEN_NAMES.map((role) => options[role] as TokenToAdd | null), ...additional]) {
    if (token && !ids.has(contentOf(token))) ids.set(contentOf(token), ids.size);
  }
  return (token) => ids.get(token) ?? unkId;
}

const CHUNK = 0x2000;

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}
