import { repeated, roomFor } from "../../base/buffers.js";

/** The special tokens' ids around one text or two. */
export interface Template {
  /** Before the first text. */
  readonly prefix: readonly number[];
  /** Between two texts. */
  readonly middle: readonly number[];
  /** After the last text. */
  readonly suffix: readonly number[];
  /** The type of the second text's ids and of those after it; all ids before them have type 0. */
  readonly secondTypeId: 0 | 1;
  /** The number of ids at the end of `middle` that have the type of the second text. Default 0. */
  readonly secondPrefixLength?: number;
  /**
   * True if a text that already ends with the last id of its end gets no second end. As in the reference, types and
   * masks count one even so.
   */
  readonly endsOnce?: boolean;
}

/** The template that puts nothing around a text. */
export const NOTHING: Template = { prefix: [], middle: [], suffix: [], secondTypeId: 0 };

/** The values of two texts, with those of the special tokens around them. */
export function assemble<Value>(
  { prefix, middle, suffix }: Template,
  first: readonly Value[],
  second: readonly Value[] | undefined,
  special: (id: number) => Value,
): Value[] {
  const values = prefix.map(special);
  for (const value of first) values.push(value);
  if (second) {
    for (const id of middle) values.push(special(id));
    for (const value of second) values.push(value);
  }
  for (const id of suffix) values.push(special(id));
  return values;
}

/** As {@link assemble}, for ids: with `endsOnce`, a text that already has its end gets no second one. */
export function assembleIds(template: Template, first: readonly number[], second?: readonly number[]): number[] {
  const { prefix, middle, suffix } = endingOnce(template, first, second);
  const own = prefix.length + first.length + suffix.length;
  const ids = roomFor(second ? own + middle.length + second.length : own);
  let at = copyIds(prefix, ids, 0);
  at = copyIds(first, ids, at);
  if (second) {
    at = copyIds(middle, ids, at);
    at = copyIds(second, ids, at);
  }
  copyIds(suffix, ids, at);
  return ids;
}

/** Writes ids to a list from an index on; returns the index after them. */
function copyIds(ids: readonly number[], to: number[], start: number): number {
  for (let at = 0; at < ids.length; at++) to[start + at] = ids[at];
  return start + ids.length;
}

/** The template for these texts: with `endsOnce`, without the ends that they already have. */
export function endingOnce(template: Template, first: readonly number[], second?: readonly number[]): Template {
  if (!template.endsOnce) return template;
  const rest = (text: readonly number[], end: readonly number[]): readonly number[] =>
    end.length > 0 && text.at(-1) === end.at(-1) ? [] : end;
  const { middle, suffix } = template;
  if (!second) return { ...template, suffix: rest(first, suffix) };
  return { ...template, middle: rest(first, middle), suffix: rest(second, suffix) };
}

/** The types of the ids that {@link assemble} makes of texts with that many ids. */
export function typeIds(template: Template, first: number, second?: number): number[] {
  const { prefix, middle, suffix, secondTypeId, secondPrefixLength = 0 } = template;
  if (second === undefined) return repeated(0, prefix.length + first + suffix.length);
  const ids = repeated(0, prefix.length + first + middle.length + second + suffix.length);
  return ids.fill(secondTypeId, prefix.length + first + middle.length - secondPrefixLength);
}

/** The number of special tokens' ids around one text or two. */
export function specialCount({ prefix, middle, suffix }: Template, isPair: boolean): number {
  return prefix.length + (isPair ? middle.length : 0) + suffix.length;
}
