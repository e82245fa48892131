/** Blocks of a tokenizer.json under the names of tokenizers 0.22.2. */
import { OptionError } from "../../base/errors.js";
import { contentOf, type TokenToAdd } from "../../tokenizer/added-token.js";
import type { SpecialTokenName } from "../../tokenizer/special-tokens.js";
import type { TemplatePiece, TemplateProcessing } from "../../tokenizer-json/block-types.js";
import type { Writable } from "../../tokenizer-json/serde-json.js";
import type { SlowOptions } from "./fast-class.js";

/** The character that represents a space in pieces. */
export const MARK = "\u2581";

/** The string of a special token; empty if there is none. */
export function contentOfRole(options: SlowOptions, role: SpecialTokenName): string {
  const token = options[role] as TokenToAdd | null | undefined;
  return token ? contentOf(token) : "";
}

/**
 * The string of a special token that goes around texts.
 *
 * @throws OptionError if there is none, where the reference raises TypeError
 */
export function neededRole(options: SlowOptions, role: SpecialTokenName): string {
  const content = contentOfRole(options, role);
  if (content === "") throw new OptionError(role, options[role], "a token, to put around texts");
  return content;
}

type Scheme = "always" | "first" | "never";

/** The texts that get a space before them: of all pieces, of the first one or of none. */
export function prependScheme({ add_prefix_space = true, legacy = true }: SlowOptions): Scheme {
  if (!add_prefix_space) return "never";
  return legacy ? "always" : "first";
}

export function metaspace(prepend_scheme: Scheme, split = true): Writable {
  return { type: "Metaspace", replacement: MARK, prepend_scheme, split };
}

export function sequence(name: "normalizers" | "pretokenizers" | "decoders", blocks: readonly Writable[]): Writable {
  return { type: "Sequence", [name]: blocks };
}

export function replace(text: string, content: string): Writable {
  return { type: "Replace", pattern: { String: text }, content };
}

export function replacePattern(pattern: string, content: string): Writable {
  return { type: "Replace", pattern: { Regex: pattern }, content };
}

export function addedToken(content: string, id: number, special: boolean): Writable {
  return { id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special };
}

/** A place of a template: "$A" or "$B" for a text, else a special token; followed by its type id, by default 0. */
export type TemplatePlace = string | readonly [place: string, typeId: number];

/** A post-processor that puts special tokens around texts. */
export function template(
  single: readonly TemplatePlace[],
  pair: readonly TemplatePlace[],
  special: ReadonlyMap<string, number>,
): TemplateProcessing {
  const sorted = [...special].sort(([a], [b]) => (a < b ? -1 : 1));
  const special_tokens = sorted.map(([token, id]) => [token, { id: token, ids: [id], tokens: [token] }]);
  return {
    type: "TemplateProcessing",
    single: single.map(pieceOf),
    pair: pair.map(pieceOf),
    special_tokens: Object.fromEntries(special_tokens),
  };
}

/** A template as a block of a file. */
export function templateBlock(...[single, pair, special]: Parameters<typeof template>): Writable {
  return template(single, pair, special) as unknown as Writable;
}

function pieceOf(place: TemplatePlace): TemplatePiece {
  const [id, type_id] = typeof place === "string" ? [place, 0] : place;
  if (id === "$A") return { Sequence: { id: "A", type_id } };
  return id === "$B" ? { Sequence: { id: "B", type_id } } : { SpecialToken: { id, type_id } };
}
