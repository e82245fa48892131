import { repeated } from "../../base/buffers.js";
import { OptionError } from "../../base/errors.js";
import type {
  BertProcessing,
  PostProcessor,
  RobertaProcessing,
  TemplatePiece,
  TemplateProcessing,
} from "../../tokenizer-json/block-types.js";
import { isWhiteSpace } from "../../tokenizer-json/rust-unicode.js";
import { merge, numbered, type Row, type Surface, specialRow, typed } from "../row.js";
import type { Offset } from "../sequence.js";

/** The number of ids that a post-processor puts around a text or a pair. */
export function addedCount(processor: PostProcessor | undefined, isPair: boolean): number {
  switch (processor?.type) {
    case undefined:
    case "ByteLevel":
      return 0;
    case "BertProcessing":
      return isPair ? 3 : 2;
    case "RobertaProcessing":
      return isPair ? 4 : 2;
    case "TemplateProcessing":
      return (isPair ? processor.pair : processor.single).reduce((sum, piece) => sum + size(piece, processor), 0);
    case "Sequence":
      return processor.processors.reduce((sum, each) => sum + addedCount(each, isPair), 0);
  }
}

/** True if a post-processor trims offsets, for which it needs the strings of tokens. */
export function trimsOffsets(processor: PostProcessor | undefined): boolean {
  switch (processor?.type) {
    case "ByteLevel":
    case "RobertaProcessing":
      return processor.trim_offsets;
    case "Sequence":
      return processor.processors.some(trimsOffsets);
    default:
      return false;
  }
}

function size(piece: TemplatePiece, { special_tokens }: TemplateProcessing): number {
  return "SpecialToken" in piece ? special_tokens[piece.SpecialToken.id].ids.length : 0;
}

/**
 * Puts special tokens around the row of a text, or the rows of a pair, and joins them. Reference: PostProcessor of
 * tokenizers 0.22.2.
 *
 * @throws OptionError if the reference panics, because a template follows another processor in a sequence
 */
export function postProcess(processor: PostProcessor | undefined, rows: readonly Row[], addsSpecial: boolean): Row {
  const processed = processor ? process(processor, rows.map(numbered).map(typed), addsSpecial) : numberedPair(rows);
  const [first, ...rest] = processed;
  return first ? merge([first, ...rest]) : specialRow([], 0, rows[0]?.offsets !== undefined);
}

/** The rows of a pair with their numbers, which overflowing rows do not get without a post-processor. */
function numberedPair(rows: readonly Row[]): readonly Row[] {
  return rows.length > 1 ? rows.map((row, at) => ({ ...numbered(row, at), overflowing: row.overflowing })) : rows;
}

function process(processor: PostProcessor, rows: readonly Row[], addsSpecial: boolean): readonly Row[] {
  switch (processor.type) {
    case "TemplateProcessing":
      return fillTemplate(processor, rows, addsSpecial);
    case "BertProcessing":
      return addsSpecial
        ? rows.map((row, at) => (at === 0 ? enclosed(row, processor, 0) : ended(row, processor, 1)))
        : rows;
    case "RobertaProcessing":
      return processRoberta(processor, rows, addsSpecial);
    case "ByteLevel":
      return processor.trim_offsets ? rows.map((row) => trimmed(row, processor.add_prefix_space)) : rows;
    case "Sequence":
      return processor.processors.reduce((before, each) => process(each, before, addsSpecial), rows);
  }
}

function fillTemplate(template: TemplateProcessing, rows: readonly Row[], addsSpecial: boolean): Row[] {
  if (rows.length > 2) throw new OptionError("post_processor", rows.length, "a text or a pair before a template");
  const isAligned = rows[0].offsets !== undefined;
  return (rows.length === 2 ? template.pair : template.single).flatMap((piece) => {
    if ("SpecialToken" in piece) {
      const { id, type_id } = piece.SpecialToken;
      return addsSpecial ? [specialRow(template.special_tokens[id].ids, type_id, isAligned)] : [];
    }
    const row = rows[piece.Sequence.id === "A" ? 0 : 1];
    if (!row) throw new OptionError("text_pair", undefined, "a second text, which the template names");
    return [typed(row, piece.Sequence.type_id)];
  });
}

