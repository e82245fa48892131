import { CodePointSet } from "../text/code-points.js";
import type { JsonField } from "./json-field.js";
import { Transformation } from "./normalized-text.js";
import { changing, lowercase, type Normalizer, normalFormOf, removing, sequence, spacing } from "./normalizer.js";
import { ACCENTS, CONTROLS } from "./unknown-characters.js";

/** Characters that get spaces around them. Kana and hangul do not, nor do later extensions of the ideographs. */
const IDEOGRAPH =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;
/** Whitespace that cleaning leaves as spaces; other whitespace is removed as a control character. */
const WHITESPACE = /[\p{White_Space}]/gu;

/** Reads a BertNormalizer: the steps before BERT's word pieces. @throws VocabularyError if a field is invalid */
export function readBertNormalizer(field: JsonField): Normalizer {
  const json = {
    type: "BertNormalizer",
    clean_text: field.at("clean_text").boolean(),
    handle_chinese_chars: field.at("handle_chinese_chars").boolean(),
    strip_accents: field.at("strip_accents").or(null, (given) => given.boolean()),
    lowercase: field.at("lowercase").boolean(),
  };
  const steps: Normalizer[] = [];
  if (json.clean_text) {
    steps.push(
      removing(json, () => new CodePointSet(CONTROLS)),
      spacing(json, WHITESPACE),
    );
  }
  if (json.handle_chinese_chars) steps.push(spacingOut());
  if (json.strip_accents ?? json.lowercase) {
    steps.push(
      normalFormOf("NFD"),
      removing(json, () => new CodePointSet(ACCENTS)),
    );
  }
  if (json.lowercase) steps.push(lowercase(json));
  return { ...sequence(steps), json };
}

/** Puts a space on each side of an ideograph. */
function spacingOut(): Normalizer {
  return changing(
    null,
    (text) => text.replace(IDEOGRAPH, " $& "),
    (text) => {
      const made = new Transformation();
      for (const character of text) {
        IDEOGRAPH.lastIndex = 0;
        const isIdeograph = IDEOGRAPH.test(character);
        // The first space replaces the ideograph, which is inserted after it.
        if (isIdeograph) made.push(" ", 0);
        made.push(character, isIdeograph ? 1 : 0);
        if (isIdeograph) made.push(" ", 1);
      }
      return [made, 0];
    },
  );
}
