import { OptionError } from "../base/errors.js";

/** Ids as a caller gives them: a list or typed array of numbers or bigints, or a tensor of one dimension. */
export type Ids = Iterable<number | bigint> | { readonly data: Iterable<number | bigint> };

/** @throws OptionError if it is no list, or an id is no integer */
export function toIds(name: string, ids: Ids): number[] {
  const values = isIterable(ids) ? ids : ids?.data;
  if (!isIterable(values)) throw new OptionError(name, ids, "a list of ids");
  return Array.from(values, (id) => {
    const number = typeof id === "bigint" ? Number(id) : id;
    if (!Number.isInteger(number)) throw new OptionError(name, id, "integers");
    return number;
  });
}

function isIterable(value: unknown): value is Iterable<number | bigint> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
