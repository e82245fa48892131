import type { JsonAddedToken, JsonPadding, JsonTruncation, PostProcessor, TemplatePiece } from "./blocks.js";
import type { Field } from "./fields.js";

/** As far as counting is exact. */
const LARGEST_SIZE = Number.MAX_SAFE_INTEGER;

/** @throws VocabularyError where a part is not known or not right */
export function readPostProcessor(field: Field): PostProcessor {
  const type = field.at("type").string();
  switch (type) {
    case "TemplateProcessing":
      return readTemplate(field);
    case "BertProcessing":
      return { type, sep: readSpecial(field.at("sep")), cls: readSpecial(field.at("cls")) };
    case "RobertaProcessing":
      return {
        type,
        sep: readSpecial(field.at("sep")),
        cls: readSpecial(field.at("cls")),
        trim_offsets: field.at("trim_offsets").boolean(),
        add_prefix_space: field.at("add_prefix_space").boolean(),
      };
    case "Sequence":
      return { type, processors: field.at("processors").items().map(readPostProcessor) };
    default:
      throw field.at("type").error("TemplateProcessing, BertProcessing, RobertaProcessing or Sequence");
  }
}

function readTemplate(field: Field): PostProcessor {
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
      if (ids.length !== tokens.length) throw special.error("as many ids as tokens");
      return [name, { id: special.at("id").string(), ids, tokens }];
    }),
  );
  const readPieces = (pieces: Field): TemplatePiece[] => pieces.items().map((piece) => readPiece(piece, specials));
  const single = readPieces(field.at("single"));
  return { type: "TemplateProcessing", single, pair: readPieces(field.at("pair")), special_tokens };
}

function readPiece(field: Field, specials: Field): TemplatePiece {
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

function readSpecial(field: Field): [token: string, id: number] {
  const items = field.items();
  if (items.length !== 2) throw field.error("a token and its id");
  return [items[0].string(), items[1].whole()];
}

export function readTruncation(field: Field): JsonTruncation {
  const direction = field.at("direction");
  return {
    direction: direction.value === undefined ? "Right" : direction.oneOf(["Left", "Right"]),
    max_length: field.at("max_length").whole(LARGEST_SIZE),
    strategy: field.at("strategy").oneOf(["LongestFirst", "OnlyFirst", "OnlySecond"]),
    stride: field.at("stride").whole(LARGEST_SIZE),
  };
}

export function readPadding(field: Field): JsonPadding {
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

/** The flags; the id of the file is only checked, as the reference gives its own. */
export function readAddedToken(field: Field): Omit<JsonAddedToken, "id"> {
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

/** The order of UTF-8, in which the reference saves maps. */
function byCodePoints(a: string, b: string): number {
  const [first, second] = [Array.from(a), Array.from(b)];
  const at = first.findIndex((character, index) => character !== second[index]);
  if (at < 0) return first.length - second.length;
  return (first[at]?.codePointAt(0) ?? 0) - (second[at]?.codePointAt(0) ?? -1);
}
