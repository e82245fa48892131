import type { Random } from "../../fixtures/random.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const NUMBERS = [0, 1, -1, 2, 7, 0.5, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, -1e300];
const STRINGS = [
  "",
  "x",
  "\0",
  "[UNK]",
  "##",
  "▁",
  "true",
  "__proto__",
  "constructor",
  "toString",
  "../x",
  "a".repeat(300),
];
const VALUES: readonly Json[] = [null, true, false, ...NUMBERS, ...STRINGS, [], {}, [[]], [1], ["a", "b"], [["a", 1]]];
const FRAGMENTS = [
  ..."あいうかがぱー東京都日本語猫舌𠮷😀ABCxyz019".split(/(?:)/u),
  ...["ﾊ", "ﾟ", "ﾞ", "㌔", "①", "½", "İ", "ß", "ﬁ", "㍿", "\ufdfa", "\u3099", "\u309a", "\u0301", "\u0315", "\u0323"],
  ...[
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\u3000",
    "\u00a0",
    "\u2028",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\0",
    "\u00ad",
    "\ufe0f",
  ],
  ...[
    "[MASK]",
    "[CLS]",
    "<s>",
    "</s>",
    "<extra_id_0>",
    "##",
    "▁",
    "▁▁",
    "<unk>",
    "[UNK]",
    "'s",
    "。",
    "、",
    "...",
    "-",
  ],
  ...["\u1100\u1161", "\uac00", "👨‍👩‍👧", "🇯🇵", "\u0e33", "\u{1d15e}", "\u{2f800}", "\uffff", "\u{10ffff}", "ーー"],
];

/** A text of fragments that are known to be hard; seldom a long one, or one with a lone surrogate. */
export function someText(random: Random, longest = 24): string {
  if (random.chance(0.01)) return random.pick(FRAGMENTS).repeat(random.between(100, 3000));
  const parts = random.several(0, longest, () =>
    random.chance(0.05) ? String.fromCodePoint(someCodePoint(random)) : random.pick(FRAGMENTS),
  );
  if (random.chance(0.02))
    parts.splice(random.between(0, parts.length), 0, random.pick(["\ud800", "\udc00", "\udfff"]));
  return parts.join("");
}

/** Any code point but surrogates. */
export function someCodePoint(random: Random): number {
  const code = random.between(0, random.chance(0.7) ? 0xffff : 0x10ffff);
  return code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
}

/** A value of any kind that JSON has. */
export function someJson(random: Random): Json {
  return random.pick(VALUES);
}

/** A copy in which a value somewhere is replaced, removed or doubled, or a name is another. */
export function mutatedJson(value: Json, random: Random): Json {
  const isContainer = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isContainer || random.chance(0.12)) return someJson(random);
  const names = Object.keys(value);
  const name = random.pick(names);
  if (Array.isArray(value)) {
    const list = [...value] as Json[];
    const at = Number(name);
    const change = random.next();
    if (change < 0.1) list.splice(at, 1);
    else if (change < 0.2) list.splice(at, 0, list[at]);
    else list[at] = mutatedJson(list[at], random);
    return list;
  }
  const copy: Record<string, Json> = { ...(value as Record<string, Json>) };
  const change = random.next();
  if (change < 0.1) delete copy[name];
  else if (change < 0.2) copy[random.pick(STRINGS)] = copy[name];
  else copy[name] = mutatedJson(copy[name], random);
  return copy;
}

/** A change of bytes: at a place, `removed` bytes are replaced by others. */
export interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly number[];
}

/** A few edits of a file, mostly of single bytes. */
export function someEdits(random: Random, length: number): Edit[] {
  return random.several(1, 4, () => {
    const at = random.between(0, Math.max(0, length - 1));
    const change = random.next();
    if (change < 0.6) return { at, removed: 1, added: [random.between(0, 255)] };
    if (change < 0.7)
      return {
        at,
        removed: 4,
        added: random.pick([
          [255, 255, 255, 255],
          [0, 0, 0, 0],
          [0, 0, 0, 128],
        ]),
      };
    if (change < 0.8) return { at, removed: random.between(1, 64), added: [] };
    if (change < 0.9) return { at, removed: 0, added: random.several(1, 8, () => random.between(0, 255)) };
    return { at, removed: length - at, added: [] };
  });
}

export function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce((before, { at, removed, added }) => {
    const from = Math.min(at, before.length);
    const rest = before.subarray(Math.min(from + removed, before.length));
    const after = new Uint8Array(from + added.length + rest.length);
    after.set(before.subarray(0, from));
    after.set(added, from);
    after.set(rest, from + added.length);
    return after;
  }, bytes);
}
