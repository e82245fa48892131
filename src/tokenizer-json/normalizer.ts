import type { CodePointSet } from "../text/code-points.js";
import { type NormalForm, normalForm, normalizeEach } from "./normal-forms.js";
import { type NormalizedText, Transformation } from "./normalized-text.js";
import { lowerCharacters, lowerEach, withoutCharacters } from "./rust-unicode.js";
import type { Writable } from "./serde-json.js";

/**
 * A stage that changes text. Some normalizers make ghosts: characters at the front whose span is empty. Others give
 * different text if there are ghosts, so texts must be aligned whenever both kinds are present.
 */
export interface Normalizer {
  normalize(text: NormalizedText): void;
  /** True if the normalizer can make ghosts. */
  readonly makesGhosts: boolean;
  /** True if the result depends on the presence of ghosts. */
  readonly seesGhosts: boolean;
  /** The block as the reference saves it. */
  readonly json: Writable;
}

/** Normalizers that run one after another. */
export function sequence(normalizers: readonly Normalizer[]): Normalizer {
  return {
    normalize: (text) => {
      for (const normalizer of normalizers) normalizer.normalize(text);
    },
    makesGhosts: normalizers.some(({ makesGhosts }) => makesGhosts),
    seesGhosts: normalizers.some(({ seesGhosts }) => seesGhosts),
    json: { type: "Sequence", normalizers: normalizers.map(({ json }) => json) },
  };
}

/**
 * A normalizer that rewrites the whole text.
 *
 * @param change returns the new text
 * @param transform returns the same character by character, and the number of characters removed at the front
 */
export function changing(
  json: Writable,
  change: (text: string) => string,
  transform: (text: string) => readonly [Transformation, removed: number],
): Normalizer {
  return {
    normalize: (text) => {
      if (!text.isAligned) text.text = change(text.text);
      else text.transform(...transform(text.text));
    },
    makesGhosts: false,
    seesGhosts: true,
    json,
  };
}

/** A normalizer to a normal form of Unicode. */
export function normalFormOf(form: NormalForm): Normalizer {
  return changing(
    { type: form },
    (text) => normalForm(text, form),
    (text) => [normalizeEach(text, form), 0],
  );
}

/** A normalizer that applies the lower case of each character, whatever comes before and after it. */
export function lowercase(json: Writable): Normalizer {
  return changing(json, lowerCharacters, (text) => [lowerEach(text), 0]);
}

/** A normalizer that replaces each match of a pattern of one character by a space. */
export function spacing(json: Writable, pattern: RegExp): Normalizer {
  const toSpace = (text: string): string => text.replace(pattern, " ");
  return changing(json, toSpace, (text) => {
    const made = new Transformation();
    for (const character of toSpace(text)) made.push(character, 0);
    return [made, 0];
  });
}

/**
 * A normalizer that removes the characters of a set. Each removal is recorded with the kept character before it, or at
 * the front.
 *
 * @param decode makes the set when a text first needs it
 */
export function removing(json: Writable, decode: () => CodePointSet): Normalizer {
  let set: CodePointSet | undefined;
  return changing(
    json,
    (text) => withoutCharacters(text, (set ??= decode())),
    (text) => {
      set ??= decode();
      const made = new Transformation();
      let kept: string | undefined;
      let gone = 0;
      let goneAtFront = 0;
      for (const character of text) {
        if (set.has(character.codePointAt(0) ?? 0)) gone++;
        else {
          if (kept === undefined) goneAtFront = gone;
          else made.push(kept, -gone);
          kept = character;
          gone = 0;
        }
      }
      if (kept !== undefined) made.push(kept, -gone);
      return [made, goneAtFront];
    },
  );
}
