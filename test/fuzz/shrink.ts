import { Fault, type Kind } from "./kind.js";

type Data = null | boolean | number | string | readonly Data[] | { readonly [name: string]: Data };

/** The most smaller inputs that are tried. */
const MOST_TRIES = 3000;

/** Faults are the same if their messages begin alike. */
const SIGN_LENGTH = 50;

/** A smaller input with the same fault, as small as can be found. */
export async function smallest(kind: Kind, input: unknown, message: string): Promise<unknown> {
  const sign = message.slice(0, SIGN_LENGTH);
  let best = input as Data;
  let tries = 0;
  for (let isSmaller = true; isSmaller && tries < MOST_TRIES; ) {
    isSmaller = false;
    for (const candidate of withSmallerField(best as Readonly<Record<string, Data>>)) {
      if (++tries > MOST_TRIES) break;
      if (!(await isFaulty(kind, candidate, sign))) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

async function isFaulty(kind: Kind, input: unknown, sign: string): Promise<boolean> {
  try {
    await kind.check(input);
    return false;
  } catch (error) {
    return error instanceof Fault && error.message.startsWith(sign);
  }
}

/** Inputs with one smaller field. The fields themselves stay: the check of the input needs them. */
function* withSmallerField(input: Readonly<Record<string, Data>>): Iterable<Readonly<Record<string, Data>>> {
  for (const name of Object.keys(input)) {
    for (const value of smaller(input[name])) yield { ...input, [name]: value };
  }
}

/** Data that is smaller at one place, the much smaller first. */
function* smaller(data: Data): Iterable<Data> {
  if (typeof data === "string") {
    for (let size = Math.ceil(data.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < data.length; at += size) yield data.slice(0, at) + data.slice(at + size);
    }
  } else if (typeof data === "number" && data !== 0) {
    yield 0;
    if (Math.abs(data) > 1) yield Math.trunc(data / 2);
  } else if (Array.isArray(data)) {
    const list = data as readonly Data[];
    for (let at = 0; at < list.length; at++) yield list.filter((_, other) => other !== at);
    for (let at = 0; at < list.length; at++) {
      for (const item of smaller(list[at])) yield list.map((old, other) => (other === at ? item : old));
    }
  } else if (typeof data === "object" && data !== null) {
    const fields = data as Readonly<Record<string, Data>>;
    for (const name of Object.keys(fields)) {
      yield Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
    }
    for (const name of Object.keys(fields))
      for (const value of smaller(fields[name])) yield { ...fields, [name]: value };
  }
}
