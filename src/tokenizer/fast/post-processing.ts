import { OptionError } from "../../base/errors.js";
import type {
  BertProcessing,
  PostProcessor,
  RobertaProcessing,
  TemplatePiece,
  TemplateProcessing,
} from "../../tokenizer-json/block-types.js";
import { merge, numbered, type Row, specialRow, typed } from "../row.js";

/** The number of ids that a post-processor puts around a text or a pair. */
export function addedCount(processor: PostProcessor | undefined, isPair: boolean): number {
  switch (processor?.type) {
    case undefined:
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

function size(piece: TemplatePiece, { special_tokens }: TemplateProcessing): number {
  return "SpecialToken" in piece ? special_tokens[piece.SpecialToken.id].ids.length : 0;
}

/**
 * Puts special tokens around the row of a text, or the rows of a pair, and joins them. Reference: PostProcessor of
 * tokenizers 0.22.2.
 *
 * @throws OptionError if the reference panics, because another processor follows a template in a sequence; and if offsets
 * would have to be trimmed, which this version does not do
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
  if (processor.trim_offsets && rows.some(({ offsets }) => offsets)) {
    throw new OptionError("return_offsets_mapping", true, "a post_processor without trim_offsets");
  }
  const plain = rows.map((row) => typed(row, 0));
  if (!addsSpecial) return plain;
  return plain.map((row, at) =>
    allOfType(enclosed(row, at === 0 ? processor : { ...processor, cls: processor.sep }, 0), 0),
  );
}

/** cls, the row and sep. Each overflowing row gets the same. */
function enclosed(row: Row, { cls, sep }: Pick<BertProcessing, "cls" | "sep">, typeId: number): Row {
  const wrap = (inner: Row): Row =>
    merge([
      specialRow([cls[1]], typeId, isAligned(inner)),
      { ...inner, overflowing: [] },
      specialRow([sep[1]], typeId, isAligned(inner)),
    ]);
  return { ...wrap(row), overflowing: row.overflowing.map(wrap) };
}

/** The row and sep. Each overflowing row gets the same. */
function ended(row: Row, { sep }: Pick<BertProcessing, "sep">, typeId: number): Row {
  const wrap = (inner: Row): Row =>
    merge([{ ...inner, overflowing: [] }, specialRow([sep[1]], typeId, isAligned(inner))]);
  return { ...wrap(row), overflowing: row.overflowing.map(wrap) };
}

function allOfType(row: Row, typeId: number): Row {
  return { ...typed(row, typeId), overflowing: row.overflowing.map((cut) => typed(cut, typeId)) };
}

function isAligned({ offsets }: Row): boolean {
  return offsets !== undefined;
}
