import type { JsonPadding, JsonTokenToAdd, JsonTruncation, PostProcessor, TemplatePiece } from "./block-types.js";
import { readByteLevelFields } from "./byte-level.js";
import type { JsonField } from "./json-field.js";
import { type Readers, readBlock } from "./read-block.js";

/** The bound of the reference's usize fields here, which would be 2^64 - 1: the largest exact integer. */
const LARGEST_SIZE = Number.MAX_SAFE_INTEGER;
/** The most ids that the special tokens of a template may add to a text or pair. */
const MOST_TEMPLATE_IDS = 2 ** 16;
/** The most places that a template may have for its texts. */
const MOST_TEMPLATE_TEXTS = 64;

const PROCESSORS: Readers<PostProcessor> = {
  RobertaProcessing: (field) => ({
    type: "RobertaProcessing",
    sep: readSpecial(field.at("sep")),
    cls: readSpecial(field.at("cls")),
    trim_offsets: field.at("trim_offsets").boolean(),
    add_prefix_space: field.at("add_prefix_space").boolean(),
  }),
  BertProcessing: (field) => ({
    type: "BertProcessing",
    sep: readSpecial(field.at("sep")),
    cls: readSpecial(field.at("cls")),
  }),
  ByteLevel: (field) => {
    field.at("type").oneOf(["ByteLevel"]);
    return readByteLevelFields(field);
  },
  TemplateProcessing: readTemplate,
  Sequence: (field) => {
    const type = field.at("type").oneOf(["Sequence"]);
    return { type, processors: field.at("processors").items().map(readPostProcessor) };
  },
};
const PROCESSOR_NAMES = Object.keys(PROCESSORS);

/**
 * Reads the `post_processor` block. The reference recognizes its type by its fields: a RobertaProcessing without
 * `trim_offsets` is a BertProcessing.
 *
 * @throws VocabularyError if a type is unknown or a field is invalid
 */
export function readPostProcessor(field: JsonField): PostProcessor {
  return readBlock(field, PROCESSORS, PROCESSOR_NAMES, PROCESSOR_NAMES);
}

/** Reads a template. Its special tokens are sorted by key, which is how the reference saves them. */
function readTemplate(field: JsonField): PostProcessor {
  const specials = field.at("special_tokens");
  const names = [...specials.object().keys()].sort(byCodePoints);
  const special_tokens = Object.fromEntries(
    names.map((name) => {
      const special = specials.at(name);
      const ids = special
        .at("ids")
        .items()
        .map((id) => id.whole());
      const tokens = special
        .at("tokens")
        .items()
        .map((token) => token.string());
      if (ids.length !== tokens.length) throw special.error("ids and tokens of equal number");
      return [name, { id: special.at("id").string(), ids, tokens }];
    }),
  );
  const readPieces = (list: JsonField): TemplatePiece[] => {
    const pieces = list.items().map((piece) => readPiece(piece, specials));
    checkSize(pieces, special_tokens, list);
    return pieces;
  };
  const single = readPieces(field.at("single"));
  return { type: "TemplateProcessing", single, pair: readPieces(field.at("pair")), special_tokens };
}

/** Bounds what a template makes of a text. */
function checkSize(
  pieces: readonly TemplatePiece[],
  specials: Readonly<Record<string, { readonly ids: readonly number[] }>>,
  list: JsonField,
): void {
  let ids = 0;
  let texts = 0;
  for (const piece of pieces) {
    if ("Sequence" in piece) texts++;
    else ids += specials[piece.SpecialToken.id].ids.length;
  }
  if (ids > MOST_TEMPLATE_IDS) throw list.error(`special tokens of at most ${MOST_TEMPLATE_IDS} ids in all`);
  if (texts > MOST_TEMPLATE_TEXTS) throw list.error(`at most ${MOST_TEMPLATE_TEXTS} places for texts`);
}

function readPiece(field: JsonField, specials: JsonField): TemplatePiece {
  const kinds = [...field.object().keys()];
  if (kinds.length === 1 && kinds[0] === "Sequence") {
    const piece = field.at("Sequence");
    return { Sequence: { id: piece.at("id").oneOf(["A", "B"]), type_id: piece.at("type_id").whole() } };
  }
  if (kinds.length !== 1 || kinds[0] !== "SpecialToken") throw field.error("a Sequence or a SpecialToken");
  const piece = field.at("SpecialToken");
  const id = piece.at("id").string();
  if (!specials.object().has(id)) throw piece.at("id").error("one of the special_tokens");
  return { SpecialToken: { id, type_id: piece.at("type_id").whole() } };
}

function readSpecial(field: JsonField): [token: string, id: number] {
  const items = field.items();
  if (items.length !== 2) throw field.error("a token and its id");
  return [items[0].string(), items[1].whole()];
}

/**
 * Reads the `truncation` block. Old files have no `direction`: it is "Right".
 *
 * @throws VocabularyError if a field is invalid
 */
export function readTruncation(field: JsonField): JsonTruncation {
  const direction = field.at("direction");
  return {
    direction: direction.value === undefined ? "Right" : direction.oneOf(["Left", "Right"]),
    max_length: field.at("max_length").whole(LARGEST_SIZE),
    strategy: field.at("strategy").oneOf(["LongestFirst", "OnlyFirst", "OnlySecond"]),
    stride: field.at("stride").whole(LARGEST_SIZE),
  };
}

/** Reads the `padding` block. @throws VocabularyError if a field is invalid */
export function readPadding(field: JsonField): JsonPadding {
  const strategy = field.at("strategy");
  const isFixed = strategy.value instanceof Map;
  return {
    strategy: isFixed ? { Fixed: strategy.at("Fixed").whole(LARGEST_SIZE) } : strategy.oneOf(["BatchLongest"] as const),
    direction: field.at("direction").oneOf(["Left", "Right"]),
    pad_to_multiple_of: field.at("pad_to_multiple_of").or(null, (given) => given.whole(LARGEST_SIZE)),
    pad_id: field.at("pad_id").whole(),
    pad_type_id: field.at("pad_type_id").whole(),
    pad_token: field.at("pad_token").string(),
  };
}

/** Reads one added token. The id of the file is checked but not used, because the reference assigns its own. */
export function readAddedToken(field: JsonField): JsonTokenToAdd {
  field.at("id").whole();
  return {
    content: field.at("content").string(),
    single_word: field.at("single_word").boolean(),
    lstrip: field.at("lstrip").boolean(),
    rstrip: field.at("rstrip").boolean(),
    normalized: field.at("normalized").boolean(),
    special: field.at("special").boolean(),
  };
}

/** Compares strings in the order of their UTF-8 bytes, in which the reference saves maps. */
function byCodePoints(a: string, b: string): number {
  const [first, second] = [Array.from(a), Array.from(b)];
  const at = first.findIndex((character, index) => character !== second[index]);
  if (at < 0) return first.length - second.length;
  return (first[at]?.codePointAt(0) ?? 0) - (second[at]?.codePointAt(0) ?? -1);
}
