import type { PrepareOptions, Side } from "../call-options.js";
import { merge, numbered, type Row, rowOf, specialRow, typed } from "../row.js";
import type { Sequence } from "../sequence.js";
import type { Strategies } from "../strategies.js";
import { roomIn, truncateToWindows, windowCut } from "../windows.js";
import { endingOnce, NOTHING, specialCount, type Template } from "./template.js";

/**
 * The rows of a text or pair as a fast tokenizer with the same ids and special tokens makes them: one row, and one for
 * each window that truncation cuts off. Reference: tokenizers 0.22.2.
 *
 * @throws OptionError if that raises or panics
 */
export function windowRows(
  first: Sequence,
  second: Sequence | undefined,
  strategies: Strategies,
  options: PrepareOptions,
  template: Template,
  side: Side,
): Row[] {
  const around = (options.add_special_tokens ?? true) ? template : { ...NOTHING, secondTypeId: template.secondTypeId };
  const whole = [rowOf(first, 0), ...(second ? [rowOf(second, 0)] : [])];
  const cut = windowCut(strategies, options.stride ?? 0, side, specialCount(template, false));
  const room = cut && roomIn(cut, specialCount(around, second !== undefined));
  const kept = cut && room !== undefined ? truncateToWindows(whole[0], whole[1], room, cut) : whole;
  const [firstRow, secondRow] = kept.map(numbered);
  return combinations(firstRow, secondRow).map(([one, other]) => framed(around, one, other));
}

/** Each row of the first text with each of the second, in the reference's order. */
function combinations(first: Row, second: Row | undefined): [Row, Row | undefined][] {
  if (!second) return [first, ...first.overflowing].map((row) => [row, undefined]);
  const cuts = first.overflowing.flatMap((cut): [Row, Row][] => [
    [cut, second],
    ...second.overflowing.map((other): [Row, Row] => [cut, other]),
  ]);
  return [[first, second], ...cuts, ...second.overflowing.map((other): [Row, Row] => [first, other])];
}

/** Puts a template around the rows of one text or two. */
function framed(template: Template, first: Row, second: Row | undefined): Row {
  const { prefix, middle, suffix, secondTypeId, secondPrefixLength = 0 } = endingOnce(template, first.ids, second?.ids);
  const isAligned = first.offsets !== undefined;
  const specials = (ids: readonly number[], typeId: number): Row => specialRow(ids, typeId, isAligned);
  const start = merge([specials(prefix, 0), alone(first, 0)]);
  if (!second) return merge([start, specials(suffix, 0)]);
  const secondPrefix = middle.length - secondPrefixLength;
  return merge([
    start,
    specials(middle.slice(0, secondPrefix), 0),
    specials(middle.slice(secondPrefix), secondTypeId),
    alone(second, secondTypeId),
    specials(suffix, secondTypeId),
  ]);
}

function alone(row: Row, typeId: number): Row {
  return typed({ ...row, overflowing: [] }, typeId);
}