function processRoberta(processor: RobertaProcessing, rows: readonly Row[], addsSpecial: boolean): Row[] {
  const { trim_offsets, add_prefix_space } = processor;
  const plain = rows.map((row) => typed(trim_offsets ? trimmed(row, add_prefix_space) : row, 0));
  if (!addsSpecial) return plain;
  return plain.map((row, at) =>
    allOfType(enclosed(row, at === 0 ? processor : { ...processor, cls: processor.sep }, 0), 0),
  );
}

/** A row and its overflowing rows, without the spaces of tokens in their offsets. */
function trimmed(row: Row, addsPrefixSpace: boolean): Row {
  const overflowing = row.overflowing.map((cut) => trimmed(cut, addsPrefixSpace));
  const { offsets, surfaces } = row;
  if (!offsets || !surfaces) return { ...row, overflowing };
  return { ...row, offsets: offsets.map((offset, at) => trim(offset, surfaces[at], at, addsPrefixSpace)), overflowing };
}

/**
 * An offset without the spaces that the token has at its ends. A single space at the start of a row or text counts as
 * the one that the pre-tokenizer put there. As in the reference, offsets move by the number of spaces, whatever the text
 * has there, and only the trailing spaces of a token are left that are more than the characters before its end.
 */
function trim([start, end]: Offset, { token, text }: Surface, at: number, addsPrefixSpace: boolean): Offset {
  let leading = 0;
  while (leading < token.length && isSpace(token.charCodeAt(leading))) leading++;
  let trailing = 0;
  while (trailing < token.length && isSpace(token.charCodeAt(token.length - 1 - trailing))) trailing++;
  const isAdded = leading === 1 && addsPrefixSpace && (at === 0 || start === 0);
  const from = isAdded ? start : Math.min(moved(text, start, leading), end);
  const to = moved(text, end, -trailing);
  return [from, to < 0 ? end : Math.max(to, from)];
}

/** True for whitespace, and for the character that stands for the byte of a space. */
function isSpace(unit: number): boolean {
  return unit === 0x120 || isWhiteSpace(unit);
}

/** A position moved by a number of characters; it can leave the text. */
function moved(text: string | undefined, from: number, count: number): number {
  if (text === undefined) return from + count;
  let at = from;
  for (let left = count; left > 0; left--) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  for (let left = count; left < 0; left++) at -= at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** cls, the row and sep. Each overflowing row gets the same. */
function enclosed(row: Row, { cls, sep }: Pick<BertProcessing, "cls" | "sep">, typeId: number): Row {
  const wrap = (inner: Row): Row =>
    merge([
      specialRow([cls[1]], typeId, isAligned(inner)),
      withoutSpecials(inner),
      specialRow([sep[1]], typeId, isAligned(inner)),
    ]);
  return { ...wrap(row), overflowing: row.overflowing.map(wrap) };
}

/** The row and sep. Each overflowing row gets the same. */
function ended(row: Row, { sep }: Pick<BertProcessing, "sep">, typeId: number): Row {
  const wrap = (inner: Row): Row => merge([withoutSpecials(inner), specialRow([sep[1]], typeId, isAligned(inner))]);
  return { ...wrap(row), overflowing: row.overflowing.map(wrap) };
}

/** A row without overflow. As in the reference, tokens that an earlier processor added no longer count as special. */
function withoutSpecials(row: Row): Row {
  return { ...row, specials: repeated(0, row.ids.length), overflowing: [] };
}

function allOfType(row: Row, typeId: number): Row {
  return { ...typed(row, typeId), overflowing: row.overflowing.map((cut) => typed(cut, typeId)) };
}

function isAligned({ offsets }: Row): boolean {
  return offsets !== undefined;
}
