import { decodeUtf8Leniently } from "../../text/utf8.js";
import type { PieceType } from "../pieces/piece.js";
import type { ModelFile } from "./model-file.js";

/** A piece to decode, with its type; undefined if the model has no such piece. */
export type Decoded = readonly [piece: string, type: PieceType | undefined];

/** The character that represents a space in pieces. */
const ESCAPED_SPACE = "\u2581";

/** The text of pieces before denormalization. Reference: SentencePiece 0.2.3. */
export function decodePieces(pieces: Iterable<Decoded>, file: ModelFile): string {
  const { addDummyPrefix, removeExtraWhitespaces } = file.normalizer;
  let text = "";
  let bytes: number[] = [];
  /** True while a space can be the dummy prefix that encoding added. */
  let isAtStart = addDummyPrefix || removeExtraWhitespaces;
  const flush = (): void => {
    if (bytes.length > 0) text += decodeUtf8Leniently(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const [piece, type] of pieces) {
    if (type === "byte") {
      bytes.push(Number.parseInt(piece.slice(3, 5), 16));
      continue;
    }
    flush();
    isAtStart &&= text === "";
    if (type === "control") continue;
    if (type === undefined) text += piece;
    else if (type === "unknown") text += file.unkSurface;
    else {
      const isDropped = isAtStart && piece.startsWith(ESCAPED_SPACE);
      text += (isDropped ? piece.slice(1) : piece).replaceAll(ESCAPED_SPACE, " ");
      // If the model removes extra spaces, all leading spaces are dropped; otherwise only the first.
      if (isDropped && !removeExtraWhitespaces) isAtStart = false;
    }
  }
  flush();
  return text;
}
